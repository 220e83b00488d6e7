// What stands in the way, since when, what the hub does about it and what a person can do.
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { MOTS_PROBLEME } from '#contract/values.ts';
import { formatClock } from '../../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { silenceOf } from '../../../ui/erp/link-state.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Section } from '../../../ui/page.tsx';
import { useNow } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';

const Reconnect = lazy(() => import('./reconnect.tsx').then(({ Reconnect }) => ({ default: Reconnect })));

const ToReconnect = ({ link }: { link: ErpLink }): ReactNode => {
  const admin = isAdministrateur(useMoi());
  const title = link.etat === 'a_reconnecter' ? 'À reconnecter' : 'À vérifier chez l’ERP';
  return (
    <>
      <Notice state="rouge" title={title} alert>
        <p>{link.probleme?.phrase ?? 'L’ERP refuse cet accès.'}</p>
        <p>Les chantiers déjà arrivés restent tels quels ; la lecture reprendra où elle en était.</p>
        {!admin && <p>Un administrateur peut rétablir l’accès.</p>}
      </Notice>
      {admin && (
        <Section title="Reconnecter">
          <Suspense fallback={<WaitingFacts facts={2} />}>
            <Reconnect link={link} />
          </Suspense>
        </Section>
      )}
    </>
  );
};

export function TroubleBanner({ link }: { link: ErpLink }): ReactNode {
  const now = useNow();
  const silence = silenceOf(link, now);
  if (link.etat === 'a_reconnecter' || link.etat === 'a_verifier') return <ToReconnect link={link} />;
  if (link.etat === 'en_pause')
    return (
      <Notice state="gris" title="Connexion en pause">
        <p>Rien n’est lu et les signaux de l’ERP sont gardés sans suite jusqu’à la reprise.</p>
      </Notice>
    );
  if (silence)
    return (
      <Notice state="ambre" title={silence} alert>
        <p>Les chantiers restent tels qu’ils étaient. Le hub réessaie tout seul et reprend où il en était.</p>
      </Notice>
    );
  if (link.pause_jusqua && Date.parse(link.pause_jusqua) > now)
    return (
      <Notice
        state="ambre"
        title={`L’ERP demande d’attendre : en pause jusqu’à ${formatClock(link.pause_jusqua, now)}`}
      >
        <p>Trop de demandes pour lui en ce moment. La lecture reprend toute seule à cette heure.</p>
      </Notice>
    );
  if (link.probleme)
    return (
      <Notice state="rouge" title={MOTS_PROBLEME[link.probleme.mot]} alert>
        <p>{link.probleme.phrase}</p>
      </Notice>
    );
  if (!link.premier_import_at)
    return (
      <Notice state="gris" title="La mise en route n’est pas finie">
        <p>
          Aucun chantier n’arrive avant le premier import.{' '}
          <Link to="/integrations/$id/mise-en-route" params={{ id: link.id }}>
            Continuer où vous en étiez
          </Link>
        </p>
      </Notice>
    );
  return null;
}
