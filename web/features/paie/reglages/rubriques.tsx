// The catalogue of pay: how each rubrique is called here, and in the payroll program.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Rubrique, UpdateRubrique } from '#contract/paie.ts';
import { GROUPES_RUBRIQUE, UNITES_RUBRIQUE } from '#contract/values.ts';
import { type Column, DataTable, openerClass } from '../../../ui/data-table.tsx';
import { Side } from '../../../ui/dialogs.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { forgetPaie, rubriquesQuery } from '../../../ui/paie/api.ts';
import { changedFields, SchemaForm } from '../../../ui/schema-form.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { updateRubrique } from '../api.ts';

type Row = Rubrique & { id: string };

const columnsFor = (open: (row: Row) => void): Column<Row>[] => [
  {
    name: 'Libellé',
    heading: true,
    cell: row => (
      <Button variant="transparent" size="compact-sm" px={0} className={openerClass} onClick={() => open(row)}>
        {row.libelle}
      </Button>
    ),
  },
  { name: 'Groupe', cell: ({ groupe }) => GROUPES_RUBRIQUE[groupe] },
  { name: 'Unité', labelled: true, cell: ({ unite }) => UNITES_RUBRIQUE[unite].replace(/ \(.*/, '') },
  {
    name: 'Code en paie',
    labelled: true,
    cell: ({ code_paie }) => code_paie ?? <span className="hub-dim">aucun</span>,
  },
  { name: 'Écrite', labelled: true, cell: ({ automatique }) => (automatique ? 'par les règles' : 'à la main') },
  {
    name: 'État',
    cell: ({ active }) => (
      <StateMark state={active ? 'vert' : 'gris'}>{active ? 'Employée' : 'Non employée'}</StateMark>
    ),
  },
];

function Edit({ rubrique, onDone }: { rubrique: Rubrique; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  const [base] = useState(rubrique);
  const save = async (value: UpdateRubrique) => {
    const mine = changedFields(base, value);
    if (Object.keys(mine).length > 0) {
      await updateRubrique(base, mine).finally(() => forgetPaie(client));
      notifications.show({ message: 'Rubrique enregistrée.' });
    }
    onDone();
  };
  return (
    <SchemaForm
      schema={UpdateRubrique}
      initial={base}
      narrow
      guarded
      sections={[{ fields: ['libelle', 'code_paie', 'active'] }]}
      looks={{
        code_paie: { help: 'Celui de votre logiciel de paie : il part dans le fichier du mois' },
        active: { help: 'Non employée, elle ne s’ajoute plus à la main et les règles ne l’écrivent plus' },
      }}
      submit="Enregistrer"
      onCancel={onDone}
      onSubmit={save}
    />
  );
}

export function Rubriques(): ReactNode {
  const { data, error, refetch } = useQuery(rubriquesQuery);
  const [opened, setOpened] = useState<Rubrique | null>(null);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingRows rows={8} />;
  return (
    <>
      <DataTable
        caption="Rubriques de paie"
        columns={columnsFor(setOpened)}
        rows={data.map(rubrique => ({ ...rubrique, id: rubrique.code }))}
        onOpen={setOpened}
      />
      <Side opened={opened !== null} title={opened?.libelle ?? 'Rubrique'} onClose={() => setOpened(null)}>
        {opened && <Edit key={opened.code} rubrique={opened} onDone={() => setOpened(null)} />}
      </Side>
    </>
  );
}
