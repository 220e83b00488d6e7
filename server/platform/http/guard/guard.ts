// What a good key must pass before its rights are looked at: where it comes from, then how often (decision 0014).
import { AppError, refused } from '../../errors.ts';
import type { Actor } from '../../unit.ts';
import type { AllTaken, Policy, RateLimit, Rule } from '../rate-limit.ts';
import type { RequestFacts } from '../route.ts';
import { isAdmitted } from './address-list.ts';
import { rateHeaders } from './rate-headers.ts';

/** `headers` go on the answer, whatever it is; `refusal` is to be thrown. */
export type Guarded = { headers: Record<string, string>; refusal: AppError | null; reason: 'address' | 'rate' | null };
/** `items`: how many things a lot holds; 1 for any other request. */
export type Guard = (actor: Actor, facts: RequestFacts, items: number) => Promise<Guarded>;

/** `burst`, `user_per_hour` (all keys of one person) and `bulk_items` (of a lot, counted as one request) are settings; null: off. */
export type RateSettings = { burst: Rule | null; user_per_hour: number | null; bulk_items: number | null };

export const HOUR_ALONE: RateSettings = { burst: null, user_per_hour: null, bulk_items: null };

const HOUR_S = 3600;
const PASSED: Guarded = { headers: {}, refusal: null, reason: null };

/** Keys only: people are not counted. A refused address moves no counter, so a stolen key cannot burn its owner's quota. */
export function makeGuard(rateLimit: RateLimit, settings: RateSettings): Guard {
  return async (actor, { ip }, items) => {
    if (actor.kind !== 'api_key' || actor.limite === null) return PASSED;
    if (!isAdmitted(ip, actor.cidrs)) {
      return { headers: {}, refusal: refused('api_key.address_refused'), reason: 'address' };
    }
    const taken = await rateLimit.takeAll(policiesOf(actor, actor.limite, settings), costOf(items, settings));
    const headers = { ...rateHeaders(taken), ...endHeaders(actor) };
    return taken.allowed
      ? { headers, refusal: null, reason: null }
      : { headers, refusal: quotaExceeded(taken), reason: 'rate' };
  };
}

/** A begun part counts whole. */
const costOf = (items: number, { bulk_items }: RateSettings): number =>
  bulk_items ? Math.max(1, Math.ceil(items / bulk_items)) : 1;

/** A machine whose key ends soon, or was replaced, is told on each answer: nobody reads its owner's mail to it. */
const endHeaders = ({ ends_at, superseded }: Actor): Record<string, string> => ({
  ...(ends_at ? { 'hub-key-expires': ends_at } : {}),
  ...(superseded ? { 'hub-key-superseded': '?1' } : {}),
});

function policiesOf({ lineage_id, personne_id }: Actor, limit: number, settings: RateSettings): Policy[] {
  const tag = `u:${personne_id}`;
  const key = `:k:${lineage_id}`;
  const { burst, user_per_hour } = settings;
  const hour = { window_s: HOUR_S };
  return [
    { name: 'hour', kind: 'window', tag, key, rule: { ...hour, limit } },
    ...(burst ? [{ name: 'burst', kind: 'burst', tag, key, rule: burst } as const] : []),
    ...(user_per_hour
      ? [{ name: 'user', kind: 'window', tag, key: '', rule: { ...hour, limit: user_per_hour } } as const]
      : []),
  ];
}

function quotaExceeded({ policies, retry_after_s }: AllTaken): AppError {
  const violated = policies.filter(({ allowed }) => !allowed).map(({ name }) => name);
  return new AppError('quota.exceeded', { retry_after_s, violated });
}

/** `50/10`: fifty at once, refilled over ten seconds. Null for nothing; the setting's schema has refused anything else. */
export function parseBurst(text: string): Rule | null {
  const [limit, window_s] = text.split('/').map(Number);
  return limit && window_s ? { limit, window_s } : null;
}
