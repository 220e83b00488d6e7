// What this ERP allows, in words: as its connector says it, corrected by what its answers showed.
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { Section } from '../../../ui/page.tsx';

type Traits = ErpLink['traits'];
type Line = { id: string; name: string; words: string };

const INCREMENTAL: Record<Traits['incremental'], string> = {
  filter: 'L’ERP sait ne donner que ce qui a changé : une lecture courte suffit.',
  sorted_scan: 'L’ERP trie par date de changement : la lecture s’arrête à ce qui est déjà connu.',
  feed: 'L’ERP tient un fil de ses changements : rien n’échappe entre deux lectures.',
  none: 'L’ERP ne sait pas dire ce qui a changé : tout est relu à chaque fois.',
};
const DELETIONS: Record<Traits['deletions'], string> = {
  feed: 'L’ERP annonce ses suppressions.',
  sweep: 'Vues à la lecture complète : ce qui manque est vérifié un par un avant d’être supprimé ici.',
  none: 'L’ERP ne les montre pas : un chantier supprimé là-bas reste ici.',
};
const WRITE: Record<Traits['write'], string> = {
  create_delete: 'Une ligne se crée et se supprime, sans se modifier.',
  replace: 'Un jour se remplace en entier.',
  upsert: 'Une ligne se crée ou se modifie.',
  none: 'L’ERP ne reçoit rien.',
};
const DUPLICATES: Record<Traits['duplicates'], string> = {
  client_id: 'L’ERP reconnaît une ligne déjà reçue.',
  natural_key: 'L’ERP reconnaît une ligne de même personne, jour et chantier.',
  none: 'L’ERP ne les reconnaît pas : le hub vérifie avant de renvoyer.',
};

const COLUMNS: Column<Line>[] = [
  { name: 'Sujet', heading: true, cell: ({ name }) => name },
  { name: 'Ce que cela donne', cell: ({ words }) => words },
];

const linesOf = (traits: Traits): Line[] => [
  { id: 'incremental', name: 'Nouveautés', words: INCREMENTAL[traits.incremental] },
  { id: 'deletions', name: 'Suppressions', words: DELETIONS[traits.deletions] },
  { id: 'write', name: 'Envoi des heures', words: WRITE[traits.write] },
  { id: 'duplicates', name: 'Doublons à l’envoi', words: DUPLICATES[traits.duplicates] },
  {
    id: 'day',
    name: 'Variables de paie',
    words: traits.day_holds_variables
      ? 'Elles partent avec les heures du jour.'
      : 'Elles partent à part des heures du jour.',
  },
];

export const Capabilities = ({ traits, nom }: { traits: Traits; nom: string }): ReactNode => (
  <Section title={`Ce que ${nom} permet`}>
    <DataTable caption={`Ce que ${nom} permet`} columns={COLUMNS} rows={linesOf(traits)} />
  </Section>
);
