import {
  CreatePersonne,
  type ItemLotPersonnes,
  type LotPersonnes,
  type Personne,
  type ResultatLotPersonnes,
} from '#contract/personne.ts';
import { AppError, type FieldError, refused } from '#platform/errors.ts';
import { parsePart } from '#platform/http/parse.ts';
import { toProblem } from '#platform/http/problem.ts';
import { inSavepoint } from '#platform/unit/savepoint.ts';
import type { Unit } from '#platform/unit.ts';
import { addPersonne } from './create-personne.ts';
import { type Known, resembling } from './resembling.ts';
import { takePersonnes } from './sql/lot.ts';
import { takeAdministrateursTurn } from './sql/personnes.ts';
import { applyChange } from './update-personne.ts';

type Item = ItemLotPersonnes;
type Result = ResultatLotPersonnes['items'][number];
type Outcome = Pick<Result, 'doublons'> & ({ id: string; made: boolean } | { refusal: AppError });

/**
 * Each line on its own, by the rules of single writes: one that is refused leaves no trace, and the others stand. People are
 * taken, recognised and told in one statement each; a line costs its savepoint and its write. `essai` does all of it, and
 * undoes it.
 */
export async function upsertLot(unit: Unit, { items, essai }: LotPersonnes): Promise<ResultatLotPersonnes> {
  const ids = items.flatMap(item => item.personne_id ?? []);
  if (ids.length > 0) await takeAdministrateursTurn(unit);
  const taken = await takePersonnes(unit, ids);
  const known = await resembling(unit, items);
  try {
    const { result, events } = await inSavepoint(unit, async part => {
      const outcomes = await upsertEach(essai ? silent(part) : part, items, { taken, known });
      if (essai) throw new Tried(outcomes);
      return outcomes;
    });
    await unit.publishAll(events);
    return { items: result.map(outcome => resultOf(unit, outcome)) };
  } catch (error) {
    if (!(error instanceof Tried)) throw error;
    return { items: error.outcomes.map(outcome => ({ ...resultOf(unit, outcome), personne_id: null })) };
  }
}

/** Undoes what was only tried. */
class Tried extends Error {
  readonly outcomes: Outcome[];
  constructor(outcomes: Outcome[]) {
    super('only tried');
    this.name = 'Tried';
    this.outcomes = outcomes;
  }
}

/** What is only tried claims nothing in the security stream. */
const silent = (unit: Unit): Unit => ({ ...unit, security: () => {} });

type Around = { taken: Map<string, Personne>; known: Known };

async function upsertEach(unit: Unit, items: Item[], { taken, known }: Around): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [n, item] of items.entries()) {
    const doublons = known.of(n);
    try {
      if (!item.personne_id && !item.creer_malgre && doublons.length > 0) throw refused('personne.duplicate');
      const { result, events } = await inSavepoint(unit, part => upsertOne(part, item, taken));
      await unit.publishAll(events);
      known.add(n);
      outcomes.push({ ...result, doublons });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcomes.push({ refusal: placed(error, n), doublons });
    }
  }
  return outcomes;
}

async function upsertOne(unit: Unit, item: Item, taken: Map<string, Personne>): Promise<{ id: string; made: boolean }> {
  const { personne_id, creer_malgre: _, ...fields } = item;
  if (!personne_id) {
    const errors: FieldError[] = [];
    const input = parsePart(CreatePersonne, fields, { prefix: '', errors });
    if (!input) throw new AppError('invalid', { errors });
    return { id: await addPersonne(unit, input), made: true };
  }
  const before = taken.get(personne_id);
  if (!before) throw refused('personne.not_found');
  taken.set(personne_id, await applyChange(unit, before, fields));
  return { id: personne_id, made: false };
}

/** Pointers of a line start at the line: they are told from the lot. */
function placed(error: AppError, n: number): AppError {
  const errors = error.extra.errors?.map(one => ({ ...one, pointer: `/items/${n}${one.pointer}` }));
  return errors ? new AppError(error.code, { ...error.extra, errors }) : error;
}

function resultOf(unit: Unit, outcome: Outcome): Result {
  const { doublons } = outcome;
  if ('refusal' in outcome) {
    const problem = toProblem(outcome.refusal, { request_id: unit.request?.id ?? 'lot' });
    return { status: problem.status, personne_id: null, doublons, problem };
  }
  return { status: outcome.made ? 201 : 200, personne_id: outcome.id, doublons, problem: null };
}
