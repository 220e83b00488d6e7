// The rapprochement: tick or route → start-rapprochement → work-on-link → compare-link; « Réparer » → repairing/ → exports.
// What a cell says is no row: it is judged at each read, from the last comparison and the ledger as it stands (sql/faits.ts).
import type { RunDeps } from '#exchange/runs/index.ts';
import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM } from '#platform/unit.ts';
import { tickJob, workOnLinkJob } from './jobs.ts';
import { routes } from './routes.ts';
import { heldRepairs, renameRepairs } from './sql/repairs.ts';
import { cancelOpen } from './sql/runs.ts';
import { planNightly } from './start-rapprochement.ts';
import { wakeRapprochement, workOnLink } from './work-on-link.ts';

export const feature = (ground: Omit<RunDeps, 'working'>): Feature => {
  const deps: RunDeps = { ...ground, working: new Set() };
  return {
    name: 'rapprochement',
    routes,
    jobs: [
      on(workOnLinkJob, ({ link_id }, signal) => workOnLink(deps, link_id, signal)),
      on(tickJob, () => deps.inUnit(SYSTEM, planNightly)),
    ],
    recurring: [{ job: tickJob, cron: '*/5 * * * *', payload: {} }],
    holds: heldRepairs,
    anonymises: renameRepairs,
    listens: {
      'erp_link.disconnected': async (unit, events) => {
        for (const { data } of events) await cancelOpen(unit, data.link_id);
      },
    },
    takeover: () => deps.inUnit(SYSTEM, unit => wakeRapprochement(unit, deps)),
  };
};
