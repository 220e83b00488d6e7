import { findErpLink, LinkStopped, RunLost } from '#exchange/erp-links/index.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunRow, Sending } from '../run.ts';
import { holdRun } from '../sql/runs.ts';

/** Ours until this unit ends. Throws RunLost when it is no longer: nothing is written then. */
export async function hold(unit: Unit, { run }: Pick<Sending, 'run'>): Promise<RunRow> {
  const held = run.process_id ? await holdRun(unit, { id: run.id, process_id: run.process_id }) : null;
  if (held?.link_etat === 'active') return held;
  const link = await findErpLink(unit, run.link_id);
  if (link?.etat === 'active') throw new RunLost('taken from us');
  throw new LinkStopped(link?.etat ?? null);
}
