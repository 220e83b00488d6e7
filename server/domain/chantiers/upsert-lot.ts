import type { Chantier, LotResult, Reference, UpsertLot } from '#contract/chantier.ts';
import { AppError, checkVersion, refused } from '#platform/errors.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import { toProblem } from '#platform/http/problem.ts';
import { inSavepoint } from '#platform/unit/savepoint.ts';
import type { Unit } from '#platform/unit.ts';
import { takeChantier } from './sql/chantiers.ts';
import { listByReferences, lockChantiers, takeSystemsTurn } from './sql/references.ts';
import { changeTaken, refuseHeldSystems, type Upserted, upsertKnown } from './upsert-by-reference.ts';

type Item = UpsertLot['items'][number];
type Outcome = Upserted | { refusal: AppError };
/** Ids by reference; what the lot itself makes is added. */
type Known = Map<string, string>;

const nameOf = ({ system, external_id }: Reference): string => `${system} ${external_id}`;

/**
 * Each item on its own, by the rules of single writes: one that is refused leaves no trace, and the others stand; with `atomique`,
 * none does. Matched in one statement, locked in one, told in one.
 */
export async function upsertLot(unit: Unit, { items, atomique }: UpsertLot): Promise<LotResult> {
  const known = await match(unit, items);
  const failed = (outcome: Outcome) => 'refusal' in outcome;
  try {
    const { result, events } = await inSavepoint(unit, async part => {
      const outcomes = await upsertEach(part, items, known);
      if (atomique && outcomes.some(failed)) throw new Abandoned(outcomes);
      return outcomes;
    });
    await unit.publishAll(events);
    return { items: result.map(outcome => resultOf(unit, outcome)) };
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    const refusal = refused('lot.abandoned');
    return { items: error.outcomes.map(outcome => resultOf(unit, 'refusal' in outcome ? outcome : { refusal })) };
  }
}

/** Undoes what an atomic lot wrote. */
class Abandoned extends Error {
  readonly outcomes: Outcome[];
  constructor(outcomes: Outcome[]) {
    super('an item of an atomic lot was refused');
    this.name = 'Abandoned';
    this.outcomes = outcomes;
  }
}

async function match(unit: Unit, items: Item[]): Promise<Known> {
  const references = items.flatMap(item => item.reference ?? []);
  await takeSystemsTurn(
    unit,
    references.map(({ system }) => system),
  );
  const found = await listByReferences(unit, references);
  const known = new Map(found.map(row => [nameOf(row), row.chantier_id]));
  await lockChantiers(unit, [...known.values(), ...items.flatMap(item => item.id ?? [])]);
  return known;
}

async function upsertEach(unit: Unit, items: Item[], known: Known): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const events: NewEvent[] = [];
  for (const [n, item] of items.entries()) {
    try {
      const done = await inSavepoint(unit, part => upsertOne(part, item, known));
      if (item.reference) known.set(nameOf(item.reference), done.result.chantier.id);
      events.push(...done.events);
      outcomes.push(done.result);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcomes.push({ refusal: placed(error, n) });
    }
  }
  await unit.publishAll(events);
  return outcomes;
}

async function upsertOne(
  unit: Unit,
  { id, reference, version, chantier: input }: Item,
  known: Known,
): Promise<Upserted> {
  const there = id ?? known.get(nameOf(reference!)) ?? null;
  if (reference) await refuseHeldSystems(unit, [reference.system]);
  if (version !== undefined && there) await checkThere(unit, there, version);
  if (reference) return await upsertKnown(unit, there, { reference, input });
  const before = await takeChantier(unit, id!);
  if (!before) throw refused('chantier.not_found');
  return { chantier: await changeTaken(unit, before, input), made: false };
}

async function checkThere(unit: Unit, id: string, version: number): Promise<void> {
  const before: Chantier | null = await takeChantier(unit, id);
  if (before) checkVersion(before, version);
}

/** Pointers of an item start at the item: they are told from the lot. */
function placed(error: AppError, n: number): AppError {
  const errors = error.extra.errors?.map(one => ({ ...one, pointer: `/items/${n}${one.pointer}` }));
  return errors ? new AppError(error.code, { ...error.extra, errors }) : error;
}

function resultOf(unit: Unit, outcome: Outcome): LotResult['items'][number] {
  if ('refusal' in outcome) {
    const { id: request_id = 'lot', language = 'fr' } = unit.request ?? {};
    const problem = toProblem(outcome.refusal, { request_id, language });
    return { status: problem.status, id: null, code: null, version: null, problem };
  }
  const { id, code, version } = outcome.chantier;
  return { status: outcome.made ? 201 : 200, id, code, version, problem: null };
}
