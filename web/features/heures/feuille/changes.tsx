// What happened to the hours of a week: before, after, by whom and why.
import type { ReactNode } from 'react';
import type { ChangementPointage } from '#contract/pointage.ts';
import { GESTES_POINTAGE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { OpenChronologie } from '../../../ui/chronologie/open-chronologie.tsx';
import { Since } from '../../../ui/time.tsx';
import { capital, longDay } from '../words.ts';
import styles from './feuille.module.css';

type Contenu = NonNullable<ChangementPointage['avant']>;

const words = (contenu: Contenu | null): string => {
  if (!contenu) return 'rien';
  const panier = contenu.panier === null ? '' : contenu.panier ? ', panier' : ', sans panier';
  return `${formatMinutes(contenu.minutes)}${panier}${contenu.zone ? `, zone ${contenu.zone}` : ''}`;
};

/** Submitting, validating and rejecting leave the hours as they are. */
const moved = ({ geste, avant, apres }: ChangementPointage): boolean =>
  !['soumis', 'valide', 'rejete'].includes(geste) && JSON.stringify(avant) !== JSON.stringify(apres);

export const Changes = ({ changes }: { changes: ChangementPointage[] }): ReactNode => (
  <ol className={styles.changes}>
    {changes.map(change => (
      <li key={change.id}>
        <p>
          <strong>{capital(longDay(change.jour))}</strong> · {GESTES_POINTAGE[change.geste].toLowerCase()} par{' '}
          {change.auteur ?? 'une application'} <Since at={change.at} spoken />{' '}
          <OpenChronologie
            of={{ objet: 'pointage', id: change.pointage_id }}
            about={`heures du ${longDay(change.jour)}`}
          />
        </p>
        {moved(change) && (
          <p>
            <span className="hub-dim">Avant :</span> {words(change.avant)} <span className="hub-dim">· Après :</span>{' '}
            {words(change.apres)}
          </p>
        )}
        {change.motif && <p className="hub-clip">« {change.motif} »</p>}
      </li>
    ))}
  </ol>
);
