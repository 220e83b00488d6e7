import { pruneBackups, writeBackup } from '#platform/db/backup.ts';
import type { Sql } from '#platform/db/sql.ts';
import type { Log } from '#platform/log.ts';
import { tolerate } from '#platform/tolerate.ts';
import { type Clock, type InUnit, SYSTEM } from '#platform/unit.ts';
import { findRunning, recordFailure, recordSuccess } from './sql.ts';

export type BackupDeps = {
  sql: Sql;
  inUnit: InUnit;
  clock: Clock;
  log: Log;
  backup: { dir: string; keep: number; hour: number };
};

/** A failure is an outcome with a row that the dashboard shows; the next tick tries again. */
export async function runBackup(deps: BackupDeps, id: string): Promise<void> {
  if (!(await deps.inUnit(SYSTEM, unit => findRunning(unit, id)))) return;
  try {
    const written = await writeBackup({ sql: deps.sql, dir: deps.backup.dir, now: deps.clock() });
    await deps.inUnit(SYSTEM, unit => recordSuccess(unit, id, written));
    deps.log.info('backup written', {
      'event.action': 'backup',
      'file.path': written.path,
      'file.size': written.bytes,
    });
  } catch (error) {
    deps.log.error('backup failed', { 'event.action': 'backup', error });
    await deps.inUnit(SYSTEM, unit => recordFailure(unit, id, (error as Error).message));
    return;
  }
  const pruned = (async () => pruneBackups(deps.backup.dir, deps.backup.keep))();
  await tolerate('an old backup too many takes room and harms nothing', pruned, deps.log);
}
