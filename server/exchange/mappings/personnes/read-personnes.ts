// The job that reads the people of one connexion, and what each word of upstream.ts does to it.
import { findErpLink, getErpLink, noteAnswered, noteTrouble } from '#exchange/erp-links/index.ts';
import { isUnavailable } from '#platform/db/sql.ts';
import { AppError, refused } from '#platform/errors.ts';
import type { Presence } from '#platform/jobs/presence.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { type Upstream, UpstreamError } from '#platform/upstream.ts';
import { readPersonnesJob } from '../jobs.ts';
import { problemeOf } from '../messages.ts';
import { MAX_ESSAIS, waitOf } from '../rules.ts';
import { askLecture, listDueLectures, listStale, putOffLecture, takeLecture } from '../sql/lectures.ts';
import { type ReadingDeps, refreshPersonnes } from './refresh-personnes.ts';

export type PersonnesDeps = ReadingDeps & {
  presence: Pick<Presence, 'id'>;
  /** Connexions whose people this process reads. */
  working: Set<string>;
};

/** Throws erp_link.not_found, erp_link.not_ready. */
export async function askPersonnes(unit: Unit, link_id: string): Promise<void> {
  if ((await getErpLink(unit, link_id)).etat !== 'active') throw refused('erp_link.not_ready');
  await askLecture(unit, link_id);
  await unit.enqueue(readPersonnesJob, { link_id }, { once: link_id });
}

/** The tick: once read, or once hours leave for them, people are read each day. */
export async function planDuePersonnes(unit: Unit): Promise<void> {
  for (const { link_id } of await listStale(unit)) {
    await askLecture(unit, link_id);
    await unit.enqueue(readPersonnesJob, { link_id }, { once: link_id });
  }
}

/** About every second: the queue's own jobs may be gone, the rows are what counts. */
export async function wakePersonnes(unit: Unit, { presence, working }: PersonnesDeps): Promise<void> {
  for (const { link_id } of await listDueLectures(unit, { process_id: presence.id, working: [...working] })) {
    await unit.enqueue(readPersonnesJob, { link_id }, { once: link_id });
  }
}

/** Never throws for what the ERP does: that is written for people. */
export async function readPersonnes(deps: PersonnesDeps, link_id: string, signal: AbortSignal): Promise<void> {
  const taken = await deps.inUnit(SYSTEM, async unit => {
    if ((await findErpLink(unit, link_id))?.etat !== 'active') return null;
    const lecture = await takeLecture(unit, link_id, deps.presence.id);
    // Before the commit: what bears our name and is not in this set is taken for lost.
    if (lecture) deps.working.add(link_id);
    return lecture;
  });
  if (!taken) return;
  try {
    await refreshPersonnes(deps, link_id, { signal });
    await deps.inUnit(SYSTEM, unit => noteAnswered(unit, link_id, deps));
  } catch (error) {
    if (!isUnavailable(error)) await meetTrouble(deps, { link_id, essais: taken.essais, signal }, error);
  } finally {
    deps.working.delete(link_id);
  }
}

type Place = { link_id: string; essais: number; signal: AbortSignal };

async function meetTrouble(deps: PersonnesDeps, { link_id, essais, signal }: Place, error: unknown): Promise<void> {
  const is = error instanceof UpstreamError ? error.is : null;
  const gone = error instanceof AppError && error.code === 'erp_link.not_found';
  if (is === null && !signal.aborted && !gone) {
    deps.log.error('people not read', { 'event.action': 'erp_personnes', 'hub.link_id': link_id, error });
  }
  await deps.inUnit(SYSTEM, async unit => {
    const link = await findErpLink(unit, link_id);
    if (!link) return;
    if (signal.aborted) {
      const prochain_essai_at = unit.now.toString();
      return void (await putOffLecture(unit, link_id, { prochain_essai_at, probleme: null, essais }));
    }
    const prochain_essai_at = nextTryOf(unit, is, essais);
    const probleme = problemeOf(is, link.kind_nom);
    await putOffLecture(unit, link_id, { prochain_essai_at, probleme, essais: essais + 1 });
    // That people may not be read says nothing of the chantiers: the connexion goes on.
    const ofTheLink = is && (is.word === 'denied' ? is.why !== 'rights' : ['busy', 'unavailable'].includes(is.word));
    if (ofTheLink) await noteTrouble(unit, link_id, { is, prochain_essai_at, log: deps.log });
  });
}

/** When it is tried again by itself; null: not before the next day, or a person. */
function nextTryOf(unit: Unit, is: Upstream | null, essais: number): string | null {
  if (is?.word === 'busy') return is.retry_at;
  const silent = is?.word === 'unavailable' || is?.word === 'doubtful';
  return silent && essais < MAX_ESSAIS ? unit.now.add({ seconds: waitOf(essais) }).toString() : null;
}
