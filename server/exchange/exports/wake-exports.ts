import { findErpLink, MAX_REPRISES, noteTrouble } from '#exchange/erp-links/index.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { problems } from './messages.ts';
import { type ExportDeps, exportTopic, type RunRow } from './run.ts';
import { recordFailure } from './sending/finish-export.ts';
import { failDeadly, listDueLinks, reviveRuns } from './sql/runs.ts';

/**
 * About every second: what a dead process had in hand, what a connexion that works again had parked, and whatever came due
 * goes on. The queue's own jobs may be gone (a restored base): these rows are what counts.
 */
export async function wakeExports(unit: Unit, deps: ExportDeps): Promise<void> {
  for (const run of await reviveRuns(unit, { process_id: deps.presence.id, working: [...deps.working] })) {
    const deadly = run.reprises > MAX_REPRISES;
    if (deadly) await giveUp(unit, deps, run);
    await unit.tell(exportTopic(run.id));
    const said = { 'event.action': 'export_taken_over', 'hub.run_id': run.id, 'hub.link_id': run.link_id };
    unit.afterCommit(() => {
      if (deadly) deps.log.error('envoi given up: it kills whoever works on it', said);
      else deps.log.info('envoi goes on', said);
    });
  }
  for (const { link_id } of await listDueLinks(unit)) {
    await unit.enqueue(workOnLinkJob, { link_id }, { once: link_id });
  }
}

async function giveUp(unit: Unit, deps: ExportDeps, run: RunRow): Promise<void> {
  const probleme = problems.deadly();
  await failDeadly(unit, run.id, probleme);
  await noteTrouble(unit, run.link_id, { is: { word: 'internal' }, prochain_essai_at: null, log: deps.log });
  const link = await findErpLink(unit, run.link_id);
  if (link) await recordFailure(unit, { run, link, probleme });
}
