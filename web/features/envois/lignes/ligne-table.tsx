// Lines of the ledger: who, which day, how much, where it stands and why.

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDayMonth, formatShortWeekday } from '#contract/dates.ts';
import type { LigneEnvoi } from '#contract/export.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { type Column, DataTable, openerClass } from '../../../ui/data-table.tsx';
import { doubtOf, sayBefore, sayTimes, stateOfLigne } from '../../../ui/erp/envoi/words.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './lignes.module.css';

export const Duration = ({ ligne }: { ligne: LigneEnvoi }): ReactNode => {
  const times = sayTimes(ligne);
  return (
    <span className={styles.two}>
      <span>{formatMinutes(ligne.minutes)}</span>
      {times && (
        <span className="hub-dim hub-small" style={{ whiteSpace: 'nowrap' }}>
          {times}
          {ligne.indicatif && ' · indicatif'}
        </span>
      )}
    </span>
  );
};

export const LigneMarks = ({ ligne }: { ligne: LigneEnvoi }): ReactNode => {
  const { state, word } = stateOfLigne(ligne);
  return (
    <span className={styles.marks}>
      <StateMark state={state}>{word}</StateMark>
      {ligne.rattrapage && <span className={styles.tag}>rattrapage</span>}
    </span>
  );
};

const Why = ({ ligne }: { ligne: LigneEnvoi }): ReactNode => {
  const before = sayBefore(ligne);
  const phrase = ligne.raison?.phrase ?? doubtOf(ligne)?.phrase;
  if (!phrase && !ligne.ignoree && !before) return null;
  return (
    <span className={styles.why}>
      {phrase && <span>{phrase}</span>}
      {ligne.ignoree && <span>Note : {ligne.ignoree.note}</span>}
      {before && <span className={styles.before}>Remplace une ligne, {before}</span>}
    </span>
  );
};

const dayOf = ({ jour }: LigneEnvoi): ReactNode => (
  <time dateTime={jour} style={{ whiteSpace: 'nowrap' }}>
    {formatShortWeekday(jour)} {formatDayMonth(jour)}
  </time>
);

/** The drawer of a line is an address of its own: `?ligne=`. */
const Opener = ({ ligne, children }: { ligne: LigneEnvoi; children: ReactNode }): ReactNode => (
  <Link to="." search={((old: object) => ({ ...old, ligne: ligne.id })) as never} className={openerClass}>
    {children}
  </Link>
);

const COLUMNS: Column<LigneEnvoi>[] = [
  { name: 'Personne', heading: true, cell: ligne => <Opener ligne={ligne}>{ligne.personne}</Opener> },
  { name: 'Jour', cell: dayOf },
  { name: 'Chantier', cell: ({ chantier }) => chantier },
  { name: 'Durée', numeric: true, cell: ligne => <Duration ligne={ligne} /> },
  { name: 'État', cell: ligne => <LigneMarks ligne={ligne} /> },
  { name: 'Pourquoi', cell: ligne => <Why ligne={ligne} /> },
];

const Indicative = ({ lignes }: { lignes: LigneEnvoi[] }): ReactNode =>
  lignes.some(({ indicatif }) => indicatif) && (
    <p className="hub-dim hub-small">Indicatif : horaires indicatifs, seule la durée fait foi.</p>
  );

type TableProps = {
  caption: string;
  lignes: LigneEnvoi[];
  current?: string | undefined;
  onOpen: (ligne: LigneEnvoi) => void;
};

export const LigneTable = ({ caption, lignes, current, onOpen }: TableProps): ReactNode => (
  <>
    <DataTable caption={caption} columns={COLUMNS} rows={lignes} current={current} onOpen={onOpen} />
    <Indicative lignes={lignes} />
  </>
);

/** Those of one person, where there is no room for a table. */
export const LigneStack = ({ lignes }: { lignes: LigneEnvoi[] }): ReactNode => (
  <>
    <ul className={styles.stack} aria-label="Lignes de la semaine">
      {lignes.map(ligne => (
        <li key={ligne.id} className={styles.one}>
          <Opener ligne={ligne}>{dayOf(ligne)}</Opener>
          <Duration ligne={ligne} />
          <span className="hub-small">{ligne.chantier}</span>
          <LigneMarks ligne={ligne} />
          <Why ligne={ligne} />
        </li>
      ))}
    </ul>
    <Indicative lignes={lignes} />
  </>
);
