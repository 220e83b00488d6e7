// One pacing point per connexion, for every process and every kind of work: the row of its pace. Without one, calls are free.
import type { Outbound, OutboundResponse } from '#platform/outbound.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { LinkDeps } from '../link-row.ts';
import { dropPace, savePace, takePace } from '../sql.ts';
import { afterRefusal, isForgotten, nextTurn } from './rules.ts';

type Deps = Pick<LinkDeps, 'inUnit' | 'clock' | 'wait'>;
type Paced = { link_id: string; signal: AbortSignal };

/** Another process may have met a refusal: it is looked for again after so long. */
const LOOK_AGAIN_MS = 2_000;
/** Refused at a pace already learnt and without a word on how long: made again at its next turn, so often. */
const TRIES = 8;

/**
 * The same way out, at the pace that the connexion has learnt. A refused call was not processed (429), so it may be made again
 * here. Throws UpstreamError `busy` while the connexion is asked to wait, before any call.
 */
export function pacedFetch(deps: Deps, fetch: Outbound['fetch'], paced: Paced): Outbound['fetch'] {
  let looked_ms = Number.NEGATIVE_INFINITY;
  let holds = false;
  const turn = async () => {
    const now_ms = deps.clock().epochMilliseconds;
    if (!holds && now_ms - looked_ms < LOOK_AGAIN_MS) return;
    const at_ms = await deps.inUnit(SYSTEM, unit => takeTurn(unit, paced.link_id));
    [holds, looked_ms] = [at_ms !== null, now_ms];
    if (at_ms !== null && at_ms > now_ms) await deps.wait(Math.ceil(at_ms - now_ms), paced.signal);
  };
  return async (url, request) => {
    for (let tries = 1; ; tries += 1) {
      await turn();
      const response = await fetch(url, request);
      if (response.status !== 429) return response;
      const { appris } = await deps.inUnit(SYSTEM, unit => recordRefusal(unit, paced.link_id));
      holds = true;
      if (!appris || saysHowLong(response) || tries === TRIES) return response;
    }
  };
}

const saysHowLong = ({ headers }: OutboundResponse): boolean => headers['retry-after'] !== undefined;

/** When the next call may leave, Unix milliseconds; null when none is held back. Throws UpstreamError `busy`. */
async function takeTurn(unit: Unit, link_id: string): Promise<number | null> {
  const now_ms = unit.now.epochMilliseconds;
  const held = await takePace(unit, link_id);
  if (!held) return null;
  const { pas_avant, pace } = held;
  if (pas_avant && Date.parse(pas_avant) > now_ms) throw new UpstreamError({ word: 'busy', retry_at: pas_avant });
  if (isForgotten(pace, now_ms)) {
    await dropPace(unit, link_id);
    return null;
  }
  const next = nextTurn(pace, now_ms);
  await savePace(unit, link_id, next.pace);
  return next.at_ms;
}

async function recordRefusal(unit: Unit, link_id: string): Promise<{ appris: boolean }> {
  const held = await takePace(unit, link_id);
  const pace = afterRefusal(held?.pace ?? null, unit.now.epochMilliseconds);
  await savePace(unit, link_id, pace);
  return pace;
}
