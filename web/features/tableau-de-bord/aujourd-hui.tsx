// Who is where today: the sites with their people, one click from the planning.

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatWholeDay } from '#contract/dates.ts';
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { formatCount } from '../../lib/format.ts';
import { Empty } from '../../ui/failure.tsx';
import { Section } from '../../ui/page.tsx';
import styles from './tableau.module.css';

type Today = TableauDeBord['aujourd_hui'];

const Sites = ({ today, own }: { today: Today; own: boolean }): ReactNode => (
  <ul className={styles.sites}>
    {today.chantiers.map(({ id, code, nom, couleur, personnes }) => (
      <li key={id}>
        <Link to="/chantiers/$id" params={{ id }} className={styles.site}>
          <span className="hub-swatch" style={{ backgroundColor: couleur }} aria-hidden />
          <span className={styles.siteName}>{nom}</span>
          <span className="hub-dim hub-small">{own ? code : formatCount(personnes, 'personne', 'personnes')}</span>
        </Link>
      </li>
    ))}
  </ul>
);

const sentenceOf = ({ personnes, absents }: Today): string =>
  [
    formatCount(personnes, 'personne prévue', 'personnes prévues'),
    ...(absents > 0 ? [formatCount(absents, 'absente', 'absentes')] : []),
  ].join(' · ');

/** `own`: a compagnon, who reads of himself alone. */
export const AujourdHui = ({ today, own }: { today: Today; own: boolean }): ReactNode => (
  <Section
    title={`Aujourd’hui, ${formatWholeDay(today.jour)}`}
    action={
      <Link to="/planning" className="hub-link">
        {own ? 'Mon planning' : 'Voir le planning'}
      </Link>
    }
  >
    {!own && today.personnes + today.absents > 0 && <p className="hub-dim">{sentenceOf(today)}</p>}
    {today.chantiers.length > 0 && <Sites today={today} own={own} />}
    {today.chantiers.length === 0 && (
      <Empty title={own ? 'Rien de prévu aujourd’hui' : 'Personne n’est prévu aujourd’hui'}>
        {own
          ? 'Votre chantier du jour apparaîtra ici dès qu’il sera posé au planning.'
          : 'Les chantiers du jour et leurs personnes apparaîtront ici dès qu’ils seront posés au planning.'}
      </Empty>
    )}
  </Section>
);
