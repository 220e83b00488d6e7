import { refused } from '#platform/errors.ts';
import type { RequestFacts } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { hashToken, newOpaqueToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { endOfSession } from './rules.ts';
import { SESSION_PREFIX } from './session-cookie.ts';
import { insertRefreshToken } from './sql/refresh-tokens.ts';
import { insertSession } from './sql/sessions.ts';

type Opening = { personne_id: string; request: RequestFacts };

/** A new token at each sign-in (ASVS 7.2.4); it exists here and in the browser's cookie, nowhere else. */
export async function openBrowserSession(
  unit: Unit,
  { personne_id, request }: Opening,
): Promise<{ id: string; token: string }> {
  const token = newOpaqueToken(SESSION_PREFIX);
  const id = newId();
  const expires_at = endOfSession('session', unit.now).toString();
  const { ip, agent } = request;
  const session = { id, personne_id, kind: 'session', secret_hash: hashToken(token), ip, agent, expires_at } as const;
  if (!(await insertSession(unit, session))) throw refused('sign_in.refused');
  return { id, token };
}

/** A session whose access tokens are renewed by a refresh token. */
export async function openApiSession(
  unit: Unit,
  { personne_id, request }: Opening,
): Promise<{ id: string; refresh_token: string }> {
  const id = newId();
  const expires_at = endOfSession('jwt', unit.now).toString();
  const { ip, agent } = request;
  if (!(await insertSession(unit, { id, personne_id, kind: 'jwt', secret_hash: null, ip, agent, expires_at }))) {
    throw refused('sign_in.refused');
  }
  return { id, refresh_token: await addRefreshToken(unit, id, expires_at) };
}

/** Its end is its session's: renewing never prolongs. */
export async function addRefreshToken(unit: Unit, session_id: string, expires_at: string): Promise<string> {
  const refresh_token = newOpaqueToken('hbr_');
  await insertRefreshToken(unit, { secret_hash: hashToken(refresh_token), session_id, expires_at });
  return refresh_token;
}
