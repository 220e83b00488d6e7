// A person's next two weeks: where, when, how to get there, whom to call.

import { IconMapPin, IconPhone } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Affectation, Planning } from '#contract/affectation.ts';
import { ajouterJours, semaineDe } from '#contract/calendrier.ts';
import type { Chantier } from '#contract/chantier.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { formatPhone } from '../../../lib/format.ts';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { planningQuery, sitesQuery } from '../api.ts';
import { absenceWord } from '../board/board.ts';
import { hoursWord } from '../desk/block.tsx';
import { mapsLink } from './maps-link.ts';
import styles from './phone.module.css';

const DAYS = 14;

type DayPlan = { jour: string; ferie: string | undefined; absence: string | null; blocs: Affectation[] };

function daysFrom(today: string, weeks: Planning[], personne_id: string): DayPlan[] {
  return Array.from({ length: DAYS }, (_, n) => {
    const jour = ajouterJours(today, n);
    const week = weeks.find(({ semaine }) => semaine === semaineDe(jour));
    const absence = week?.absences.find(one => one.personne_id === personne_id && one.debut <= jour && jour <= one.fin);
    return {
      jour,
      ferie: week?.feries.find(one => one.jour === jour)?.nom,
      absence: absence ? absenceWord(absence) : null,
      blocs: week?.affectations.filter(one => one.personne_id === personne_id && one.jour === jour) ?? [],
    };
  });
}

const Site = ({ bloc, chantier }: { bloc: Affectation; chantier: Chantier | undefined }): ReactNode => {
  const maps = chantier && mapsLink(chantier);
  const contact = chantier?.contacts.find(({ telephone }) => telephone);
  return (
    <li className={styles.own} style={{ '--couleur': bloc.couleur } as React.CSSProperties}>
      <p>
        <Link to="/chantiers/$id" params={{ id: bloc.chantier_id }}>
          <strong>{bloc.chantier_nom}</strong>
        </Link>
        {` · ${hoursWord(bloc) || 'la journée'}`}
      </p>
      {bloc.note && <p>{bloc.note}</p>}
      {(maps || contact) && (
        <p className={styles.address}>
          {maps && (
            <a href={maps} target="_blank" rel="noreferrer">
              <IconMapPin size={18} aria-hidden />
              {chantier.adresse ?? 'Voir sur la carte'}
              <span className="hub-hidden"> (carte, nouvel onglet)</span>
            </a>
          )}
          {contact?.telephone && (
            <a href={`tel:${contact.telephone}`}>
              <IconPhone size={18} aria-hidden />
              {contact.nom}, {formatPhone(contact.telephone)}
            </a>
          )}
        </p>
      )}
    </li>
  );
};

type DayProps = { day: DayPlan; today: boolean; sites: Chantier[] };

const DaySection = ({ day, today, sites }: DayProps): ReactNode => (
  <section className={styles.day} data-today={today ? '' : undefined}>
    <h2 className={styles.dayName}>
      {today && 'Aujourd’hui, '}
      {formatWholeDay(day.jour)}
    </h2>
    {day.ferie && <p className="hub-dim">{day.ferie}</p>}
    {day.absence && <p className="hub-dim">{day.absence}</p>}
    {day.blocs.length > 0 && (
      <ul className="hub-plain">
        {day.blocs.map(bloc => (
          <Site key={bloc.id} bloc={bloc} chantier={sites.find(({ id }) => id === bloc.chantier_id)} />
        ))}
      </ul>
    )}
    {today && day.blocs.length === 0 && !day.absence && !day.ferie && <p className="hub-dim">Rien de prévu.</p>}
  </section>
);

type OwnProps = { personne_id: string; today: string };

export function OwnPlanning({ personne_id, today }: OwnProps): ReactNode {
  const semaines = [...new Set(Array.from({ length: DAYS }, (_, n) => semaineDe(ajouterJours(today, n))))];
  const reads = useQueries({ queries: semaines.map(semaine => planningQuery({ semaine, personne_id })) });
  const sites = useQuery(sitesQuery).data?.items ?? [];
  const failed = reads.find(({ error }) => error);
  const weeks = reads.flatMap(({ data }) => data ?? []);
  if (failed?.error)
    return <Failure error={failed.error} retry={() => void failed.refetch()} right="lire ce planning" />;
  if (weeks.length < semaines.length) return <WaitingRows rows={6} tall />;
  const days = daysFrom(today, weeks, personne_id);
  const shown = days.filter(
    ({ jour, blocs, absence, ferie }) => jour === today || blocs.length > 0 || absence || ferie,
  );
  const nothing = days.every(({ blocs, absence }) => blocs.length === 0 && !absence);
  return (
    <div>
      {shown.map(day => (
        <DaySection key={day.jour} day={day} today={day.jour === today} sites={sites} />
      ))}
      {nothing && (
        <Empty title="Rien n’est prévu pour ces deux semaines">
          Les chantiers apparaîtront ici dès qu’un conducteur les aura posés.
        </Empty>
      )}
    </div>
  );
}
