// What each word of upstream.ts does to a comparison and to a repair: again by itself, or a person reads why.
import type { Probleme } from '#contract/erp-link.ts';
import { erpLinkTopic, findErpLink, noteTrouble } from '#exchange/erp-links/index.ts';
import type { RunDeps } from '#exchange/runs/index.ts';
import { isUnavailable } from '#platform/db/sql.ts';
import { AppError } from '#platform/errors.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { type Upstream, UpstreamError } from '#platform/upstream.ts';
import { problemeOf } from './messages.ts';
import { MAX_ESSAIS, waitOf } from './rules.ts';

/** `is` null: the hub is wrong. `stopped`: this process stops, nothing went wrong. */
export type Trouble = { is: Upstream | null; stopped: boolean; probleme: Probleme | null };
type Met = { link_id: string; signal: AbortSignal; error: unknown };
type WriteDown = (unit: Unit, trouble: Trouble) => Promise<string | null>;

/** Writes it down by `record`, which says when it is tried again, and on the connexion when it is about it. */
export async function meetTrouble(deps: RunDeps, { link_id, signal, error }: Met, record: WriteDown): Promise<void> {
  // Ours by name and in nobody's hand: the next look for lost work finds it, once the base answers.
  if (isUnavailable(error)) return;
  const is = error instanceof UpstreamError ? error.is : null;
  const gone = error instanceof AppError && error.code === 'erp_link.not_found';
  if (is === null && !signal.aborted && !gone)
    deps.log.error('comparison failed', { 'event.action': 'rapprochement', 'hub.link_id': link_id, error });
  await deps.inUnit(SYSTEM, async unit => {
    const link = await findErpLink(unit, link_id);
    const stopped = signal.aborted;
    const prochain_essai_at = await record(unit, {
      is,
      stopped,
      probleme: stopped ? null : problemeOf(is, link?.kind_nom ?? 'L’ERP'),
    });
    await unit.tell(erpLinkTopic(link_id));
    if (link && is && !stopped && isOfTheLink(is))
      await noteTrouble(unit, link_id, { is, prochain_essai_at, log: deps.log });
  });
}

/** That hours may not be read says nothing of the chantiers: the connexion goes on. */
const isOfTheLink = (is: Upstream): boolean =>
  is.word === 'denied' ? is.why !== 'rights' : ['busy', 'unavailable', 'doubtful'].includes(is.word);

/** Whether it is tried again by itself, and when (RFC 3339; null: at once). */
export function whatNext(unit: Unit, { is, stopped }: Trouble, essais: number): { again: boolean; at: string | null } {
  if (stopped) return { again: true, at: null };
  if (is?.word === 'busy') return { again: true, at: is.retry_at };
  const silent = is?.word === 'unavailable' || is?.word === 'doubtful';
  if (!silent || essais >= MAX_ESSAIS) return { again: false, at: null };
  return { again: true, at: unit.now.add({ seconds: waitOf(essais) }).toString() };
}
