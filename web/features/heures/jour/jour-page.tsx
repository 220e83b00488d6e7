import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { semaineDe } from '#contract/calendrier.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { FEUILLES, feuilleQuery } from '../api.ts';
import { EnAttente } from '../attente/waiting.tsx';
import { MyWeek } from '../feuille/my-week.tsx';
import { KeptNotice } from '../kept-notice.tsx';
import { capital, today } from '../words.ts';
import { DayStrip } from './day-strip.tsx';
import styles from './jour.module.css';
import { MyDay } from './my-day.tsx';

const route = getRouteApi('/app/heures/jour');

const Others = (): ReactNode => {
  const moi = useMoi();
  if (moi.role === 'compagnon' && !moi.gestionnaire_paie) return null;
  return (
    <p className="hub-row">
      {moi.role !== 'compagnon' && (
        <Link to="/heures/equipe" className="hub-link">
          L’équipe du jour
        </Link>
      )}
      <Link to="/heures" className="hub-link">
        La semaine
      </Link>
    </p>
  );
};

export function JourPage(): ReactNode {
  const { jour = today() } = route.useSearch();
  const moi = useMoi();
  const semaine = semaineDe(jour);
  const { data, error, refetch } = useQuery(feuilleQuery(moi.id, semaine));
  return (
    <Page
      title="Mes heures"
      sentence={
        data
          ? `${capital(formatWholeDay(jour))} · ${formatMinutes(data.minutes)} cette semaine`
          : capital(formatWholeDay(jour))
      }
    >
      <div className={styles.page}>
        <Others />
        <KeptNotice of={FEUILLES} />
        <EnAttente />
        <DayStrip jour={jour} semaine={semaine} feuille={data} />
        {error && !data && <Failure error={error} retry={refetch} />}
        {!data && !error && <WaitingFacts facts={3} />}
        {data?.cloturee && (
          <Notice state="gris" title="Période de paie clôturée">
            <p>La gestionnaire de paie peut encore corriger ces heures ; demandez-le-lui.</p>
          </Notice>
        )}
        {data && <MyDay key={jour} jour={jour} feuille={data} />}
        {data && <MyWeek feuille={data} />}
      </div>
    </Page>
  );
}
