import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { problems } from './messages.ts';
import { MAX_REPRISES } from './rules.ts';
import type { ImportDeps } from './run.ts';
import { failDeadly, listDueLinks, reviveRuns } from './sql/runs.ts';

/**
 * About every second: what a dead process had in hand, what a connexion that works again had parked, and whatever came due
 * goes on. The queue's own jobs may be gone (a restored base): these rows are what counts.
 */
export async function wakeImports(unit: Unit, deps: ImportDeps): Promise<void> {
  await revive(unit, deps);
  for (const { link_id } of await listDueLinks(unit)) {
    await unit.enqueue(workOnLinkJob, { link_id }, { once: link_id });
  }
}

async function revive(unit: Unit, deps: ImportDeps): Promise<void> {
  const revived = await reviveRuns(unit, { process_id: deps.presence.id, working: [...deps.working] });
  const deadly = revived.filter(run => run.reprises > MAX_REPRISES).map(run => run.id);
  if (deadly.length > 0) await failDeadly(unit, deadly, problems.deadly());
  unit.afterCommit(() => {
    for (const run of revived) {
      const said = { 'event.action': 'import_taken_over', 'hub.run_id': run.id, 'hub.link_id': run.link_id };
      if (deadly.includes(run.id)) deps.log.error('import given up: it kills whoever reads it', said);
      else deps.log.info('import goes on', said);
    }
  });
}
