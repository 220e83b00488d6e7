import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { diff, semaineOf, type Writes } from './calcul/diff.ts';
import type { ReglagesLe, SemaineDe, SemaineLue } from './calcul/types.ts';
import { variablesOf } from './calcul/week.ts';
import { recordRegularisations } from './record-regularisations.ts';
import { listMoisClotures, readSemaines, takePersonnesTurn, writeVariables } from './sql/calcul.ts';
import { listReglages } from './sql/reglages.ts';

/** `motif`: why hours of a closed month change; it is said on the lines that correct it. */
type Why = { motif?: string | undefined };
const SANS_MOTIF = 'Heures ou absences changées après la clôture';

/**
 * Has the automatic variables of these weeks (a person, a Monday) say what the rules find now. Call it after hours or absences
 * were written, in the same unit. Only differences are written; what people wrote stays. A closed month is never touched: its
 * difference becomes lines of the first open month, once. As many statements for one week as for three hundred.
 */
export async function recomputeVariables(
  unit: Unit,
  semaines: readonly SemaineDe[],
  { motif }: Why = {},
): Promise<void> {
  if (semaines.length === 0) return;
  await takePersonnesTurn(
    unit,
    semaines.map(({ personne_id }) => personne_id),
  );
  const closed = await listMoisClotures(unit);
  await reckon(unit, semaines, { closed, validated: closed, motif: motif ?? SANS_MOTIF });
}

/**
 * The last reckoning of a month, before it is closed: of its hours only those that are validated count. The caller holds the turn
 * of the periods.
 */
export async function settleVariables(unit: Unit, semaines: readonly SemaineDe[], mois: string): Promise<void> {
  const closed = await listMoisClotures(unit);
  await reckon(unit, semaines, { closed, validated: new Set([...closed, mois]), motif: SANS_MOTIF });
}

type Terms = { closed: ReadonlySet<string>; validated: ReadonlySet<string>; motif: string };

async function reckon(unit: Unit, semaines: readonly SemaineDe[], { closed, validated, motif }: Terms): Promise<void> {
  const once = new Map(semaines.map(({ personne_id, debut }) => [`${personne_id} ${debut}`, { personne_id, debut }]));
  const lues = await readSemaines(unit, [...once.values()]);
  const reglagesLe = await datedReglages(unit);
  const each = lues.map(lue => ({
    lue,
    writes: diff(lue, variablesOf(semaineOf(lue, validated), reglagesLe), closed),
  }));
  const of = <T>(pick: (writes: Writes, lue: SemaineLue) => T[]) =>
    each.flatMap(({ lue, writes }) => pick(writes, lue));
  await writeVariables(unit, {
    insert: of(({ insert }, { personne_id }) => insert.map(one => ({ ...one, id: newId(), personne_id }))),
    update: of(({ update }) => update),
    remove: of(({ remove }) => remove),
  });
  await recordRegularisations(
    unit,
    of(({ corrections }, { personne_id }) => corrections.map(one => ({ ...one, personne_id, motif }))),
  );
}

async function datedReglages(unit: Unit): Promise<ReglagesLe> {
  const all = await listReglages(unit);
  return jour => all.find(({ effet_du }) => effet_du <= jour) ?? all.at(-1)!;
}
