import type { Sauvegarde } from '#contract/sauvegarde.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { runBackupJob } from './jobs.ts';
import { backupDue } from './rules.ts';
import { failStale, findLastSuccess, insertSauvegarde } from './sql.ts';

/** Far longer than a backup takes: past it, its hub is gone. */
const STALE_AFTER_H = 2;

/** Writes the row a person can see and asks for the work. Throws sauvegarde.running. */
export async function startBackup(unit: Unit): Promise<Sauvegarde> {
  await failStale(unit, unit.now.subtract({ hours: STALE_AFTER_H }));
  const sauvegarde = await insertSauvegarde(unit, newId());
  if (!sauvegarde) throw refused('sauvegarde.running');
  await unit.enqueue(runBackupJob, { sauvegarde_id: sauvegarde.id });
  return sauvegarde;
}

/** The tick: starts the night's backup if it is still to be made and none runs. */
export async function planDueBackup(unit: Unit, hour: number): Promise<void> {
  const last_success = await findLastSuccess(unit);
  if (!backupDue({ last_success, now: unit.now, hour })) return;
  await failStale(unit, unit.now.subtract({ hours: STALE_AFTER_H }));
  const sauvegarde = await insertSauvegarde(unit, newId());
  if (sauvegarde) await unit.enqueue(runBackupJob, { sauvegarde_id: sauvegarde.id });
}
