// One run: what is in doubt is looked up, what is due is laid down, then one person's day after the other leaves.
import { openSession } from '#exchange/erp-links/index.ts';
import { actorOf, carryOut, hold, LinkStopped, RunLost, waitUntil } from '#exchange/runs/index.ts';
import { SYSTEM } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import { exportKind } from '../kind.ts';
import { DOUBT_RIPENS_MS } from '../rules.ts';
import type { ExportDeps, RunRow, Sending } from '../run.ts';
import { adoptLines, findNextLook, markDoubts, removeAgain } from '../sql/envoi.ts';
import { exportRows, isNobodyElses } from '../sql/runs.ts';
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
  const { link, session } = await openSession(deps, run.link_id, { signal, beforeWrite: () => checkOurs(deps, run) });
  const log = deps.log.child({ 'hub.run_id': run.id, 'hub.link_id': link.id });
  if (link.etat !== 'active') throw new LinkStopped(link.etat);
  if (!session.heures) throw new UpstreamError({ word: 'denied', why: 'rights' });
  if (link.pas_avant) await waitUntil(deps, { at: link.pas_avant, signal });
  return { run, link, heures: session.heures, log, signal, unreadable: new Set() };
}

/**
 * A process that was held up (a frozen machine, a cut network) may not know yet that another has its run, and would write beside it:
 * asked before each write, not before each day. Throws UpstreamError.
 */
async function checkOurs(deps: ExportDeps, { link_id, process_id }: RunRow): Promise<void> {
  const ours = await deps.inUnit(SYSTEM, unit => isNobodyElses(unit, { link_id, process_id: process_id ?? '0' }));
  if (!ours) throw new UpstreamError({ word: 'unavailable' });
}

async function sendAll(deps: ExportDeps, sending: Sending): Promise<void> {
  const { run } = sending;
  await deps.inUnit(actorOf(run), async unit => {
    await hold(unit, exportRows, run);
    await adoptLines(unit, run);
    await markDoubts(unit, run);
    await removeAgain(unit, run);
  });
  // Days that changed meanwhile are laid down once more; those that changed again leave with the next run.
  for (let again = true; ; ) {
    await settleDoubts(deps, sending);
    await freezeDays(deps, sending);
    const { stale } = await pushDays(deps, sending);
    const at = await nextLook(deps, sending);
    if (at === null && !(stale && again)) break;
    if (at === null) again = false;
    else await waitUntil(deps, { at, signal: sending.signal });
  }
  await deps.inUnit(actorOf(sending.run), unit => finishExport(unit, deps, sending));
}

/** When something over there is to be looked for again, RFC 3339; null when nothing is. Throws RunLost. */
async function nextLook(deps: ExportDeps, sending: Sending): Promise<string | null> {
  const { run } = sending;
  return await deps.inUnit(actorOf(run), async unit => {
    if (run.process_id === null) throw new RunLost('nobody works on it');
    await hold(unit, exportRows, run);
    const look = await findNextLook(unit, run.link_id, [...sending.unreadable]);
    if (!look) return null;
    if (look.ripe) return unit.now.toString();
    const ripens_ms = deps.doubt_ripens_ms ?? DOUBT_RIPENS_MS;
    return new Date(Date.parse(look.depuis) + ripens_ms).toISOString();
  });
}
