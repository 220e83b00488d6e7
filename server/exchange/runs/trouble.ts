// What each word of upstream.ts does to a run: try again here, come back later, wait for a person, or end.
import { randomInt } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Probleme } from '#contract/erp-link.ts';
import { erpLinkTopic, findErpLink, type LinkRow, noteTrouble } from '#exchange/erp-links/index.ts';
import { isUnavailable } from '#platform/db/sql.ts';
import { AppError } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { type Upstream, UpstreamError } from '#platform/upstream.ts';
import { actorOf, mine, type RunCore, type RunDeps, type RunKind, type Work } from './kind.ts';
import { LinkStopped, nextTry, RunLost, WAIT_HERE_MS, WAIT_MOST_MS } from './patience.ts';
import { addEssai, letGo } from './sql.ts';

/** `work`: null when the session could not be opened. */
type Met<Row> = { run: Row; work: Work<Row> | null; signal: AbortSignal; error: unknown };

/** Whether the run goes on here, after a wait; otherwise it is over for this process. */
export async function meetTrouble<Row extends RunCore>(
  deps: RunDeps,
  kind: RunKind<Row>,
  met: Met<Row>,
): Promise<boolean> {
  const { error, signal } = met;
  const place = { deps, kind, ...met };
  if (signal.aborted) return await leave(place, 'waiting');
  if (error instanceof LinkStopped) return await leave(place, error.etat === null ? 'cancelled' : 'parked');
  if (error instanceof RunLost) return false;
  // Ours by name and in nobody's hand: the next look for lost runs finds it, once the base answers.
  if (isUnavailable(error)) return false;
  const is = error instanceof UpstreamError ? error.is : null;
  // Who looks and is left in doubt was not answered; a write in doubt is looked up at the next try.
  if (is?.word === 'unavailable' || is?.word === 'doubtful') return await tryAgain(place);
  if (is?.word === 'busy') return await holdBack(place, is);
  return await stopFor(place, is);
}

type Place<Row extends RunCore> = Met<Row> & { deps: RunDeps; kind: RunKind<Row> };

async function leave<Row extends RunCore>(
  place: Place<Row>,
  statut: 'waiting' | 'cancelled' | 'parked',
): Promise<false> {
  await inPlace(place, async unit => {
    const left = await letGo(unit, place.kind, { ...mine(place.run), statut });
    if (left && statut === 'cancelled') await place.kind.onCancelled(unit, left.id);
  });
  return false;
}

/** A unit of this run, told to whoever looks at it. */
async function inPlace<Row extends RunCore, T>(
  { deps, kind, run }: Place<Row>,
  work: (unit: Unit) => Promise<T>,
): Promise<T> {
  return await deps.inUnit(actorOf(run), async unit => {
    const done = await work(unit);
    await unit.tell(kind.topic(run.id));
    await unit.tell(erpLinkTopic(run.link_id));
    return done;
  });
}

/** Quick tries here, then one at a time, further and further apart: as often as it takes. */
async function tryAgain<Row extends RunCore>(place: Place<Row>): Promise<boolean> {
  const { kind, work } = place;
  const next = await inPlace(place, async unit => {
    const run = await addEssai(unit, kind, mine(place.run));
    if (!run) return null;
    const { in_ms, here } = nextTry(run.essais, randomInt(1000) / 1000);
    const at = unit.now.add({ milliseconds: in_ms }).toString();
    const { erp } = await note(unit, place, { is: { word: 'unavailable' }, at });
    const probleme = kind.problems.unavailable({ erp, at, now: unit.now });
    if (!here) await letGo(unit, kind, { ...mine(run), statut: 'waiting', prochain_essai_at: at, probleme });
    return here ? { run, in_ms } : null;
  });
  if (!next) return false;
  if (work) work.run = next.run;
  return await afterWait(place, next.in_ms);
}

async function holdBack<Row extends RunCore>(place: Place<Row>, said: Upstream & { word: 'busy' }): Promise<boolean> {
  const { deps, kind, run } = place;
  const most = deps.clock().add({ milliseconds: WAIT_MOST_MS });
  const isLong = Temporal.Instant.compare(Temporal.Instant.from(said.retry_at), most) > 0;
  const at = isLong ? most.toString() : said.retry_at;
  const in_ms = await inPlace(place, async unit => {
    const { erp } = await note(unit, place, { is: { ...said, retry_at: at }, at });
    const ms = Math.max(Temporal.Instant.from(at).epochMilliseconds - unit.now.epochMilliseconds, 0);
    if (ms <= WAIT_HERE_MS) return ms;
    const probleme = kind.problems.busy({ erp, at, now: unit.now });
    await letGo(unit, kind, { ...mine(run), statut: 'waiting', prochain_essai_at: at, probleme });
    return null;
  });
  return in_ms !== null && (await afterWait(place, in_ms));
}

async function afterWait<Row extends RunCore>(place: Place<Row>, in_ms: number): Promise<boolean> {
  await place.deps.wait(in_ms, place.signal).catch(() => {});
  return place.signal.aborted ? await leave(place, 'waiting') : true;
}

/** A person must act (parked: it goes on once he has), or the answer cannot be read, or the hub is wrong. */
async function stopFor<Row extends RunCore>(place: Place<Row>, is: Upstream | null): Promise<false> {
  const { deps, kind, run, error } = place;
  if (error instanceof AppError && error.code === 'erp_link.not_found') return await leave(place, 'cancelled');
  await inPlace(place, async unit => {
    const { link, erp } = await note(unit, place, { is: is ?? { word: 'internal' }, at: null });
    const probleme = problemOf(kind, is, { erp, now: unit.now, error });
    const statut = is?.word === 'denied' ? 'parked' : 'failed';
    const left = await letGo(unit, kind, { ...mine(run), statut, probleme });
    if (left && link && statut === 'failed') await kind.onFailed(unit, { run: left, link, probleme });
  });
  const said = { 'event.action': kind.action, 'hub.run_id': run.id, 'hub.link_id': run.link_id };
  if (is?.word === 'denied') deps.log.warn(`${kind.action} parked`, { ...said, 'hub.why': is.why });
  else deps.log.error(`${kind.action} failed`, { ...said, error });
  return false;
}

type Said = { erp: string; now: Unit['now']; error: unknown };

function problemOf<Row extends RunCore>({ problems }: RunKind<Row>, is: Upstream | null, said: Said): Probleme {
  if (is === null) return problems.internal();
  if (is.word === 'denied') return is.why === 'credentials' ? problems.credentials(said) : problems.rights(said);
  return problems.strange(said);
}

type Noted = { is: Parameters<typeof noteTrouble>[2]['is']; at: string | null };

/** The connexion learns of it, and the work learns what the connexion became. */
async function note<Row extends RunCore>(
  unit: Unit,
  { deps, run, work }: Place<Row>,
  { is, at }: Noted,
): Promise<{ link: LinkRow | null; erp: string }> {
  await noteTrouble(unit, run.link_id, { is, prochain_essai_at: at, log: deps.log });
  const link = await findErpLink(unit, run.link_id);
  if (link && work) work.link = link;
  return { link, erp: link?.kind_nom ?? 'L’ERP' };
}
