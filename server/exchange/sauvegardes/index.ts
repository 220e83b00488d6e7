import { ListSauvegardes, Sauvegarde } from '#contract/sauvegarde.ts';
import type { Feature } from '#platform/feature.ts';
import { route } from '#platform/http/route.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM } from '#platform/unit.ts';
import { runBackupJob, tickJob } from './jobs.ts';
import { type BackupDeps, runBackup } from './run-backup.ts';
import { listSauvegardes } from './sql.ts';
import { planDueBackup, startBackup } from './start-backup.ts';

export { dropRunning as settleRestored } from './sql.ts';

const shared = {
  base: 'v1',
  path: '/sauvegardes',
  tag: 'Exploitation',
  access: 'account',
  roles: ['administrateur'],
} as const;

const routes = [
  route({
    ...shared,
    method: 'GET',
    summary: 'Lister les sauvegardes',
    reply: ListSauvegardes,
    read: (_input, at) => listSauvegardes(at),
  }),
  route({
    ...shared,
    method: 'POST',
    summary: 'Sauvegarder maintenant',
    idempotent: true,
    reply: Sauvegarde,
    status: 202,
    errors: ['sauvegarde.running'],
    handle: unit => startBackup(unit),
  }),
];

export const feature = (deps: BackupDeps): Feature => ({
  name: 'sauvegardes',
  routes,
  jobs: [
    on(runBackupJob, ({ sauvegarde_id }) => runBackup(deps, sauvegarde_id)),
    on(tickJob, () => deps.inUnit(SYSTEM, unit => planDueBackup(unit, deps.backup.hour))),
  ],
  recurring: [{ job: tickJob, cron: '*/10 * * * *', payload: {} }],
});
