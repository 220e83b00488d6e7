import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { problems } from './messages.ts';
import { MAX_REPRISES } from './rules.ts';
import type { ImportDeps } from './run.ts';
import { failDeadly, reviveRuns } from './sql/runs.ts';

/** About every second: what a dead process had in hand, or a connexion that works again had parked, goes on. */
export async function reviveImports(unit: Unit, deps: ImportDeps): Promise<void> {
  const revived = await reviveRuns(unit, { process_id: deps.presence.id, working: [...deps.working] });
  const deadly = revived.filter(run => run.reprises > MAX_REPRISES);
  if (deadly.length > 0) {
    await failDeadly(
      unit,
      deadly.map(run => run.id),
      problems.deadly(),
    );
  }
  for (const link_id of new Set(revived.map(run => run.link_id))) {
    await unit.enqueue(workOnLinkJob, { link_id }, { once: link_id });
  }
  for (const run of revived) {
    const said = { 'event.action': 'import_taken_over', 'hub.run_id': run.id, 'hub.link_id': run.link_id };
    if (deadly.includes(run)) deps.log.error('import given up: it kills whoever reads it', said);
    else deps.log.info('import goes on', said);
  }
}
