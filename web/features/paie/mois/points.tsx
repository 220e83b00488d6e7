// « Prêt pour la paie ? »: what the month lacks, the blocking first; each point opens on its lines, each line leads to its place.

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatShortDay, sayWeek } from '#contract/dates.ts';
import type { PretPourLaPaie } from '#contract/paie.ts';
import { POINTS_PAIE, type PointPaie } from '#contract/values.ts';
import { formatCount, formatMinutes } from '../../../lib/format.ts';
import { capital, weeksOf } from '../../../ui/paie/words.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { AbsencesLink, FeuilleLink, SemaineLink } from '../heures-links.tsx';
import styles from './mois.module.css';

type Point = PretPourLaPaie['points'][number];
type Ligne = Point['lignes'][number];

/** What one counts: a person, a person's week, a chantier. */
const COUNTED: Record<PointPaie, [one: string, many: string]> = {
  jours_manquants: ['personne', 'personnes'],
  non_soumis: ['semaine', 'semaines'],
  non_valides: ['semaine', 'semaines'],
  rejetes: ['semaine', 'semaines'],
  contestes: ['semaine', 'semaines'],
  absences_a_preciser: ['personne', 'personnes'],
  a_relier: ['chantier', 'chantiers'],
  non_signees: ['semaine', 'semaines'],
};

export const countWords = ({ code, n }: Pick<Point, 'code' | 'n'>): string => formatCount(n, ...COUNTED[code]);

const daysWords = (jours: readonly string[]): string => jours.map(formatShortDay).join(', ');
const Minutes = ({ minutes }: { minutes: number | null }): ReactNode =>
  minutes === null ? null : <span className="hub-dim">{formatMinutes(minutes)}</span>;

/** A person's days, week by week: each week is where they are put right. */
const Weeks = ({ ligne }: { ligne: Ligne }): ReactNode => {
  const weeks: [string, string[]][] = ligne.semaine ? [[ligne.semaine, ligne.jours]] : weeksOf(ligne.jours);
  return (
    <ul className={styles.weeks}>
      {weeks.map(([semaine, jours]) => (
        <li key={semaine} className={styles.week}>
          {ligne.personne_id ? (
            <FeuilleLink personne={ligne.personne_id} semaine={semaine}>
              {capital(sayWeek(semaine))}
              <span className="hub-hidden"> de {ligne.nom}</span>
            </FeuilleLink>
          ) : (
            capital(sayWeek(semaine))
          )}
          {jours.length > 0 && <span>{daysWords(jours)}</span>}
          <Minutes minutes={ligne.minutes} />
        </li>
      ))}
    </ul>
  );
};

function Line({ code, ligne }: { code: PointPaie; ligne: Ligne }): ReactNode {
  if (ligne.chantier_id)
    return (
      <li className={styles.line}>
        <Link to="/chantiers/$id" params={{ id: ligne.chantier_id }} className="hub-link">
          {ligne.chantier}
        </Link>
        <Minutes minutes={ligne.minutes} />
      </li>
    );
  return (
    <li className={styles.line}>
      <span className={styles.who}>{ligne.nom}</span>
      {code === 'absences_a_preciser' ? <span>{daysWords(ligne.jours)}</span> : <Weeks ligne={ligne} />}
    </li>
  );
}

/** Where all of a week's lines are looked at together. */
function ByWeek({ point }: { point: Point }): ReactNode {
  const weeks = [...Map.groupBy(point.lignes, ({ semaine }) => semaine).entries()];
  const counted = weeks.flatMap(([semaine, lignes]) => (semaine ? [[semaine, lignes.length] as const] : []));
  if (counted.length === 0) return null;
  return (
    <p className={styles.byWeek}>
      <span className="hub-dim">Toute la semaine :</span>
      {counted.toSorted().map(([semaine, n]) => (
        <SemaineLink key={semaine} semaine={semaine}>
          {sayWeek(semaine)}
          <span className="hub-dim">· {formatCount(n, 'personne', 'personnes')}</span>
        </SemaineLink>
      ))}
    </p>
  );
}

const keyOf = (ligne: Ligne) => `${ligne.personne_id}-${ligne.chantier_id}-${ligne.semaine}`;

const OpenPoint = ({ point }: { point: Point }): ReactNode => (
  <details className={styles.point}>
    <summary>
      <StateMark state={point.bloquant ? 'rouge' : 'ambre'}>{POINTS_PAIE[point.code]}</StateMark>
      <strong>{countWords(point)}</strong>
      <span className="hub-dim hub-small">{point.bloquant ? 'bloquant' : 'pour information'}</span>
    </summary>
    <div className={styles.inside}>
      {point.code === 'absences_a_preciser' && (
        <p>
          <AbsencesLink>Voir les absences à préciser</AbsencesLink>
        </p>
      )}
      <ByWeek point={point} />
      <ul className={styles.lines}>
        {point.lignes.map(ligne => (
          <Line key={keyOf(ligne)} code={point.code} ligne={ligne} />
        ))}
      </ul>
      {point.n > point.lignes.length && (
        <p className="hub-dim">
          Les {point.lignes.length} premières sur {point.n} : les autres viendront une fois celles-ci réglées.
        </p>
      )}
    </div>
  </details>
);

export function Points({ pret }: { pret: PretPourLaPaie }): ReactNode {
  const found = pret.points.filter(({ n }) => n > 0);
  const clear = pret.points.filter(({ n }) => n === 0).map(({ code }) => POINTS_PAIE[code].toLowerCase());
  return (
    <div className="hub-stack">
      {found.length > 0 && (
        <div className={styles.points}>
          {found.map(point => (
            <OpenPoint key={point.code} point={point} />
          ))}
        </div>
      )}
      {clear.length > 0 && (
        <p>
          <StateMark state="vert">{found.length === 0 ? 'Rien ne manque' : 'Rien de ce côté'}</StateMark>{' '}
          <span className="hub-dim">
            {found.length === 0 ? '' : ': '}
            {found.length === 0 ? '' : clear.join(', ')}
          </span>
        </p>
      )}
    </div>
  );
}
