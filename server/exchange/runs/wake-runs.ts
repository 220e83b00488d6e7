import { findErpLink, noteTrouble } from '#exchange/erp-links/index.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunCore, RunDeps, RunKind } from './kind.ts';
import { MAX_REPRISES } from './patience.ts';
import { failDeadly, reviveRuns } from './sql.ts';

/**
 * About every second: what a dead process had in hand, what a connexion that works again had parked, and whatever came due
 * goes on. The queue's own jobs may be gone (a restored base): these rows are what counts.
 */
export async function wakeRuns<Row extends RunCore>(unit: Unit, deps: RunDeps, kind: RunKind<Row>): Promise<void> {
  const hands = { process_id: deps.presence.id, working: [...deps.working] };
  for (const run of await reviveRuns(unit, kind, hands)) {
    const deadly = run.reprises > MAX_REPRISES;
    if (deadly) await giveUp(unit, deps, { kind, run });
    await unit.tell(kind.topic(run.id));
    const said = {
      'event.action': `${kind.action}_taken_over`,
      'hub.run_id': run.id,
      'hub.link_id': run.link_id,
    };
    unit.afterCommit(() => {
      if (deadly) deps.log.error(`${kind.action} given up: it kills whoever works on it`, said);
      else deps.log.info(`${kind.action} goes on`, said);
    });
  }
  for (const { link_id } of await kind.listDueLinks(unit)) {
    await unit.enqueue(kind.job, { link_id }, { once: link_id });
  }
}

type Deadly<Row extends RunCore> = { kind: RunKind<Row>; run: Row };

async function giveUp<Row extends RunCore>(unit: Unit, { log }: RunDeps, { kind, run }: Deadly<Row>): Promise<void> {
  const probleme = kind.problems.deadly();
  await failDeadly(unit, kind, { id: run.id, probleme });
  await noteTrouble(unit, run.link_id, { is: { word: 'internal' }, prochain_essai_at: null, log });
  const link = await findErpLink(unit, run.link_id);
  if (link) await kind.onFailed(unit, { run, link, probleme });
}
