// Where: the chantiers one may enter hours on, those of late first.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import { fold } from '../../lib/format.ts';
import { Side } from '../../ui/dialogs.tsx';
import { Empty, Failure } from '../../ui/failure.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { chantiersOuvertsQuery } from './api.ts';
import styles from './choose-chantier.module.css';

export type Choisi = Pick<Chantier, 'id' | 'nom' | 'code' | 'couleur'>;

/** As many as one reads; a word finds the others. */
const SHOWN = 30;

/** Those of late before the others, each group in the order of the list. */
export const recentFirst = <T extends { id: string }>(chantiers: readonly T[], recent: readonly string[]): T[] =>
  chantiers.toSorted((a, b) => Number(recent.includes(b.id)) - Number(recent.includes(a.id)));

type ListProps = { recent: string[]; without: string[]; onChoose: (chantier: Choisi) => void };

export function ChantierList({ recent, without, onChoose }: ListProps): ReactNode {
  const { data, error, refetch } = useQuery(chantiersOuvertsQuery);
  const [words, setWords] = useState('');
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingRows rows={5} tall />;
  const wanted = fold(words.trim());
  const free = data.filter(({ id }) => !without.includes(id));
  const found = recentFirst(free, recent).filter(({ nom, code }) => fold(`${code} ${nom}`).includes(wanted));
  if (free.length === 0)
    return <Empty title="Aucun chantier ouvert">Vous n’êtes dans l’équipe d’aucun autre chantier ouvert.</Empty>;
  return (
    <div className="hub-stack">
      {free.length > 8 && (
        <TextInput
          label="Rechercher"
          type="search"
          value={words}
          maxLength={100}
          onChange={event => setWords(event.currentTarget.value)}
        />
      )}
      <ul className={styles.list}>
        {found.slice(0, SHOWN).map(chantier => (
          <li key={chantier.id}>
            <button type="button" className={styles.one} onClick={() => onChoose(chantier)}>
              <span className="hub-swatch" style={{ backgroundColor: chantier.couleur }} aria-hidden />
              <span className={styles.nom}>{chantier.nom}</span>
              <span className="hub-dim hub-small">{chantier.code}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="hub-dim">Et {found.length - SHOWN} autres : écrivez quelques lettres du nom.</p>
      )}
      {found.length === 0 && <p className="hub-dim">Aucun chantier ne porte ce nom.</p>}
    </div>
  );
}

type ChooseProps = ListProps & { opened: boolean; onClose: () => void };

export const ChooseChantier = ({ opened, onClose, onChoose, ...list }: ChooseProps): ReactNode => (
  <Side opened={opened} title="Choisir un chantier" onClose={onClose}>
    <ChantierList
      {...list}
      onChoose={chantier => {
        onChoose(chantier);
        onClose();
      }}
    />
  </Side>
);
