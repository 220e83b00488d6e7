// The seven days of a week as links, each with its hours and where they stand.
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ajouterJours, joursDe, lundiDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { STATUTS_POINTAGE, type StatutPointage } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { StateShape } from '../../../ui/state-mark.tsx';
import day from '../day.module.css';
import { capital, longDay, STATES, shortDay, today, weekWords } from '../words.ts';
import styles from './jour.module.css';

/** The state that asks for most of a day. */
const ORDER: StatutPointage[] = ['rejete', 'brouillon', 'soumis', 'valide'];

function ofDay(feuille: FeuilleHeures | undefined, jour: string): { minutes: number; statut: StatutPointage | null } {
  const pointages = feuille?.pointages.filter(pointage => pointage.jour === jour) ?? [];
  const statut = ORDER.find(one => pointages.some(pointage => pointage.statut === one)) ?? null;
  return { minutes: pointages.reduce((sum, { minutes }) => sum + minutes, 0), statut };
}

function DayLink({ jour, feuille }: { jour: string; feuille: FeuilleHeures | undefined }): ReactNode {
  const { minutes, statut } = ofDay(feuille, jour);
  const absent = feuille?.absences.some(absence => absence.jour === jour);
  const [weekday, number] = shortDay(jour).split('\u00a0');
  const spoken = statut ? `${formatMinutes(minutes)}, ${STATUTS_POINTAGE[statut].toLowerCase()}` : 'rien de saisi';
  return (
    <Link
      from="/heures/jour"
      to="."
      search={{ jour }}
      className={styles.day}
      activeOptions={{ includeSearch: true }}
      data-today={jour === today()}
    >
      <span className="hub-hidden">
        {capital(longDay(jour))} : {absent && !statut ? 'absent' : spoken}
      </span>
      <span className={styles.weekday} aria-hidden>
        {weekday}
      </span>
      <strong aria-hidden>{number}</strong>
      {statut ? <StateShape state={STATES[statut]} /> : <span aria-hidden>{absent ? 'abs.' : '·'}</span>}
    </Link>
  );
}

type StripProps = { jour: string; semaine: string; feuille: FeuilleHeures | undefined };

export function DayStrip({ jour, semaine, feuille }: StripProps): ReactNode {
  const lundi = lundiDe(semaine);
  return (
    <nav aria-label="Jours de la semaine" className={styles.strip}>
      <div className={styles.week}>
        <Link
          from="/heures/jour"
          to="."
          search={{ jour: ajouterJours(jour, -7) }}
          className={day.arrow}
          aria-label="Semaine précédente"
        >
          <IconChevronLeft size={22} aria-hidden />
        </Link>
        <span>{capital(weekWords(semaine))}</span>
        <Link
          from="/heures/jour"
          to="."
          search={{ jour: ajouterJours(jour, 7) }}
          className={day.arrow}
          aria-label="Semaine suivante"
        >
          <IconChevronRight size={22} aria-hidden />
        </Link>
      </div>
      <div className={styles.days}>
        {joursDe(semaine).map(one => (
          <DayLink key={`${lundi}${one}`} jour={one} feuille={feuille} />
        ))}
      </div>
    </nav>
  );
}
