// The work of one connexion, one run after the other; the job's key is the connexion, so it is never done twice at a time.
import { findErpLink } from '#exchange/erp-links/index.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import type { ExportDeps, RunRow } from './run.ts';
import { runExport } from './sending/run-export.ts';
import { takeNextRun } from './sql/runs.ts';

export async function workOnLink(deps: ExportDeps, link_id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const run = await deps.inUnit(SYSTEM, unit => takeNext(unit, deps, link_id));
    if (!run) return;
    try {
      await runExport(deps, run, signal);
    } finally {
      deps.working.delete(run.id);
    }
  }
}

/** The next run, now ours; null when nothing may go on. */
async function takeNext(unit: Unit, deps: ExportDeps, link_id: string): Promise<RunRow | null> {
  if ((await findErpLink(unit, link_id))?.etat !== 'active') return null;
  const run = await takeNextRun(unit, { link_id, process_id: deps.presence.id });
  // Before the commit: what bears our name and is not in this set is taken for lost.
  if (run) deps.working.add(run.id);
  return run;
}
