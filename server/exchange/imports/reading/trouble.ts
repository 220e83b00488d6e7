// What each word of upstream.ts does to a reading: try again here, come back later, wait for a person, or end.
import { randomInt } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Probleme } from '#contract/erp-link.ts';
import {
  erpLinkTopic,
  findErpLink,
  type LinkRow,
  LinkStopped,
  nextTry,
  noteDay,
  noteTrouble,
  RunLost,
  WAIT_HERE_MS,
  WAIT_MOST_MS,
} from '#exchange/erp-links/index.ts';
import { isUnavailable } from '#platform/db/sql.ts';
import { AppError } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { type Upstream, UpstreamError } from '#platform/upstream.ts';
import { problems } from '../messages.ts';
import { AFTER_FAILURE_S } from '../rules.ts';
import { actorOf, compteOf, type ImportDeps, importTopic, type Reading, type RunRow } from '../run.ts';
import { postponeHints } from '../sql/hints.ts';
import { forgetSeen } from '../sql/lines.ts';
import { addEssai, hadFailed, letGo } from '../sql/runs.ts';

/** A page most of whose records cannot be read: theirs has changed, and nothing of it is believed. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly counts: { unreadable: number; records: number };
  constructor(counts: { unreadable: number; records: number }) {
    super(`${counts.unreadable} records of ${counts.records} cannot be read`);
    this.counts = counts;
  }
}

type Place = { run: RunRow; reading: Reading | null; signal: AbortSignal };

/** The run as it goes on here, after a wait; null when it is over for this process. */
export async function meetTrouble(deps: ImportDeps, place: Place, error: unknown): Promise<RunRow | null> {
  if (place.signal.aborted) return await leave(deps, place, 'waiting');
  if (error instanceof LinkStopped) return await leave(deps, place, error.etat === null ? 'cancelled' : 'parked');
  if (error instanceof RunLost) return null;
  // Ours by name and in nobody's hand: the next look for lost runs finds it, once the base answers.
  if (isUnavailable(error)) return null;
  const is = wordOf(error);
  if (is?.word === 'unavailable') return await tryAgain(deps, place, is);
  if (is?.word === 'busy') return await holdBack(deps, place, is);
  await stopFor(deps, place, { is, error });
  return null;
}

function wordOf(error: unknown): Upstream | null {
  // A reading in doubt is a reading not answered.
  if (error instanceof UpstreamError) return error.is.word === 'doubtful' ? { word: 'unavailable' } : error.is;
  return error instanceof Unreadable ? { word: 'strange', sample: error.message } : null;
}

const mine = ({ run }: Place) => ({ id: run.id, process_id: run.process_id ?? '0' });

async function leave(deps: ImportDeps, place: Place, statut: 'waiting' | 'cancelled' | 'parked'): Promise<null> {
  await inPlace(deps, place, async unit => {
    const left = await letGo(unit, mine(place), { statut });
    if (left && statut === 'cancelled') await forgetSeen(unit, left.id);
  });
  return null;
}

/** A unit of this run, told to whoever looks at it. */
async function inPlace<T>(deps: ImportDeps, { run }: Place, work: (unit: Unit) => Promise<T>): Promise<T> {
  return await deps.inUnit(actorOf(run), async unit => {
    const done = await work(unit);
    await unit.tell(importTopic(run.id));
    await unit.tell(erpLinkTopic(run.link_id));
    return done;
  });
}

/** Quick tries here, then one at a time, further and further apart: as often as it takes. */
async function tryAgain(deps: ImportDeps, place: Place, is: Upstream): Promise<RunRow | null> {
  const next = await inPlace(deps, place, async unit => {
    const run = await addEssai(unit, mine(place));
    if (!run) return null;
    const { in_ms, here } = nextTry(run.essais, randomInt(1000) / 1000);
    const at = unit.now.add({ milliseconds: in_ms }).toString();
    const link = await trouble(unit, deps, { place, is, at });
    const probleme = problems.unavailable({ erp: nameOf(link), at, now: unit.now });
    if (!here) await letGo(unit, mine(place), { statut: 'waiting', prochain_essai_at: at, probleme });
    return here ? { run, in_ms } : null;
  });
  return next ? await afterWait(deps, place, next) : null;
}

async function holdBack(deps: ImportDeps, place: Place, said: Upstream & { word: 'busy' }): Promise<RunRow | null> {
  const most = deps.clock().add({ milliseconds: WAIT_MOST_MS });
  const is =
    Temporal.Instant.compare(Temporal.Instant.from(said.retry_at), most) > 0
      ? { ...said, retry_at: most.toString() }
      : said;
  const in_ms = await inPlace(deps, place, async unit => {
    const link = await trouble(unit, deps, { place, is, at: is.retry_at });
    const ms = Math.max(Temporal.Instant.from(is.retry_at).epochMilliseconds - unit.now.epochMilliseconds, 0);
    if (ms <= WAIT_HERE_MS) return ms;
    const probleme = problems.busy({ erp: nameOf(link), at: is.retry_at, now: unit.now });
    await letGo(unit, mine(place), { statut: 'waiting', prochain_essai_at: is.retry_at, probleme });
    return null;
  });
  if (in_ms === null) return null;
  return await afterWait(deps, place, { run: place.reading?.run ?? place.run, in_ms });
}

async function afterWait(deps: ImportDeps, place: Place, next: { run: RunRow; in_ms: number }): Promise<RunRow | null> {
  await deps.wait(next.in_ms, place.signal).catch(() => {});
  return place.signal.aborted ? await leave(deps, place, 'waiting') : next.run;
}

type Cause = { is: Upstream | null; error: unknown };

/** A person must act (parked: it goes on once he has), or the answer cannot be read, or the hub is wrong. */
async function stopFor(deps: ImportDeps, place: Place, { is, error }: Cause): Promise<void> {
  if (error instanceof AppError && error.code === 'erp_link.not_found')
    return void (await leave(deps, place, 'cancelled'));
  await inPlace(deps, place, async unit => {
    const link = await trouble(unit, deps, { place, is: is ?? { word: 'internal' }, at: null });
    const probleme = problemOf({ is, error }, nameOf(link), unit);
    const statut = is?.word === 'denied' ? 'parked' : 'failed';
    const run = await letGo(unit, mine(place), { statut, probleme });
    if (!run || !link || statut === 'parked') return;
    await recordFailure(unit, { run, link, probleme });
  });
  const said = { 'event.action': 'import', 'hub.run_id': place.run.id, 'hub.link_id': place.run.link_id };
  if (is?.word === 'denied') deps.log.warn('import parked', { ...said, 'hub.why': is.why });
  else deps.log.error('import failed', { ...said, error });
}

function problemOf({ is, error }: Cause, erp: string, unit: Unit): Probleme {
  const said = { erp, now: unit.now };
  if (error instanceof Unreadable) return problems.unreadable({ ...said, ...error.counts });
  if (is === null) return problems.internal();
  if (is.word === 'denied') return is.why === 'credentials' ? problems.credentials(said) : problems.rights(said);
  return problems.strange(said);
}

type Failure = { run: RunRow; link: LinkRow; probleme: Probleme };

/** What a failed run leaves beside its own row: a bar of the day, and a fact; not one more for each try by itself. */
export async function recordFailure(unit: Unit, { run, link, probleme }: Failure): Promise<void> {
  await forgetSeen(unit, run.id);
  if (run.genre === 'apercu') return;
  await noteDay(unit, link.id, 'echoues');
  // They may be the cause: left due, they would have the reading fail again each second.
  await postponeHints(unit, link.id, unit.now.add({ seconds: AFTER_FAILURE_S }).toString());
  if (run.demande === 'automatique' && (await hadFailed(unit, run, probleme.mot))) return;
  const { kind, nom, simulateur } = link;
  const fact = { link_id: link.id, kind, nom, simulateur, import_id: run.id, genre: run.genre };
  await unit.publish('import.failed', { ...fact, compte: compteOf(run), mot: probleme.mot });
}

type Seen = { place: Place; is: Parameters<typeof noteTrouble>[2]['is']; at: string | null };

/** The connexion learns of it, and the reading learns what the connexion became. */
async function trouble(unit: Unit, deps: ImportDeps, { place, is, at }: Seen): Promise<LinkRow | null> {
  await noteTrouble(unit, place.run.link_id, { is, prochain_essai_at: at, log: deps.log });
  const link = await findErpLink(unit, place.run.link_id);
  if (link && place.reading) place.reading.link = link;
  return link;
}

const nameOf = (link: LinkRow | null): string => link?.kind_nom ?? 'L’ERP';
