// Hours towards ERPs: tick or route → start-export → (runs) → sending/run-export → settle-doubts, freeze-days, push-days.
import { wakeRuns, workThrough } from '#exchange/runs/index.ts';
import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM } from '#platform/unit.ts';
import { tickJob, workOnLinkJob } from './jobs.ts';
import { exportKind } from './kind.ts';
import { planDueExports, sendHealed } from './plan-due-exports.ts';
import { routes } from './routes/index.ts';
import type { ExportDeps } from './run.ts';
import { runExport } from './sending/run-export.ts';
import { forgetNotes, heldExports, renameLedger } from './sql/held.ts';
import { cancelOpen } from './sql/runs.ts';

export { planDueExports } from './plan-due-exports.ts';
export { type Repair, repairLines } from './repair-lines.ts';

export const feature = (ground: Omit<ExportDeps, 'working'>): Feature => {
  const deps: ExportDeps = { ...ground, working: new Set() };
  return {
    name: 'exports',
    routes,
    holds: heldExports,
    forgets: forgetNotes,
    anonymises: renameLedger,
    jobs: [
      on(workOnLinkJob, ({ link_id }, signal) =>
        workThrough(deps, exportKind, { link_id, signal, work: run => runExport(deps, run, signal) }),
      ),
      on(tickJob, () => deps.inUnit(SYSTEM, planDueExports)),
    ],
    recurring: [{ job: tickJob, cron: '* * * * *', payload: {} }],
    listens: {
      'mapping.linked': sendHealed,
      'erp_link.disconnected': async (unit, events) => {
        for (const { data } of events) await cancelOpen(unit, data.link_id);
      },
    },
    takeover: () => deps.inUnit(SYSTEM, unit => wakeRuns(unit, deps, exportKind)),
  };
};
