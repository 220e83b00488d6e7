import type { RateLimit } from '#platform/http/rate-limit.ts';
import type { RequestFacts } from '#platform/http/route.ts';
import type { Log } from '#platform/log.ts';
import type { Keyring } from '#platform/secrets.ts';
import type { Actor, Clock, InUnit } from '#platform/unit.ts';

export type Deps = {
  inUnit: InUnit;
  clock: Clock;
  keyring: Keyring;
  rateLimit: RateLimit;
  log: Log;
  public_url: string;
  demo: boolean;
};

/** Who asks, from where: what the edge knows beside the input. */
export type Caller = { request: RequestFacts; actor: Actor };

/** The fields of a line of the security stream; never what was typed. */
export const logged = ({ request }: Pick<Caller, 'request'>, personne_id: string | null) => ({
  ...(personne_id ? { 'user.id': personne_id } : {}),
  'source.ip': request.ip,
  'http.request.id': request.id,
});
