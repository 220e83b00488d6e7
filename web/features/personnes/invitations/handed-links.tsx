// The links of a batch, shown this once: to copy, or to print and hand over.
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Invitations } from '#contract/personne.ts';
import { formatCount, formatInstant } from '../../../lib/format.ts';
import { Copy } from '../../../ui/copy.tsx';
import { Notice } from '../../../ui/failure.tsx';
import styles from './invitations.module.css';
import { QrCode } from './qr-code.tsx';

type Item = Invitations['items'][number];
type Handed = Item & { lien: NonNullable<Item['lien']> };

const WHY = {
  inscrite: 'a déjà choisi son mot de passe',
  sans_contact: 'n’a ni e-mail ni téléphone',
  desactivee: 'est désactivée',
} as const;

const nameOf = ({ prenom, nom }: Item) => `${prenom} ${nom}`;

const Slip = ({ item }: { item: Handed }): ReactNode => (
  <li className={styles.slip}>
    <strong>{nameOf(item)}</strong>
    <QrCode text={item.lien.url} label={`Code à scanner pour ${nameOf(item)}`} />
    <p className="hub-small">Scannez ce code avec votre téléphone, puis choisissez votre mot de passe.</p>
    <p className="hub-small hub-dim">Sert une fois, jusqu’au {formatInstant(item.lien.expires_at)}</p>
    <Copy text={item.lien.url} label={`Copier le lien de ${nameOf(item)}`} />
  </li>
);

function Left({ items }: { items: Item[] }): ReactNode {
  if (items.length === 0) return null;
  return (
    <div className={styles.forScreen}>
      <Notice state="gris" title={`${formatCount(items.length, 'personne', 'personnes')} sans lien`}>
        <ul>
          {items.map(item => (
            <li key={item.personne_id}>
              {nameOf(item)} {item.sans_lien && WHY[item.sans_lien]}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

export function HandedLinks({ invitations }: { invitations: Invitations }): ReactNode {
  const handed = invitations.items.filter((item): item is Handed => item.lien !== null);
  const all = handed.map(item => `${nameOf(item)}\t${item.lien.url}`).join('\n');
  return (
    <div className="hub-stack">
      {handed.length > 0 && (
        <div className={`hub-stack ${styles.forScreen}`}>
          <Notice state="ambre" title="Ces liens ne seront plus montrés">
            <p>
              Remettez à chacun le sien, et à lui seul : il ouvre son compte.{' '}
              {formatCount(handed.length, 'lien', 'liens')}, valables 7 jours.
            </p>
          </Notice>
          <div className="hub-row">
            <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
              Imprimer la feuille
            </Button>
            <Copy text={all} label="Copier tous les liens" />
          </div>
        </div>
      )}
      <Left items={invitations.items.filter(item => item.lien === null)} />
      <ul className={styles.sheet} aria-label="Liens à remettre">
        {handed.map(item => (
          <Slip key={item.personne_id} item={item} />
        ))}
      </ul>
    </div>
  );
}
