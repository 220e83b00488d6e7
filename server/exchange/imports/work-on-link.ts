// What a reading of one connexion is made of just before it is taken, and the reading itself; exchange/runs does the rest.
import type { LinkRow } from '#exchange/erp-links/index.ts';
import { workThrough } from '#exchange/runs/index.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { importKind } from './kind.ts';
import { runImport } from './reading/run-import.ts';
import { MAX_HINTS } from './rules.ts';
import type { ImportDeps, RunRow } from './run.ts';
import { countDueHints, settleAllHints } from './sql/hints.ts';
import { insertRun } from './sql/runs.ts';
import { tellsChanges } from './start-import.ts';

export const workOnLink = (deps: ImportDeps, link_id: string, signal: AbortSignal): Promise<void> =>
  workThrough(deps, importKind, {
    link_id,
    signal,
    plan: planSignal,
    work: run => runImport(deps, run, signal),
  });

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
