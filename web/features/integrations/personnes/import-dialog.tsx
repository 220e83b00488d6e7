// Adding here those of the ERP who are nobody yet: tried first, told line by line, then done.
import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { PersonnesErpImportees } from '#contract/personne-erp.ts';
import { formatCount } from '../../../lib/format.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { type State, StateMark } from '../../../ui/state-mark.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { importPersonnes, renewPersonnes } from './api.ts';

type Item = PersonnesErpImportees['items'][number];

const WORDS: Record<Item['action'], { state: State; planned: string }> = {
  creee: { state: 'vert', planned: 'Sera ajoutée' },
  reliee: { state: 'vert', planned: 'Sera reliée' },
  mise_de_cote: { state: 'ambre', planned: 'Laissée de côté' },
};

const COLUMNS: Column<Item>[] = [
  { name: 'Personne', heading: true, cell: ({ libelle }) => libelle },
  {
    name: 'Ce qui se passera',
    cell: ({ action }) => <StateMark state={WORDS[action].state}>{WORDS[action].planned}</StateMark>,
  },
  { name: 'Pourquoi', cell: ({ raison }) => raison && <span className="hub-small">{raison}</span> },
];

const count = (items: Item[], action: Item['action']) => items.filter(item => item.action === action).length;

function sayDone(items: Item[]): string {
  const [made, linked, aside] = [count(items, 'creee'), count(items, 'reliee'), count(items, 'mise_de_cote')];
  return [
    formatCount(made, 'personne ajoutée', 'personnes ajoutées'),
    ...(linked > 0 ? [formatCount(linked, 'reliée', 'reliées')] : []),
    ...(aside > 0 ? [formatCount(aside, 'laissée de côté', 'laissées de côté')] : []),
  ].join(', ');
}

type ImportProps = { ids: string[]; onClose: () => void; onDone: () => void };

function Preview({ ids, onClose, onDone }: ImportProps): ReactNode {
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const tried = useQuery({
    queryKey: ['personnes-erp', 'essai', ids],
    queryFn: () => importPersonnes(ids, { essai: true, key: crypto.randomUUID() }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => importPersonnes(ids, { essai: false, key }),
    onSuccess: async ({ items }) => {
      notifications.show({ message: `${sayDone(items)}.` });
      void client.invalidateQueries({ queryKey: ['personnes'] });
      onDone();
      await renewPersonnes(client);
    },
  });
  const items = tried.data?.items ?? [];
  const made = count(items, 'creee') + count(items, 'reliee');
  return (
    <div className="hub-stack">
      <p>
        Rien n’est encore écrit. Les personnes ajoutées seront des compagnons employés : complétez leur fiche ensuite.
      </p>
      {tried.error && <Failure error={tried.error} retry={tried.refetch} right="ajouter des personnes" />}
      {!tried.data && !tried.error && <WaitingRows rows={Math.min(ids.length, 5)} />}
      {items.length > 0 && <DataTable caption="Personnes de l’ERP à ajouter ici" columns={COLUMNS} rows={items} />}
      {error && <Failure error={error} />}
      <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Annuler
        </Button>
        <Button disabled={made === 0} loading={isPending} onClick={() => mutate()}>
          {made === 0 ? 'Aucune à ajouter' : `Ajouter ${formatCount(made, 'personne', 'personnes')}`}
        </Button>
      </div>
    </div>
  );
}

export const ImportDialog = (props: ImportProps): ReactNode => (
  <Modal
    opened
    onClose={props.onClose}
    title="Ajouter ici des personnes de l’ERP"
    size="44rem"
    centered
    closeButtonProps={{ 'aria-label': 'Fermer' }}
    transitionProps={{ duration: 120 }}
  >
    <Preview {...props} />
  </Modal>
);
