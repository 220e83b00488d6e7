// What will be sent of a file: its good lines, as the person decided of those that resemble somebody. Pure.
import type { ItemLotPersonnes, ResultatLotPersonnes } from '#contract/personne.ts';
import { COLUMN_OF_PROBLEM, type Errors, type Row } from './rows.ts';

export type Result = ResultatLotPersonnes['items'][number];
/** By line: left out, made anyway, or the id of whom it updates. */
export type Choices = Record<number, 'ignorer' | 'creer' | string>;

export type Etat = 'nouvelle' | 'mise_a_jour' | 'ignoree' | 'a_decider' | 'refusee';
export type Planned = Row & { item: ItemLotPersonnes };

/** Those the hub is asked about. */
export const sendable = (rows: readonly Row[], choices: Choices): Planned[] =>
  rows.filter((row): row is Planned => row.item !== null && choices[row.line] !== 'ignorer');

export function itemOf({ line, item }: Planned, choices: Choices): ItemLotPersonnes {
  const choice = choices[line];
  const kept =
    choice && choice !== 'creer' ? { ...item, personne_id: choice } : { role: 'compagnon' as const, ...item };
  return choice === 'creer' ? { ...kept, creer_malgre: true } : kept;
}

export function etatOf(row: Row, result: Result | undefined, choices: Choices): Etat {
  if (row.item === null) return 'refusee';
  if (choices[row.line] === 'ignorer') return 'ignoree';
  if (!result) return 'nouvelle';
  if (result.status < 300) return result.status === 201 ? 'nouvelle' : 'mise_a_jour';
  return result.problem?.code === 'personne.duplicate' ? 'a_decider' : 'refusee';
}

/** What is wrong, by column; under `nom` what speaks of no cell. */
export function errorsOf(row: Row, result: Result | undefined): Errors {
  const problem = result?.problem;
  if (!problem || problem.code === 'personne.duplicate') return row.errors;
  return { ...row.errors, [COLUMN_OF_PROBLEM[problem.code] ?? 'nom']: problem.detail };
}

export type Counts = Record<Etat, number>;
export function countEtats(etats: readonly Etat[]): Counts {
  const counts: Counts = { nouvelle: 0, mise_a_jour: 0, ignoree: 0, a_decider: 0, refusee: 0 };
  for (const etat of etats) counts[etat] += 1;
  return counts;
}
