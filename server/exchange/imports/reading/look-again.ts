// Objects read one by one: what the ERP pointed at, and what a complete reading no longer showed.

import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { countPresent } from '#domain/chantiers/index.ts';
import { actorOf } from '#exchange/runs/index.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { Found } from '../../../connectors/connector.ts';
import { isShortList, MAX_HINTS, nextHintTry } from '../rules.ts';
import type { ImportDeps, Reading } from '../run.ts';
import { countDueHints, type DueObject, listDueObjects, type Settled, settleHints } from '../sql/hints.ts';
import { listAbsent } from '../sql/lines.ts';
import { findGoneByHints, insertRun } from '../sql/runs.ts';
import { keep, savePage } from './save-page.ts';

/** Objects of one unit. A run that is cut asks again for these at most. */
const BATCH = 10;

type Seen = { external_id: string; found: Found<ChantierFromErp> };

/** Batches of one run for signals: whoever waits meanwhile has his turn. */
const BATCHES = 10;

/**
 * Until no hint is due any more, or `batches` times. Too many of them are left: the next look makes one reading of what
 * changed out of them all.
 */
export async function lookAtHints(deps: ImportDeps, reading: Reading, { batches = BATCHES } = {}) {
  for (let batch = 0; batch < batches; batch += 1) {
    const waiting = await deps.inUnit(SYSTEM, unit => countDueHints(unit, reading.link.id, MAX_HINTS));
    if (waiting === 0 || waiting > MAX_HINTS) return;
    const due = await deps.inUnit(SYSTEM, unit => listDueObjects(unit, reading.link.id, BATCH));
    const ids = due.map(object => object.external_id);
    await look(deps, reading, {
      ids,
      mayClose: (unit, gone) => mayClose(unit, reading, gone),
      saved: (unit, seen, closed) => settleHints(unit, reading.link.id, settle(unit, { due, seen, closed })),
    });
  }
}

/** Each is asked for before anything is said of it: it may only have moved from page to page. */
export async function lookAtAbsent(deps: ImportDeps, reading: Reading): Promise<void> {
  const sweep = { run_id: reading.run.id, system: reading.link.system, limit: BATCH };
  for (;;) {
    const ids = await deps.inUnit(SYSTEM, unit => listAbsent(unit, sweep));
    if (ids.length === 0) return;
    await look(deps, reading, { ids, mayClose: async () => true, saved: async () => {} });
  }
}

/**
 * One by one, too, more may go than a company closes between two complete readings: then the next one is asked for at
 * once, which sees the whole list, and asks a person if it must. While one is open, what is gone is left to it.
 */
async function mayClose(unit: Unit, { link, log }: Reading, gone: string[]): Promise<boolean> {
  const { closed, whole_open } = await findGoneByHints(unit, link.id, link.derniere_complete_at);
  if (whole_open) return false;
  const absents = gone.length + closed;
  if (!isShortList({ connus: await countPresent(unit, link.system), absents })) return true;
  await insertRun(unit, { id: newId(), link_id: link.id, genre: 'complet', demande: 'automatique', demande_par: null });
  log.warn('too many gone by hints', { 'event.action': 'import_question', 'hub.absent': absents });
  return false;
}

/** `closed`: what went away, and that we held; null when it may not be closed yet. */
type Looking = {
  ids: string[];
  mayClose: (unit: Unit, gone: string[]) => Promise<boolean>;
  saved: (unit: Unit, seen: Seen[], closed: Set<string> | null) => PromiseLike<unknown>;
};

/** What was answered before a failure is kept. */
async function look(deps: ImportDeps, reading: Reading, { ids, mayClose: allowed, saved }: Looking): Promise<void> {
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
      const batch = toBatch(seen);
      const closes = batch.gone.length === 0 || (await allowed(unit, batch.gone));
      const kept = await savePage(unit, reading, closes ? batch : { ...batch, gone: [] });
      await saved(unit, seen, closes ? kept.marked : null);
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

type Settling = { due: readonly DueObject[]; seen: readonly Seen[]; closed: ReadonlySet<string> | null };

/** An object that is not there and that we do not hold may only not be readable yet. */
function settle(unit: Unit, { due, seen, closed }: Settling): Settled[] {
  return seen.map(({ external_id, found }) => {
    const { hint_ids, essais } = due.find(object => object.external_id === external_id)!;
    if (found.state !== 'gone' || closed === null || closed.has(external_id))
      return { hint_ids, etat: 'done', again_at: null };
    const in_s = nextHintTry(essais + 1);
    if (in_s === null) return { hint_ids, etat: 'given_up', again_at: null };
    return { hint_ids, etat: 'waiting', again_at: unit.now.add({ seconds: in_s }).toString() };
  });
}
