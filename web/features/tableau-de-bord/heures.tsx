// Hours that wait for somebody: mine to enter, my people's to complete, weeks to validate.

import { Button } from '@mantine/core';
import { IconClockPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatWeek, formatWholeDay } from '#contract/dates.ts';
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { formatCount, formatMinutes } from '../../lib/format.ts';
import { Section } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import styles from './tableau.module.css';

/** Pages of another feature, by their address. */
const HEURES = '/heures';
const HEURES_JOUR = '/heures/jour';
const HEURES_EQUIPE = '/heures/equipe';

const NAMED = 6;

export const MaSemaine = ({ week }: { week: NonNullable<TableauDeBord['ma_semaine']> }): ReactNode => (
  <Section title="Ma semaine">
    <div className={styles.mine}>
      <p>
        <span className={styles.figure}>{week.minutes === 0 ? '0\u00a0h' : formatMinutes(week.minutes)}</span>
        <span className="hub-dim"> pointées sur {formatMinutes(week.attendues)}</span>
      </p>
      <Button component={Link} to={HEURES_JOUR} leftSection={<IconClockPlus size={18} aria-hidden />}>
        {week.aujourd_hui > 0 ? 'Revoir ma journée' : 'Pointer ma journée'}
      </Button>
    </div>
  </Section>
);

export function Manquants({ missing }: { missing: NonNullable<TableauDeBord['manquants']> }): ReactNode {
  const { jour, personnes } = missing;
  if (!jour) return null;
  const others = personnes.length - NAMED;
  return (
    <Section title={`Heures de ${formatWholeDay(jour)}`}>
      {personnes.length === 0 ? (
        <p className={styles.backup}>
          <StateMark state="vert">À jour</StateMark> Toutes les personnes prévues ont leurs heures.
        </p>
      ) : (
        <div className={styles.mine}>
          <p>
            <StateMark state="ambre">À compléter</StateMark> Il manque les heures de{' '}
            {personnes
              .slice(0, NAMED)
              .map(({ prenom, nom }) => `${prenom} ${nom}`)
              .join(', ')}
            {others > 0 && ` et ${formatCount(others, 'autre personne', 'autres personnes')}`}.
          </p>
          <Button component={Link} to={HEURES_EQUIPE} search={{ jour } as never} variant="default">
            Pointer l’équipe
          </Button>
        </div>
      )}
    </Section>
  );
}

export const AValider = ({ weeks }: { weeks: NonNullable<TableauDeBord['a_valider']> }): ReactNode => (
  <Section title="Semaines à valider">
    {weeks.length === 0 ? (
      <p className={styles.backup}>
        <StateMark state="vert">À jour</StateMark> Aucune heure n’attend votre validation.
      </p>
    ) : (
      <ul className={styles.sites}>
        {weeks.map(({ semaine, personnes }) => (
          <li key={semaine}>
            <Link to={HEURES} search={{ semaine } as never} className={styles.site}>
              <StateMark state="ambre">À valider</StateMark>
              <span className={styles.siteName}>{formatWeek(semaine)}</span>
              <span className="hub-dim hub-small">{formatCount(personnes, 'personne', 'personnes')}</span>
            </Link>
          </li>
        ))}
      </ul>
    )}
  </Section>
);
