import type { ItemLotPersonnes } from '#contract/personne.ts';
import type { Unit } from '#platform/unit.ts';
import { folded } from './rules.ts';
import { type Doublon, findDoublons, type Look } from './sql/lot.ts';
import { toE164 } from './to-e164.ts';

/** Whom the lines of a lot resemble: people who are there, and lines before them that were written. */
export type Known = { of: (n: number) => Doublon[]; add: (n: number) => void };

const MAX_DOUBLONS = 10;

export async function resembling(unit: Unit, items: readonly ItemLotPersonnes[]): Promise<Known> {
  const looks = items.map(lookOf);
  const there = Map.groupBy(await findDoublons(unit, looks), found => found.n);
  /** The first written line for each thing that a line is recognised by. */
  const lines = new Map<string, number>();
  const inLot = (n: number): Doublon[] => {
    const found = marksOf(looks[n]!).find(([mark]) => lines.has(mark));
    if (!found) return [];
    const [mark, par] = found;
    const { nom = '', prenom = '' } = items[lines.get(mark)!]!;
    return [{ personne_id: null, nom, prenom, par }];
  };
  return {
    of: n => [...(there.get(n) ?? []).map(({ n: _, ...doublon }) => doublon), ...inLot(n)].slice(0, MAX_DOUBLONS),
    add: n => {
      for (const [mark] of marksOf(looks[n]!)) if (!lines.has(mark)) lines.set(mark, n);
    },
  };
}

function lookOf(item: ItemLotPersonnes, n: number): Look {
  const { personne_id = null, matricule = null, email = null, telephone, nom, prenom } = item;
  const noms = nom && prenom ? [folded(`${nom} ${prenom}`), folded(`${prenom} ${nom}`)] : [];
  return { n, personne_id, matricule, email, telephone: telephone ? toE164(telephone) : null, noms };
}

/** Surest first. */
function marksOf({ matricule, email, telephone, noms }: Look): [string, Doublon['par']][] {
  return [
    ...(matricule ? [[`m ${matricule}`, 'matricule'] as [string, 'matricule']] : []),
    ...(email ? [[`e ${email}`, 'email'] as [string, 'email']] : []),
    ...(telephone ? [[`t ${telephone}`, 'telephone'] as [string, 'telephone']] : []),
    ...noms.map(name => [`n ${name}`, 'nom'] as [string, 'nom']),
  ];
}
