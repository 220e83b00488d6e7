import { hash, randomUUID } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import type { Temporal } from 'temporal-polyfill';
import { secretText } from './api-key-format.ts';
import { deriveKey, type Keyring } from './secrets.ts';

const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';
const MAX_CHARS = 2_000;
/** Servers of one installation may disagree by that much about the time. */
const CLOCK_TOLERANCE_S = 5;
export const ACCESS_TOKEN_LIFE_S = 600;

export type TokenKey = { id: string; bytes: Buffer };

/** One signing key per key of the keyring, the current one first: tokens outlive the turn of a key. */
export const accessTokenKeys = (keyring: Keyring): TokenKey[] =>
  keyring.ids.map(id => ({ id, bytes: deriveKey(keyring, 'access-jwt', id) }));

type Party = { issuer: string; audience: string };
type ToSign = Party & { key: TokenKey; subject: string; session_id: string; now: Temporal.Instant };

/** An access token of ten minutes (RFC 9068 type). `sid` is checked against the open sessions at each request, so it dies with its session. */
export async function signAccessToken({ key, issuer, audience, subject, session_id, now }: ToSign): Promise<string> {
  const at = Math.floor(now.epochMilliseconds / 1000);
  return await new SignJWT({ sid: session_id })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: key.id })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(at)
    .setNotBefore(at)
    .setExpirationTime(at + ACCESS_TOKEN_LIFE_S)
    .sign(key.bytes);
}

export type AccessToken = { subject: string; session_id: string; token_id: string; expires_at_s: number };
type ToVerify = Party & { keys: readonly TokenKey[]; now: Temporal.Instant };

function keyOf(token: string, keys: readonly TokenKey[]): TokenKey | undefined {
  const header = decodeProtectedHeader(token);
  // A header that says where to find its own key is an attack, not a token of ours.
  if (['jku', 'jwk', 'x5u', 'x5c', 'crit'].some(name => name in header)) return undefined;
  return keys.find(key => key.id === header.kid);
}

/** The claims of a token we signed and that holds now, else null; never throws, whatever the text. */
export async function verifyAccessToken(
  token: string,
  { keys, issuer, audience, now }: ToVerify,
): Promise<AccessToken | null> {
  if (token.length > MAX_CHARS) return null;
  try {
    const key = keyOf(token, keys);
    if (!key) return null;
    const { payload } = await jwtVerify(token, key.bytes, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer,
      audience,
      currentDate: new Date(now.epochMilliseconds),
      clockTolerance: CLOCK_TOLERANCE_S,
      maxTokenAge: ACCESS_TOKEN_LIFE_S,
      requiredClaims: ['sub', 'sid', 'jti', 'exp', 'nbf', 'iat'],
    });
    const { sub, sid, jti, exp } = payload;
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof jti !== 'string' || typeof exp !== 'number')
      return null;
    return { subject: sub, session_id: sid, token_id: jti, expires_at_s: exp };
  } catch {
    // Every failure of jose means the same to a caller: not a token of ours, or not now.
    return null;
  }
}

/** `hbl_` one-time links, `hbr_` refresh tokens, `hbs_` browser sessions: 256 random bits in base62. */
export const newOpaqueToken = (prefix: string): string => secretText(prefix);

/** What is kept of a token or key. Plain SHA-256 is right for 256 random bits: nothing to guess, so nothing to slow down. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');
