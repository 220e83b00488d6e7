// Reading ERPs: route → start-import → work-on-link → run-import → save-page → finish-import.
import { wakeRuns } from '#exchange/runs/index.ts';
import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM } from '#platform/unit.ts';
import { tickJob, workOnLinkJob } from './jobs.ts';
import { importKind } from './kind.ts';
import { planDueImports } from './plan-due-imports.ts';
import { routes } from './routes.ts';
import type { ImportDeps } from './run.ts';
import { cancelOpen } from './sql/runs.ts';
import { workOnLink } from './work-on-link.ts';

export { planDueImports } from './plan-due-imports.ts';
export { startImport } from './start-import.ts';

export const feature = (ground: Omit<ImportDeps, 'working'>): Feature => {
  const deps: ImportDeps = { ...ground, working: new Set() };
  return {
    name: 'imports',
    routes: routes(deps),
    jobs: [
      on(workOnLinkJob, ({ link_id }, signal) => workOnLink(deps, link_id, signal)),
      on(tickJob, () => deps.inUnit(SYSTEM, planDueImports)),
    ],
    recurring: [{ job: tickJob, cron: '* * * * *', payload: {} }],
    listens: {
      'erp_link.disconnected': async (unit, events) => {
        for (const { data } of events) await cancelOpen(unit, data.link_id);
      },
    },
    takeover: () => deps.inUnit(SYSTEM, unit => wakeRuns(unit, deps, importKind)),
  };
};
