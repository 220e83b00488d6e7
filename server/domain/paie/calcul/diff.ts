// What is to be written so that the variables of a week say what the rules find. Pure.
import { moisDe } from '#contract/calendrier.ts';
import type { Existante, Heures, Pointage, Semaine, SemaineLue, Trouvee } from './types.ts';

export type Writes = {
  insert: Trouvee[];
  update: (Trouvee & { id: string })[];
  remove: string[];
  /** Of closed months, which are not written any more: what a later one is to carry, in more or in less. */
  corrections: Trouvee[];
};

/**
 * What counts of a pointage. While its month is open, what was entered last, unless it was rejected; once it is closed, and while
 * it is being closed, what was validated last (decision 0034).
 */
function contentOf(pointage: Pointage, validatedOnly: boolean): Heures[] {
  if (!validatedOnly && pointage.statut !== 'rejete') return [pointage];
  const { valide_minutes, valide_plages } = pointage;
  return valide_minutes === null ? [] : [{ ...pointage, minutes: valide_minutes, plages: valide_plages ?? [] }];
}

/** `validated`: months of which only validated hours count. */
export const semaineOf = (lue: SemaineLue, validated: ReadonlySet<string>): Semaine => ({
  debut: lue.debut,
  personne: lue,
  heures: lue.pointages.flatMap(pointage => contentOf(pointage, validated.has(moisDe(pointage.jour)))),
  absences: lue.absences,
  main: lue.variables.filter(({ origine }) => origine === 'main'),
});

const nameOf = ({ jour, rubrique }: { jour: string; rubrique: string }): string => `${jour} ${rubrique}`;

export function diff(lue: SemaineLue, found: readonly Trouvee[], closed: ReadonlySet<string>): Writes {
  const writes: Writes = { insert: [], update: [], remove: [], corrections: [] };
  const wanted = new Map(found.map(one => [nameOf(one), one]));
  const present = new Map(lue.variables.filter(({ origine }) => origine === 'auto').map(one => [nameOf(one), one]));
  const isClosed = ({ jour }: { jour: string }) => closed.has(moisDe(jour));
  for (const one of present.values()) {
    if (!isClosed(one) && !wanted.has(nameOf(one))) writes.remove.push(one.id);
  }
  for (const [name, one] of wanted) {
    if (isClosed(one)) continue;
    const there = present.get(name);
    if (!there) writes.insert.push(one);
    else if (differs(one, there)) writes.update.push({ ...one, id: there.id });
  }
  writes.corrections = correctionsOf(lue, { wanted, present, isClosed });
  return writes;
}

const differs = (one: Trouvee, there: Existante): boolean =>
  one.quantite !== there.quantite || one.zone !== there.zone || one.chantier_id !== there.chantier_id;

type Sides = {
  wanted: ReadonlyMap<string, Trouvee>;
  present: ReadonlyMap<string, Existante>;
  isClosed: (one: { jour: string }) => boolean;
};

/** A closed day and its corrections together say what the rules find: reckoned again, it gives nothing more. */
function correctionsOf(lue: SemaineLue, { wanted, present, isClosed }: Sides): Trouvee[] {
  const told = new Map(lue.regularisees.map(one => [nameOf(one), one]));
  const byHand = new Set(lue.variables.filter(({ origine }) => origine === 'main').map(nameOf));
  const names = new Set([...wanted.keys(), ...present.keys(), ...told.keys()]);
  return [...names].flatMap(name => {
    const one = wanted.get(name) ?? present.get(name) ?? { ...told.get(name)!, zone: null, chantier_id: null };
    const quantite =
      (wanted.get(name)?.quantite ?? 0) - (present.get(name)?.quantite ?? 0) - (told.get(name)?.quantite ?? 0);
    const { jour, rubrique, zone, chantier_id } = one;
    const counts = isClosed(one) && quantite !== 0 && !byHand.has(name);
    return counts ? [{ jour, rubrique, quantite, zone, chantier_id }] : [];
  });
}
