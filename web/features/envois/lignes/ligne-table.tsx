// Lines of the ledger: who, which day, how much, where it stands and why.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LigneEnvoi } from '#contract/export.ts';
import { formatDay, formatMinutes } from '../../../lib/format.ts';
import { formatShortWeekday } from '../../../lib/weeks.ts';
import { type Column, DataTable, openerClass } from '../../../ui/data-table.tsx';
import { sayBefore, sayTimes, stateOfLigne } from '../../../ui/erp/envoi/words.ts';
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
  if (!ligne.raison && !ligne.ignoree && !before) return null;
  return (
    <span className={styles.why}>
      {ligne.raison && <span>{ligne.raison.phrase}</span>}
      {ligne.ignoree && <span>Note : {ligne.ignoree.note}</span>}
      {before && <span className={styles.before}>Remplace une ligne, {before}</span>}
    </span>
  );
};

/** The drawer of a line is an address of its own: `?ligne=`. */
const columns = (withPerson: boolean): Column<LigneEnvoi>[] => [
  {
    name: withPerson ? 'Personne' : 'Jour',
    heading: true,
    cell: ligne => (
      <Link to="." search={((old: object) => ({ ...old, ligne: ligne.id })) as never} className={openerClass}>
        {withPerson ? ligne.personne : dayOf(ligne)}
      </Link>
    ),
  },
  ...(withPerson ? [{ name: 'Jour', cell: (ligne: LigneEnvoi) => dayOf(ligne) }] : []),
  { name: 'Chantier', cell: ({ chantier }) => chantier },
  { name: 'Durée', numeric: true, cell: ligne => <Duration ligne={ligne} /> },
  { name: 'État', cell: ligne => <LigneMarks ligne={ligne} /> },
  { name: 'Pourquoi', cell: ligne => <Why ligne={ligne} /> },
  { name: 'Repère', labelled: true, cell: ({ marque }) => <code style={{ whiteSpace: 'nowrap' }}>{marque}</code> },
];

const dayOf = ({ jour }: LigneEnvoi): ReactNode => (
  <time dateTime={jour} style={{ whiteSpace: 'nowrap' }}>
    {formatShortWeekday(jour)} {formatDay(jour)}
  </time>
);

type TableProps = {
  caption: string;
  lignes: LigneEnvoi[];
  current?: string | undefined;
  onOpen: (ligne: LigneEnvoi) => void;
  /** Of one person: her name is said once, above. */
  ofOne?: boolean;
};

export const LigneTable = ({ caption, lignes, current, onOpen, ofOne }: TableProps): ReactNode => (
  <>
    <DataTable caption={caption} columns={columns(!ofOne)} rows={lignes} current={current} onOpen={onOpen} />
    {lignes.some(({ indicatif }) => indicatif) && (
      <p className="hub-dim hub-small">Indicatif : horaires indicatifs, seule la durée fait foi.</p>
    )}
  </>
);
