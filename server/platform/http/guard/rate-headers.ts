// What a caller is told of his quotas. The names may still move (draft-ietf-httpapi-ratelimit-headers-11): they are here only.
import type { AllTaken } from '../rate-limit.ts';

/** `RateLimit` and `RateLimit-Policy`, and the older X-RateLimit-* for the quota that is nearest to its end; all waits in seconds. */
export function rateHeaders({ policies, allowed, retry_after_s }: AllTaken): Record<string, string> {
  const [tightest] = policies.toSorted((one, other) => one.remaining - other.remaining);
  if (!tightest) return {};
  return {
    'ratelimit-policy': policies.map(({ name, limit, window_s }) => `"${name}";q=${limit};w=${window_s}`).join(', '),
    ratelimit: policies.map(({ name, remaining, reset_s }) => `"${name}";r=${remaining};t=${reset_s}`).join(', '),
    'x-ratelimit-limit': String(tightest.limit),
    'x-ratelimit-remaining': String(tightest.remaining),
    'x-ratelimit-reset': String(allowed ? tightest.reset_s : retry_after_s),
  };
}
