import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { OpenSession } from '#contract/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { endSession, openSessionsQuery } from './api.ts';
import { deviceName } from './device.ts';

type Row = z.infer<typeof OpenSession>;

const EndButton = ({ row }: { row: Row }): ReactNode => {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => endSession(row.id),
    onSuccess: () => notifications.show({ message: 'Session terminée.' }),
    onSettled: () => client.invalidateQueries({ queryKey: openSessionsQuery.queryKey }),
  });
  if (row.current) return <span className="hub-dim">Cette session</span>;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={isPending}
        aria-label={`Terminer la session ${deviceName(row)}`}
        onClick={() => mutate()}
      >
        Terminer
      </Button>
      {error && <Failure error={error} />}
    </>
  );
};

const COLUMNS: Column<Row>[] = [
  { name: 'Appareil', heading: true, cell: deviceName },
  { name: 'Adresse', labelled: true, cell: ({ ip }) => ip ?? 'inconnue' },
  { name: 'Ouverte', labelled: true, cell: ({ signed_in_at }) => <Since at={signed_in_at} /> },
  { name: 'Vue', labelled: true, cell: ({ seen_at }) => <Since at={seen_at} /> },
  { name: 'Action', cell: row => <EndButton row={row} /> },
];

export function OpenSessions(): ReactNode {
  const { data, error, refetch } = useQuery(openSessionsQuery);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingRows rows={2} />;
  return <DataTable caption="Vos sessions ouvertes" columns={COLUMNS} rows={data.items} />;
}
