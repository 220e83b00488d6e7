// Objects read one by one: what the ERP pointed at, and what a complete reading no longer showed.

import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { Found } from '../../../connectors/connector.ts';
import { nextHintTry } from '../rules.ts';
import { actorOf, type ImportDeps, type Reading } from '../run.ts';
import { type DueObject, listDueObjects, type Settled, settleHints } from '../sql/hints.ts';
import { listAbsent } from '../sql/lines.ts';
import { keep, savePage } from './save-page.ts';

/** Objects of one unit. A run that is cut asks again for these at most. */
const BATCH = 10;

type Seen = { external_id: string; found: Found<ChantierFromErp> };

/** Until no hint is due any more, or `batches` times. */
export async function lookAtHints(deps: ImportDeps, reading: Reading, { batches = Number.POSITIVE_INFINITY } = {}) {
  for (let batch = 0; batch < batches; batch += 1) {
    const due = await deps.inUnit(SYSTEM, unit => listDueObjects(unit, reading.link.id, BATCH));
    if (due.length === 0) return;
    await look(deps, reading, {
      ids: due.map(object => object.external_id),
      saved: (unit, seen, marked) => settleHints(unit, reading.link.id, settle(unit, { due, seen, marked })),
    });
  }
}

/** Each is asked for before anything is said of it: it may only have moved from page to page. */
export async function lookAtAbsent(deps: ImportDeps, reading: Reading): Promise<void> {
  const sweep = { run_id: reading.run.id, system: reading.link.system, limit: BATCH };
  for (;;) {
    const ids = await deps.inUnit(SYSTEM, unit => listAbsent(unit, sweep));
    if (ids.length === 0) return;
    await look(deps, reading, { ids, saved: async () => {} });
  }
}

type Looking = { ids: string[]; saved: (unit: Unit, seen: Seen[], marked: Set<string>) => PromiseLike<unknown> };

/** What was answered before a failure is kept. */
async function look(deps: ImportDeps, reading: Reading, { ids, saved }: Looking): Promise<void> {
  const seen: Seen[] = [];
  let failure: unknown = null;
  for (const external_id of ids) {
    try {
      reading.signal.throwIfAborted();
      seen.push({ external_id, found: await reading.chantiers.get(external_id) });
    } catch (error) {
      failure = error;
      break;
    }
  }
  if (seen.length > 0) {
    const done = await deps.inUnit(actorOf(reading.run), async unit => {
      const kept = await savePage(unit, reading, toBatch(seen));
      await saved(unit, seen, kept.marked);
      return kept;
    });
    keep(reading, done);
  }
  if (failure !== null) throw failure;
}

function toBatch(seen: Seen[]) {
  const of = (state: 'gone' | 'hidden') =>
    seen.filter(({ found }) => found.state === state).map(one => one.external_id);
  return {
    records: seen.flatMap(({ external_id, found }) =>
      found.state === 'present' ? [named(found.record, external_id)] : [],
    ),
    gone: of('gone'),
    hidden: of('hidden'),
    page: null,
  };
}

type One = Extract<Found<ChantierFromErp>, { state: 'present' }>['record'];

/** We know which one was asked for, even when its own id cannot be read; another one in its place is not an answer. */
function named(record: One, external_id: string): One {
  if (!record.ok) return { ...record, external_id };
  if (record.value.external_id !== external_id) {
    throw new UpstreamError({ word: 'strange', sample: 'un autre objet que celui demandé' });
  }
  return record;
}

type Settling = { due: readonly DueObject[]; seen: readonly Seen[]; marked: ReadonlySet<string> };

/** An object that is not there and that we do not hold may only not be readable yet. */
function settle(unit: Unit, { due, seen, marked }: Settling): Settled[] {
  return seen.map(({ external_id, found }) => {
    const { hint_ids, essais } = due.find(object => object.external_id === external_id)!;
    if (found.state !== 'gone' || marked.has(external_id)) return { hint_ids, etat: 'done', again_at: null };
    const in_s = nextHintTry(essais + 1);
    if (in_s === null) return { hint_ids, etat: 'given_up', again_at: null };
    return { hint_ids, etat: 'waiting', again_at: unit.now.add({ seconds: in_s }).toString() };
  });
}
