// Corrections that the ERP takes no more in their place: for a person to carry over, and to say where.

import { Button, NativeSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { formatDay } from '#contract/dates.ts';
import type { RegularisationErp } from '#contract/export.ts';
import { RAISONS_LIGNE } from '#contract/values.ts';
import { regularisationsQuery, renewEnvois, reportRegularisation } from '../../../lib/envois.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { currentCursor } from '../../../lib/paging.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/failure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { PagedList } from '../../../ui/paged-list.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since } from '../../../ui/time.tsx';
import { NoteDialog } from '../lignes/note-dialog.tsx';

const route = getRouteApi('/app/envois');
const LIMIT = 50;

/** `+ 1 h 30`, `− 7 h`: what is to be added over there, or taken away. */
const sayGap = (minutes: number): string => `${minutes > 0 ? '+' : '−'}\u00a0${formatMinutes(Math.abs(minutes))}`;

function Report({ item }: { item: RegularisationErp }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { mutateAsync } = useMutation({
    mutationFn: (note: string) => reportRegularisation(item.id, note),
    onSuccess: () => notifications.show({ message: 'Régularisation reportée.' }),
    onSettled: () => renewEnvois(client),
  });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconCheck size={16} aria-hidden />}
        aria-label={`Reportée : ${item.personne}, ${formatDay(item.jour)}, ${sayGap(item.minutes)}`}
        onClick={() => setAsking(true)}
      >
        Reportée…
      </Button>
      <NoteDialog
        opened={asking}
        title="Régularisation reportée"
        consequence={`${item.personne}, ${formatDay(item.jour)} : ${sayGap(item.minutes)} par rapport à ce que l’ERP contient.`}
        label="Où et comment"
        placeholder="Ajouté au bulletin de décembre"
        action="Noter comme reportée"
        onClose={() => setAsking(false)}
        onConfirm={mutateAsync}
      />
    </>
  );
}

const columnsOf = (allowed: boolean): Column<RegularisationErp>[] => [
  { name: 'Personne', heading: true, cell: ({ personne }) => personne },
  { name: 'Jour', cell: ({ jour }) => <time dateTime={jour}>{formatDay(jour)}</time> },
  { name: 'Chantier', cell: ({ chantier }) => chantier },
  { name: 'Écart', numeric: true, labelled: true, cell: ({ minutes }) => sayGap(minutes) },
  {
    name: 'Pourquoi',
    cell: ({ raison }) => <span className="hub-small">{raison.phrase || RAISONS_LIGNE[raison.code]}</span>,
  },
  {
    name: 'État',
    cell: item =>
      item.reportee ? (
        <span className="hub-small">
          <StateMark state="vert">Reportée</StateMark> « {item.reportee.note} », {item.reportee.par ?? 'une personne'},{' '}
          <Since at={item.reportee.at} spoken />
        </span>
      ) : allowed ? (
        <Report item={item} />
      ) : (
        <StateMark state="ambre">À reporter</StateMark>
      ),
  },
];

const SHOWN = [
  { value: '', label: 'À reporter' },
  { value: 'oui', label: 'Reportées' },
  { value: 'toutes', label: 'Toutes' },
];

export function Regularisations(): ReactNode {
  const search = route.useSearch();
  const { connexion, reportee, suite } = search;
  const navigate = useNavigate({ from: '/envois' });
  const allowed = canDoPaie(useMoi());
  const answer = useQuery(
    regularisationsQuery({
      link_id: connexion,
      ...(reportee === 'toutes' ? {} : { reportee: reportee ?? ('non' as const) }),
      cursor: currentCursor(suite),
      limit: LIMIT,
    }),
  );
  return (
    <>
      <p>
        Ces écarts ne peuvent plus partir à leur place : la semaine est verrouillée dans l’ERP, le chantier y est fermé,
        ou le mois de paie est clôturé.
      </p>
      <Filters>
        <NativeSelect
          label="Montrer"
          data={SHOWN}
          value={reportee ?? ''}
          onChange={event =>
            void navigate({
              search: {
                ...search,
                reportee: (event.currentTarget.value || undefined) as typeof reportee,
                suite: undefined,
              },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </Filters>
      <PagedList
        answer={answer}
        search={search}
        right="lire les régularisations"
        waiting={5}
        nothing={
          <Empty title="Aucun écart à reporter">
            Une correction faite après verrouillage ou clôture apparaîtra ici, en plus ou en moins de ce que l’ERP
            contient.
          </Empty>
        }
      >
        {items => <DataTable caption="Écarts à reporter dans l’ERP" columns={columnsOf(allowed)} rows={items} />}
      </PagedList>
    </>
  );
}
