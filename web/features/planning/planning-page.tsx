// The planning, as the one who looks at it needs it: his own days, a day for a thumb, or the whole week on a desk.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { semaineDe } from '#contract/calendrier.ts';
import { formatCount, parisDay } from '../../lib/format.ts';
import { type Moi, useMoi } from '../../lib/session.ts';
import { useIsPhone } from '../../ui/data-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { planningQuery } from './api.ts';
import { OwnPlanning } from './phone/own-planning.tsx';
import { VueTabs } from './toolbar.tsx';
import { WeekBoard } from './week-board.tsx';

const route = getRouteApi('/app/planning');

const AbsencesLink = ({ own }: { own: boolean }): ReactNode => (
  <Button component={Link} to="/absences" variant="default">
    {own ? 'Mes absences' : 'Absences'}
  </Button>
);

const TABS = [
  { vue: 'personnes', name: 'Personnes' },
  { vue: 'chantiers', name: 'Chantiers' },
  { vue: 'moi', name: 'Mon planning' },
] as const;

const seesOnlyOwn = (moi: Moi) => moi.role === 'compagnon' && !moi.gestionnaire_paie;

const Own = ({ moi, today, tabs }: { moi: Moi; today: string; tabs: ReactNode }): ReactNode => (
  <Page title="Mon planning" sentence="Vos deux prochaines semaines" action={<AbsencesLink own />}>
    {tabs}
    <OwnPlanning personne_id={moi.id} today={today} />
  </Page>
);

function Week({ semaine, today, tabs }: { semaine: string; today: string; tabs: ReactNode }): ReactNode {
  const { data, error, refetch, isPlaceholderData } = useQuery(planningQuery({ semaine }));
  const planned = new Set([...(data?.affectations ?? []), ...(data?.ailleurs ?? [])].map(one => one.personne_id)).size;
  const sentence =
    data &&
    `${formatCount(planned, 'personne planifiée', 'personnes planifiées')} sur ${data.personnes.length}${
      data.peut_planifier ? '' : ' · lecture seule'
    }`;
  return (
    <Page title="Planning" sentence={sentence} action={<AbsencesLink own={false} />}>
      {error && <Failure error={error} retry={refetch} right="lire le planning" />}
      {!data && !error && <WaitingRows rows={12} />}
      {data && <WeekBoard key={data.semaine} planning={data} today={today} tabs={tabs} settling={isPlaceholderData} />}
    </Page>
  );
}

export function PlanningPage(): ReactNode {
  const { semaine, vue, jour } = route.useSearch();
  const moi = useMoi();
  const isPhone = useIsPhone();
  const today = parisDay(useNow());
  if (seesOnlyOwn(moi)) return <Own moi={moi} today={today} tabs={null} />;
  const shown = vue ?? 'personnes';
  const tabs = <VueTabs tabs={TABS.filter(tab => !isPhone || tab.vue !== 'chantiers')} current={shown} />;
  if (shown === 'moi') return <Own moi={moi} today={today} tabs={tabs} />;
  return <Week semaine={semaine ?? semaineDe(jour ?? today)} today={today} tabs={tabs} />;
}
