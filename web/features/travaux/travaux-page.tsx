// Background work that gave up: what it was, why, and the two ways out.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { TravailEchoue } from '#contract/travail.ts';
import { formatCount } from '../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../lib/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Ask } from '../../ui/dialogs.tsx';
import { Empty, Failure, Notice } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { ignoreTravail, retryTravail, travauxQuery } from './api.ts';
import styles from './travaux.module.css';

function Actions({ travail }: { travail: TravailEchoue }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const renew = () => client.invalidateQueries({ queryKey: travauxQuery.queryKey });
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => retryTravail(travail.id),
    onSuccess: () => notifications.show({ message: `« ${travail.libelle} » est relancé.` }),
    onSettled: renew,
  });
  const ignore = async () => {
    await ignoreTravail(travail.id).finally(renew);
    notifications.show({ message: `« ${travail.libelle} » est ignoré.` });
  };
  return (
    <div className={styles.actions}>
      <Button
        size="xs"
        variant="default"
        loading={isPending}
        leftSection={<IconRefresh size={16} aria-hidden />}
        aria-label={`Relancer « ${travail.libelle} »`}
        onClick={() => mutate()}
      >
        Relancer
      </Button>
      <Button size="xs" variant="default" aria-label={`Ignorer « ${travail.libelle} »`} onClick={() => setAsking(true)}>
        Ignorer
      </Button>
      {error && <Failure error={error} />}
      <Ask
        opened={asking}
        title={`Ignorer « ${travail.libelle} » ?`}
        consequence="Ce travail ne sera pas refait. Il quitte cette liste ; son erreur reste dans le journal du hub."
        action="Ignorer"
        onClose={() => setAsking(false)}
        onConfirm={ignore}
      />
    </div>
  );
}

const COLUMNS: Column<TravailEchoue>[] = [
  {
    name: 'Travail',
    heading: true,
    cell: ({ libelle, travail, fois }) => (
      <>
        {fois > 1 ? `${libelle}, ${formatCount(fois, 'fois', 'fois')}` : libelle}{' '}
        <code className={styles.name}>{travail}</code>
      </>
    ),
  },
  { name: 'Échoué', labelled: true, cell: ({ echoue_at }) => <Since at={echoue_at} /> },
  { name: 'Essais', numeric: true, labelled: true, cell: ({ essais }) => essais },
  {
    name: 'Pourquoi',
    cell: ({ erreur, contenu }) => (
      <>
        <span className="hub-small hub-clip">{erreur ?? 'Le processus s’est arrêté en plein travail.'}</span>
        <details className={styles.details}>
          <summary>Détail</summary>
          <code className="hub-clip">{contenu}</code>
        </details>
      </>
    ),
  },
  { name: 'Action', cell: travail => <Actions travail={travail} /> },
];

function List(): ReactNode {
  const { data, error, refetch } = useQuery(travauxQuery);
  if (error) return <Failure error={error} retry={refetch} right="voir les travaux en échec" />;
  if (!data) return <WaitingRows rows={4} />;
  if (data.items.length === 0)
    return (
      <Empty title="Aucun travail en échec">
        Lectures, envois et sauvegardes se refont d’eux-mêmes plusieurs fois. Ceux qui échouent toujours apparaîtront
        ici, avec leur erreur, à relancer ou à ignorer.
      </Empty>
    );
  return <DataTable caption="Travaux en échec" columns={COLUMNS} rows={data.items} />;
}

export function TravauxPage(): ReactNode {
  const allowed = isAdministrateur(useMoi());
  const { data } = useQuery({ ...travauxQuery, enabled: allowed });
  const count = data?.items.length ?? 0;
  return (
    <Page
      title="Travaux en échec"
      sentence={
        data &&
        (count === 0
          ? 'Tout ce qui se fait en arrière-plan aboutit.'
          : `${formatCount(count, 'travail attend', 'travaux attendent')} une réponse : relancer, ou ignorer`)
      }
    >
      {allowed ? (
        <List />
      ) : (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Les travaux en échec sont réservés aux administrateurs.</p>
        </Notice>
      )}
    </Page>
  );
}
