// One run: what is in doubt is looked up, what is due is laid down, then one person's day after the other leaves.
import { openSession } from '#exchange/erp-links/index.ts';
import { actorOf, carryOut, hold, LinkStopped, RunLost, waitUntil } from '#exchange/runs/index.ts';
import { UpstreamError } from '#platform/upstream.ts';
import { exportKind } from '../kind.ts';
import { DOUBT_RIPENS_MS } from '../rules.ts';
import type { ExportDeps, RunRow, Sending } from '../run.ts';
import { adoptLines, findNextLook, markDoubts, removeAgain } from '../sql/envoi.ts';
import { exportRows } from '../sql/runs.ts';
import { finishExport } from './finish-export.ts';
import { freezeDays } from './freeze-days.ts';
import { pushDays } from './push-days.ts';
import { settleDoubts } from './settle-doubts.ts';

/** Never throws for what the ERP or a person does: that is written on the run. */
export const runExport = (deps: ExportDeps, run: RunRow, signal: AbortSignal): Promise<void> =>
  carryOut(deps, exportKind, {
    run,
    signal,
    open: () => open(deps, run, signal),
    toTheEnd: sending => sendAll(deps, sending),
  });

async function open(deps: ExportDeps, run: RunRow, signal: AbortSignal): Promise<Sending> {
  const { link, session } = await openSession(deps, run.link_id, { signal });
  const log = deps.log.child({ 'hub.run_id': run.id, 'hub.link_id': link.id });
  if (link.etat !== 'active') throw new LinkStopped(link.etat);
  if (!session.heures) throw new UpstreamError({ word: 'denied', why: 'rights' });
  if (link.pas_avant) await waitUntil(deps, { at: link.pas_avant, signal });
  return { run, link, heures: session.heures, log, signal };
}

async function sendAll(deps: ExportDeps, sending: Sending): Promise<void> {
  const { run } = sending;
  await deps.inUnit(actorOf(run), async unit => {
    await hold(unit, exportRows, run);
    await adoptLines(unit, run);
    await markDoubts(unit, run);
    await removeAgain(unit, run);
  });
  for (;;) {
    await settleDoubts(deps, sending);
    await freezeDays(deps, sending);
    await pushDays(deps, sending);
    const at = await nextLook(deps, sending);
    if (at === null) break;
    await waitUntil(deps, { at, signal: sending.signal });
  }
  await deps.inUnit(actorOf(sending.run), unit => finishExport(unit, deps, sending));
}

/** When something over there is to be looked for again, RFC 3339; null when nothing is. Throws RunLost. */
async function nextLook(deps: ExportDeps, sending: Sending): Promise<string | null> {
  const { run } = sending;
  return await deps.inUnit(actorOf(run), async unit => {
    if (run.process_id === null) throw new RunLost('nobody works on it');
    await hold(unit, exportRows, run);
    const look = await findNextLook(unit, run.link_id);
    if (!look) return null;
    if (look.ripe) return unit.now.toString();
    const ripens_ms = deps.doubt_ripens_ms ?? DOUBT_RIPENS_MS;
    return new Date(Date.parse(look.tente_at) + ripens_ms).toISOString();
  });
}
