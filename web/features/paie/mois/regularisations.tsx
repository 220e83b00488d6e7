// Corrections of closed months that this one carries: what, how much, of which day, why.

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatDay, formatMonth } from '#contract/dates.ts';
import type { Regularisation, Rubrique } from '#contract/paie.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { rubriquesQuery } from '../../../ui/paie/api.ts';
import { fullName, quantiteWords } from '../../../ui/paie/words.ts';
import { Since } from '../../../ui/time.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { regularisationsQuery } from '../api.ts';

const signed = (quantite: number, rubrique: Rubrique | undefined): string =>
  `${quantite > 0 ? '+' : ''}${quantiteWords(quantite, rubrique?.unite ?? 'nombre')}`;

const columnsFor = (rubriques: Map<string, Rubrique>): Column<Regularisation>[] => [
  { name: 'Compagnon', heading: true, cell: fullName },
  {
    name: 'Corrige',
    labelled: true,
    cell: ({ jour, mois_origine }) => `${formatDay(jour)} (${formatMonth(mois_origine)})`,
  },
  { name: 'Rubrique', cell: ({ rubrique }) => rubriques.get(rubrique)?.libelle ?? rubrique },
  {
    name: 'Quantité',
    numeric: true,
    labelled: true,
    cell: ({ rubrique, quantite }) => signed(quantite, rubriques.get(rubrique)),
  },
  { name: 'Motif', cell: ({ motif }) => <span className="hub-clip">{motif}</span> },
  {
    name: 'Par',
    labelled: true,
    cell: ({ auteur, at }) => (
      <>
        {auteur ?? 'Le hub'}, <Since at={at} />
      </>
    ),
  },
];

export function Regularisations({ mois }: { mois: string }): ReactNode {
  const { data, error, refetch } = useQuery(regularisationsQuery(mois));
  const { data: rubriques } = useQuery(rubriquesQuery);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data || !rubriques) return <WaitingRows rows={2} />;
  if (data.length === 0)
    return (
      <p className="hub-dim">
        Aucune : ce qui est corrigé dans un mois déjà clôturé apparaît ici, dans le premier mois ouvert.
      </p>
    );
  return (
    <div>
      <DataTable
        caption={`Régularisations portées par ${formatMonth(mois)}`}
        columns={columnsFor(new Map(rubriques.map(rubrique => [rubrique.code, rubrique])))}
        rows={data}
      />
    </div>
  );
}
