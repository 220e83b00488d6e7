// The work of one connexion: what a person repairs first, then what is to be compared, one after the other.
import { erpLinkTopic, findErpLink } from '#exchange/erp-links/index.ts';
import type { RunDeps } from '#exchange/runs/index.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { compareLink } from './compare-link.ts';
import { workOnLinkJob } from './jobs.ts';
import { problemeOf } from './messages.ts';
import { repairCell } from './repairing/repair-cell.ts';
import { type RepairRow, takeNextRepair } from './sql/repairs.ts';
import { listDueLinks, type RunRow, reviveAll, takeNextRun } from './sql/runs.ts';
import { doubtSeen } from './sql/saisies.ts';

export async function workOnLink(deps: RunDeps, link_id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const next = await deps.inUnit(SYSTEM, unit => takeNext(unit, deps, link_id));
    if (!next) return;
    try {
      if ('repair' in next) await repairCell(deps, next.repair, signal);
      else await compareLink(deps, next.run, signal);
    } finally {
      deps.working.delete('repair' in next ? next.repair.id : next.run.id);
    }
  }
}

type Next = { repair: RepairRow } | { run: RunRow };

/** What comes next, now ours; null when nothing may go on. */
async function takeNext(unit: Unit, { presence, working }: RunDeps, link_id: string): Promise<Next | null> {
  if ((await findErpLink(unit, link_id))?.etat !== 'active') return null;
  const mine = { link_id, process_id: presence.id };
  const repair = await takeNextRepair(unit, mine);
  const run = repair ? null : await takeNextRun(unit, mine);
  // Before the commit: what bears our name and is not in this set is taken for lost.
  if (repair ?? run) working.add((repair ?? run)!.id);
  if (repair) return { repair };
  if (!run) return null;
  await doubtSeen(unit, run);
  await unit.tell(erpLinkTopic(link_id));
  return { run };
}

/** About every second: what a dead process had in hand, and whatever came due, goes on. */
export async function wakeRapprochement(unit: Unit, { presence, working }: RunDeps): Promise<void> {
  await reviveAll(unit, { process_id: presence.id, working: [...working] }, problemeOf(null, 'L’ERP'));
  for (const { link_id } of await listDueLinks(unit)) {
    await unit.enqueue(workOnLinkJob, { link_id }, { once: link_id });
  }
}
