// One reading, from its first page to its end. Each page is one unit; runs/trouble.ts says what a failure between two does.

import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { erpLinkTopic, openSession } from '#exchange/erp-links/index.ts';
import { actorOf, carryOut, LinkStopped, letGo, mine, RunLost, waitUntil } from '#exchange/runs/index.ts';
import { newId } from '#platform/ids.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { ErpPage } from '../../../connectors/connector.ts';
import { importKind, Unreadable } from '../kind.ts';
import { problems } from '../messages.ts';
import { isUnreadable, MAX_RELECTURES } from '../rules.ts';
import { type ImportDeps, importTopic, type Reading, type RunRow } from '../run.ts';
import { forgetSeen } from '../sql/lines.ts';
import { beginChanges, importRows, insertRun } from '../sql/runs.ts';
import { tellsChanges } from '../start-import.ts';
import { endReading, finishImport } from './finish-import.ts';
import { lookAtAbsent, lookAtHints } from './look-again.ts';
import { keep, savePage } from './save-page.ts';

/** Never throws for what the ERP or a person does: that is written on the run. */
export const runImport = (deps: ImportDeps, run: RunRow, signal: AbortSignal): Promise<void> =>
  carryOut(deps, importKind, {
    run,
    signal,
    open: () => open(deps, run, signal),
    toTheEnd: reading => readToTheEnd(deps, reading),
  });

async function open(deps: ImportDeps, run: RunRow, signal: AbortSignal): Promise<Reading> {
  const { link, session } = await openSession(deps, run.link_id, { signal });
  const log = deps.log.child({ 'hub.run_id': run.id, 'hub.link_id': link.id });
  if (link.etat !== 'active') throw new LinkStopped(link.etat);
  if (!session.chantiers) throw new UpstreamError({ word: 'denied', why: 'rights' });
  if (link.pas_avant) await waitUntil(deps, { at: link.pas_avant, signal });
  return { run, link, chantiers: session.chantiers, log, signal };
}

async function readToTheEnd(deps: ImportDeps, reading: Reading): Promise<void> {
  const { run } = reading;
  if (run.genre === 'signal') await lookAtHints(deps, reading);
  else if (run.etape === 'lecture') await readPages(deps, reading);
  if (reading.run.etape === 'absents') await lookAtAbsent(deps, reading);
  await deps.inUnit(actorOf(run), unit => finishImport(unit, deps, reading));
}

async function readPages(deps: ImportDeps, reading: Reading): Promise<void> {
  const { chantiers, link, signal } = reading;
  const onlyChanges = reading.run.genre === 'incremental' && chantiers.changed && tellsChanges(link);
  if (onlyChanges) await begin(deps, reading);
  const pages = onlyChanges ? chantiers.changed!(link.watermark!) : chantiers.all(reading.run.cursor);
  for await (const page of pages) {
    signal.throwIfAborted();
    refuseUnreadable(page);
    // What changed is not resumed halfway: that scan starts again.
    const progress = { ...page, cursor: onlyChanges ? null : page.cursor };
    const kept = await deps.inUnit(actorOf(reading.run), unit =>
      savePage(unit, reading, { records: page.records, gone: [], hidden: [], page: progress }),
    );
    keep(reading, kept);
    if (kept.signaux && reading.run.genre !== 'apercu') await lookAtHints(deps, reading, { batches: 1 });
    signal.throwIfAborted();
  }
  const next = await deps.inUnit(actorOf(reading.run), unit => endReading(unit, reading));
  if (!next) throw new RunLost('a person is asked');
  reading.run = next;
}

/** A list that is cut before its end each time would be read for ever. Throws RunLost. */
async function begin(deps: ImportDeps, { run, link, log }: Reading): Promise<void> {
  const ours = mine(run);
  const goesOn = await deps.inUnit(actorOf(run), async unit => {
    const begun = await beginChanges(unit, ours);
    if (begun && begun.relectures <= MAX_RELECTURES) return true;
    const probleme = problems.restarting({ erp: link.kind_nom, now: unit.now });
    if (!begun || !(await letGo(unit, importRows, { ...ours, statut: 'cancelled', probleme }))) return false;
    await forgetSeen(unit, run.id);
    await insertRun(unit, { ...run, id: newId(), genre: 'complet', demande: 'automatique', demande_par: null });
    await unit.tell(importTopic(run.id));
    await unit.tell(erpLinkTopic(run.link_id));
    log.warn('changes never read to their end', { 'event.action': 'import', 'hub.relectures': begun.relectures });
    return false;
  });
  if (!goesOn) throw new RunLost('everything is read instead');
}

function refuseUnreadable({ records }: ErpPage<ChantierFromErp>): void {
  const unreadable = records.filter(record => !record.ok).length;
  if (isUnreadable({ records: records.length, unreadable }))
    throw new Unreadable({ unreadable, records: records.length });
}
