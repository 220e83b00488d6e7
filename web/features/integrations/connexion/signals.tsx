// The ERP can say that something changed: it needs an address to say it to, and a secret to sign it with.
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Copy } from '../../../ui/copy.tsx';
import { Section } from '../../../ui/page.tsx';
import { Since } from '../../../ui/time.tsx';
import styles from './link.module.css';

export function Signals({ link }: { link: ErpLink }): ReactNode {
  const { possibles, url, dernier_at } = link.signaux;
  const admin = isAdministrateur(useMoi());
  return (
    <Section title="Signaux de l’ERP">
      <p>
        {possibles
          ? 'L’ERP peut prévenir le hub : un chantier changé là-bas arrive ici en quelques secondes.'
          : 'Aucun secret de signature n’est enregistré : le hub n’accepte pas de signal. Donnez-le en changeant l’accès.'}
      </p>
      {possibles && (
        <>
          <p>Adresse à donner à l’ERP :</p>
          <code className={styles.address}>{url}</code>
          {admin && <Copy text={url} label="Copier l’adresse" />}
        </>
      )}
      <p className="hub-dim">
        {dernier_at ? (
          <>
            Dernier signal reçu <Since at={dernier_at} spoken />.
          </>
        ) : (
          'Aucun signal reçu pour l’instant : le hub lit l’ERP à son rythme.'
        )}
      </p>
    </Section>
  );
}
