// The work of one connexion, one run after the other; the job's key is the connexion, so it is never done twice at a time.

import { findErpLink, type LinkRow } from '#exchange/erp-links/index.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { runImport } from './reading/run-import.ts';
import { MAX_HINTS } from './rules.ts';
import type { ImportDeps, RunRow } from './run.ts';
import { countDueHints, settleAllHints } from './sql/hints.ts';
import { insertRun, takeNextRun } from './sql/runs.ts';
import { tellsChanges } from './start-import.ts';

export async function workOnLink(deps: ImportDeps, link_id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const run = await deps.inUnit(SYSTEM, unit => takeNext(unit, deps, link_id));
    if (!run) return;
    try {
      await runImport(deps, run, signal);
    } finally {
      deps.working.delete(run.id);
    }
  }
}

/** The next run, now ours; null when nothing may go on. */
async function takeNext(unit: Unit, deps: ImportDeps, link_id: string): Promise<RunRow | null> {
  const link = await findErpLink(unit, link_id);
  if (link?.etat !== 'active') return null;
  await planSignal(unit, link);
  const run = await takeNextRun(unit, { link_id, process_id: deps.presence.id });
  // Before the commit: what bears our name and is not in this set is taken for lost.
  if (run) deps.working.add(run.id);
  return run;
}

/** Hints become one run that reads each object; too many of them, one that reads what changed. */
async function planSignal(unit: Unit, link: LinkRow): Promise<void> {
  const due = await countDueHints(unit, link.id, MAX_HINTS);
  if (due === 0) return;
  if (link.premier_import_at && due <= MAX_HINTS) return await insertAutomatic(unit, link, 'signal');
  await settleAllHints(unit, link.id);
  if (link.premier_import_at) await insertAutomatic(unit, link, tellsChanges(link) ? 'incremental' : 'complet');
}

async function insertAutomatic(unit: Unit, link: LinkRow, genre: RunRow['genre']): Promise<void> {
  await insertRun(unit, { id: newId(), link_id: link.id, genre, demande: 'automatique', demande_par: null });
}
