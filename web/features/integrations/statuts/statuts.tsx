// The statuses of the ERP and ours, side by side: proposed by the hub, decided by a person.
import { Button, NativeSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { Mapping } from '#contract/mapping.ts';
import { STATUTS_CHANTIER, StatutChantier } from '#contract/values.ts';
import { isProblem } from '../../../lib/api.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { Empty, Failure, Notice } from '../../../ui/failure.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { mappingsQuery } from '../api.ts';
import styles from './statuts.module.css';
import { proposedOf, useRelate } from './use-relate.ts';

const OPTIONS = [
  { value: '', label: 'À relier' },
  ...Object.entries(STATUTS_CHANTIER).map(([value, label]) => ({ value, label })),
];

const sayDone = (valeur: StatutChantier | null, libelle: string) =>
  valeur === null ? `« ${libelle} » n’est plus relié.` : `« ${libelle} » est relié à « ${STATUTS_CHANTIER[valeur]} ».`;

/** A choice already made is shown as it is; a proposition is shown chosen, and waits for its « Relier ». */
function StatutChoice({ mapping }: { mapping: Mapping }): ReactNode {
  const { libelle, valeur, proposition } = mapping;
  const [draft, setDraft] = useState<StatutChantier | null | undefined>();
  const { mutate, isPending, error } = useRelate(mapping.link_id);
  const select = useRef<HTMLSelectElement>(null);
  const shown = draft === undefined ? (valeur ?? proposition) : draft;
  const relate = () =>
    mutate([{ mapping, valeur: shown }], {
      onSuccess: () => notifications.show({ message: sayDone(shown, libelle) }),
      // The button goes with what it did: the place one was at stays.
      onSettled: () => {
        setDraft(undefined);
        select.current?.focus();
      },
    });
  return (
    <div className={styles.choice}>
      <NativeSelect
        ref={select}
        aria-label={`Statut dans le hub pour « ${libelle} »`}
        data={OPTIONS}
        value={shown ?? ''}
        onChange={event => setDraft(StatutChantier.safeParse(event.currentTarget.value).data ?? null)}
      />
      {shown !== valeur && (
        <Button
          loading={isPending}
          aria-label={shown === null ? `Ne plus relier « ${libelle} »` : `Relier « ${libelle} »`}
          onClick={relate}
        >
          {shown === null ? 'Ne plus relier' : 'Relier'}
        </Button>
      )}
      {shown === 'receptionne' && valeur !== 'receptionne' && (
        <p className={styles.note}>La réception est un acte juridique : ne reliez ce statut que s’il la constate.</p>
      )}
      {isProblem(error, 'precondition.failed') && (
        <p className={styles.note} role="alert">
          Quelqu’un l’a changé entre-temps : voici sa valeur enregistrée.
        </p>
      )}
      {error && !isProblem(error, 'precondition.failed') && <Failure error={error} />}
    </div>
  );
}

const columnsFor = (canChange: boolean): Column<Mapping>[] => [
  { name: 'Statut dans l’ERP', heading: true, cell: ({ libelle }) => libelle },
  { name: 'Chantiers', numeric: true, labelled: true, cell: ({ chantiers }) => formatNumber(chantiers) },
  {
    name: 'État',
    cell: ({ valeur }) =>
      valeur === null ? <StateMark state="ambre">À relier</StateMark> : <StateMark state="vert">Relié</StateMark>,
  },
  {
    name: 'Statut dans le hub',
    cell: mapping =>
      canChange ? (
        <StatutChoice mapping={mapping} />
      ) : mapping.valeur === null ? null : (
        STATUTS_CHANTIER[mapping.valeur]
      ),
  },
];

type ConfirmProps = { link_id: string; mappings: Mapping[]; onDone: () => void };
function ConfirmAll({ link_id, mappings, onDone }: ConfirmProps): ReactNode {
  const proposed = proposedOf(mappings);
  const { mutate, isPending, error } = useRelate(link_id);
  if (proposed.length === 0 && !error) return null;
  const count = formatCount(proposed.length, 'proposition', 'propositions');
  return (
    <Notice state="ambre" title={`Le hub propose ${formatCount(proposed.length, 'correspondance', 'correspondances')}`}>
      <p>Relisez-les ci-dessous : rien n’est relié sans votre accord.</p>
      <ul className="hub-plain">
        {proposed.map(({ mapping, valeur }) => (
          <li key={mapping.id}>
            « {mapping.libelle} » → « {valeur && STATUTS_CHANTIER[valeur]} »
          </li>
        ))}
      </ul>
      {error && <Failure error={error} />}
      <div>
        <Button
          loading={isPending}
          onClick={() =>
            mutate(proposed, {
              onSuccess: () => {
                notifications.show({ message: `Relié : ${count}.` });
                onDone();
              },
            })
          }
        >
          Confirmer {proposed.length < 2 ? 'cette proposition' : `ces ${count}`}
        </Button>
      </div>
    </Notice>
  );
}

export function Statuts({ link_id }: { link_id: string }): ReactNode {
  const { data, error, refetch } = useQuery(mappingsQuery(link_id));
  const admin = isAdministrateur(useMoi());
  const here = useRef<HTMLDivElement>(null);
  if (error) return <Failure error={error} retry={refetch} right="lire les statuts à relier" />;
  if (!data) return <WaitingRows rows={4} />;
  if (data.items.length === 0)
    return (
      <Empty title="Aucun statut connu pour l’instant">
        Les statuts de l’ERP apparaîtront ici à la première lecture, pour être reliés aux quatre statuts du hub.
      </Empty>
    );
  return (
    <div className="hub-stack" ref={here} tabIndex={-1}>
      {admin && <ConfirmAll link_id={link_id} mappings={data.items} onDone={() => here.current?.focus()} />}
      <DataTable caption="Statuts de l’ERP" columns={columnsFor(admin)} rows={data.items} />
    </div>
  );
}
