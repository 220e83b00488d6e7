// What a person may do to an envoi beside what he may do to any run (runs/steer-run.ts).
import type { Envoi } from '#contract/export.ts';
import { takeRun } from '#exchange/runs/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { exportKind } from './kind.ts';
import { forgetDays } from './sql/jours.ts';
import { relaunchLines } from './sql/lignes.ts';
import { findExport } from './sql/reads.ts';
import { askRun } from './start-export.ts';

/** Throws export.not_found. */
export async function getExport(unit: Unit, id: string): Promise<Envoi> {
  const found = await findExport(unit, id);
  if (!found) throw refused('export.not_found');
  return found;
}

/** Every refused line of this run, and what it did not send: a new run of the same days. Throws export.not_found, export.not_open, export.nothing_to_retry, and as askRun does. */
export async function retryExport(unit: Unit, id: string): Promise<Envoi> {
  const run = await takeRun(unit, exportKind, { id, statuts: ['cancelled', 'succeeded', 'partial', 'failed'] });
  const days = await relaunchLines(unit, { run_id: id });
  if (days.length === 0 && run.statut !== 'failed' && run.statut !== 'cancelled')
    throw refused('export.nothing_to_retry');
  const { link_id, du, au, chantiers } = run;
  await forgetDays(unit, link_id, days);
  return await getExport(unit, await askRun(unit, { link_id, du, au, chantiers }));
}
