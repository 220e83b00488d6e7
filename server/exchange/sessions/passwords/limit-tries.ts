// Failed tries of a password or a code: 10 an account, 50 an address, each quarter of an hour.
import { createHash } from 'node:crypto';
import { AppError } from '#platform/errors.ts';
import { addressKey, type Rule } from '#platform/http/rate-limit.ts';
import { type Caller, type Deps, logged } from '../deps.ts';

const PER_ACCOUNT: Rule = { limit: 10, window_s: 900 };
const PER_ADDRESS: Rule = { limit: 50, window_s: 900 };

export type Try = {
  /** It was not a failure: it does not count. */
  forgive: () => Promise<void>;
};

/**
 * Takes the place of one try before it is judged, so that no burst passes the limit; throws too_many without a look at the
 * password. `account` names the account aimed at, existing or not; it is hashed, since people type passwords there too.
 */
export async function countTry(
  { rateLimit, log }: Pick<Deps, 'rateLimit' | 'log'>,
  account: string,
  { request }: Pick<Caller, 'request'>,
): Promise<Try> {
  const address_key = `sign-in:${addressKey(request.ip)}`;
  const account_key = `sign-in:${createHash('sha256').update(account).digest('base64url')}`;
  const refuse = (retry_after_s: number): never => {
    log.security('authn_login_fail_max', logged({ request }, null));
    throw new AppError('too_many', { retry_after_s });
  };
  const address = await rateLimit.take(address_key, PER_ADDRESS);
  if (!address.allowed) refuse(address.retry_after_s);
  const taken = await rateLimit.take(account_key, PER_ACCOUNT);
  if (!taken.allowed) {
    // Not judged, so not a failure: one locked account must not lock the whole office behind the same address.
    await rateLimit.giveBack(address_key, PER_ADDRESS);
    refuse(taken.retry_after_s);
  }
  return {
    forgive: async () => {
      await rateLimit.giveBack(address_key, PER_ADDRESS);
      await rateLimit.giveBack(account_key, PER_ACCOUNT);
    },
  };
}
