// What of the month's hours is not surely in the ERP: refused, to be mapped or in doubt. Each leads to its lines. Nothing to say
// where no hour leaves for an ERP.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LigneEnvoi } from '#contract/export.ts';
import { ETATS_LIGNE_ENVOI, type EtatLigneEnvoi } from '#contract/values.ts';
import { formatCount, formatMinutes } from '../../../lib/format.ts';
import { type State, StateMark } from '../../../ui/state-mark.tsx';
import { lignesAVoirQuery } from '../api.ts';
import styles from './mois.module.css';

const SHOWN: [EtatLigneEnvoi, State][] = [
  ['refused', 'rouge'],
  ['unmapped', 'ambre'],
  ['doubtful', 'ambre'],
];

const Counted = ({ lignes, etat, state }: { lignes: LigneEnvoi[]; etat: EtatLigneEnvoi; state: State }): ReactNode => (
  <li className={styles.counted}>
    <StateMark state={state}>{ETATS_LIGNE_ENVOI[etat]}</StateMark>
    <Link to="/envois" search={{ vue: 'lignes', montrer: 'a_voir' }} className="hub-link">
      {formatCount(lignes.length, 'ligne', 'lignes')}
    </Link>
    <span className="hub-dim">{formatMinutes(lignes.reduce((sum, { minutes }) => sum + minutes, 0))}</span>
    <span className="hub-dim">{[...new Set(lignes.map(({ personne }) => personne))].slice(0, 5).join(', ')}</span>
  </li>
);

export function HoursInErp({ debut, fin }: { debut: string; fin: string }): ReactNode {
  const { data } = useQuery(lignesAVoirQuery(debut, fin));
  const found = SHOWN.flatMap(([etat, state]) => {
    const lignes = data?.filter(ligne => ligne.etat === etat) ?? [];
    return lignes.length > 0 ? [{ etat, state, lignes }] : [];
  });
  if (found.length === 0) return null;
  return (
    <div className={styles.erp}>
      <p>
        <strong>Pas encore sûrement dans l’ERP</strong> <span className="hub-dim hub-small">pour information</span>
      </p>
      <ul className={styles.lines}>
        {found.map(each => (
          <Counted key={each.etat} {...each} />
        ))}
      </ul>
    </div>
  );
}
