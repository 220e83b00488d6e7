// What each word of upstream.ts does to a run: try again here, come back later, wait for a person, or end.
import { randomInt } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Probleme } from '#contract/erp-link.ts';
import {
  erpLinkTopic,
  findErpLink,
  type LinkRow,
  LinkStopped,
  nextTry,
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
import { actorOf, type ExportDeps, exportTopic, type RunRow, type Sending } from '../run.ts';
import { countRun } from '../sql/envoi.ts';
import { addEssai, keepCompte, letGo } from '../sql/runs.ts';
import { recordFailure } from './finish-export.ts';

type Place = { run: RunRow; sending: Sending | null; signal: AbortSignal };

/** Whether the run goes on here, after a wait; otherwise it is over for this process. */
export async function meetTrouble(deps: ExportDeps, place: Place, error: unknown): Promise<boolean> {
  if (place.signal.aborted) return await leave(deps, place, 'waiting');
  if (error instanceof LinkStopped) return await leave(deps, place, error.etat === null ? 'cancelled' : 'parked');
  if (error instanceof RunLost) return false;
  // Ours by name and in nobody's hand: the next look for lost runs finds it, once the base answers.
  if (isUnavailable(error)) return false;
  const is = error instanceof UpstreamError ? error.is : null;
  if (is?.word === 'unavailable' || is?.word === 'doubtful') return await tryAgain(deps, place);
  if (is?.word === 'busy') return await holdBack(deps, place, is);
  await stopFor(deps, place, { is, error });
  return false;
}

const mine = ({ run }: Place) => ({ id: run.id, process_id: run.process_id ?? '0' });

async function leave(deps: ExportDeps, place: Place, statut: 'waiting' | 'cancelled' | 'parked'): Promise<false> {
  await inPlace(deps, place, async unit => {
    const left = await letGo(unit, mine(place), { statut });
    if (left && statut === 'cancelled') await keepCompte(unit, left.id, await countRun(unit, left.id));
  });
  return false;
}

/** A unit of this run, told to whoever looks at it. */
async function inPlace<T>(deps: ExportDeps, { run }: Place, work: (unit: Unit) => Promise<T>): Promise<T> {
  return await deps.inUnit(actorOf(run), async unit => {
    const done = await work(unit);
    await unit.tell(exportTopic(run.id));
    await unit.tell(erpLinkTopic(run.link_id));
    return done;
  });
}

/** Quick tries here, then one at a time, further and further apart: as often as it takes. */
async function tryAgain(deps: ExportDeps, place: Place): Promise<boolean> {
  const in_ms = await inPlace(deps, place, async unit => {
    const run = await addEssai(unit, mine(place));
    if (!run) return null;
    const { in_ms: wait_ms, here } = nextTry(run.essais, randomInt(1000) / 1000);
    const at = unit.now.add({ milliseconds: wait_ms }).toString();
    const link = await trouble(unit, deps, { place, is: { word: 'unavailable' }, at });
    const probleme = problems.unavailable({ erp: nameOf(link), at, now: unit.now });
    if (!here) await letGo(unit, mine(place), { statut: 'waiting', prochain_essai_at: at, probleme });
    return here ? wait_ms : null;
  });
  return in_ms !== null && (await afterWait(deps, place, in_ms));
}

async function holdBack(deps: ExportDeps, place: Place, said: Upstream & { word: 'busy' }): Promise<boolean> {
  const most = deps.clock().add({ milliseconds: WAIT_MOST_MS }).toString();
  const retry_at = Date.parse(said.retry_at) > Date.parse(most) ? most : said.retry_at;
  const in_ms = await inPlace(deps, place, async unit => {
    const link = await trouble(unit, deps, { place, is: { ...said, retry_at }, at: retry_at });
    const ms = Math.max(Temporal.Instant.from(retry_at).epochMilliseconds - unit.now.epochMilliseconds, 0);
    if (ms <= WAIT_HERE_MS) return ms;
    const probleme = problems.busy({ erp: nameOf(link), at: retry_at, now: unit.now });
    await letGo(unit, mine(place), { statut: 'waiting', prochain_essai_at: retry_at, probleme });
    return null;
  });
  return in_ms !== null && (await afterWait(deps, place, in_ms));
}

async function afterWait(deps: ExportDeps, place: Place, in_ms: number): Promise<boolean> {
  await deps.wait(in_ms, place.signal).catch(() => {});
  return place.signal.aborted ? await leave(deps, place, 'waiting') : true;
}

type Cause = { is: Upstream | null; error: unknown };

/** A person must act (parked: it goes on once he has), or the answer cannot be read, or the hub is wrong. */
async function stopFor(deps: ExportDeps, place: Place, { is, error }: Cause): Promise<void> {
  if (error instanceof AppError && error.code === 'erp_link.not_found')
    return void (await leave(deps, place, 'cancelled'));
  await inPlace(deps, place, async unit => {
    const link = await trouble(unit, deps, { place, is: is ?? { word: 'internal' }, at: null });
    const probleme = problemOf(is, nameOf(link), unit);
    const statut = is?.word === 'denied' ? 'parked' : 'failed';
    const run = await letGo(unit, mine(place), { statut, probleme });
    if (run && link && statut === 'failed') await recordFailure(unit, { run, link, probleme });
  });
  const said = { 'event.action': 'export', 'hub.run_id': place.run.id, 'hub.link_id': place.run.link_id };
  if (is?.word === 'denied') deps.log.warn('envoi parked', { ...said, 'hub.why': is.why });
  else deps.log.error('envoi failed', { ...said, error });
}

function problemOf(is: Upstream | null, erp: string, unit: Unit): Probleme {
  const said = { erp, now: unit.now };
  if (is === null) return problems.internal();
  if (is.word === 'denied') return is.why === 'credentials' ? problems.credentials(said) : problems.rights(said);
  return problems.strange(said);
}

type Seen = { place: Place; is: Parameters<typeof noteTrouble>[2]['is']; at: string | null };

/** The connexion learns of it, and the run learns what the connexion became. */
async function trouble(unit: Unit, deps: ExportDeps, { place, is, at }: Seen): Promise<LinkRow | null> {
  await noteTrouble(unit, place.run.link_id, { is, prochain_essai_at: at, log: deps.log });
  const link = await findErpLink(unit, place.run.link_id);
  if (link && place.sending) place.sending.link = link;
  return link;
}

const nameOf = (link: LinkRow | null): string => link?.kind_nom ?? 'L’ERP';
