import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { openKeyring } from './secrets.ts';
import {
  accessTokenKeys,
  hashToken,
  newOpaqueToken,
  signAccessToken,
  type TokenKey,
  verifyAccessToken,
} from './tokens.ts';

const now = Temporal.Instant.from('2026-11-23T08:00:00Z');
const later = (seconds: number) => now.add({ seconds });
const at = Math.floor(now.epochMilliseconds / 1000);
const key: TokenKey = { id: 'k1', bytes: randomBytes(32) };
const party = { issuer: 'https://hub.example', audience: 'https://hub.example/api' };
const sign = (more = {}) =>
  signAccessToken({ key, ...party, subject: 'personne-1', session_id: 'session-1', now, ...more });
const verify = (token: string, more = {}) => verifyAccessToken(token, { keys: [key], ...party, now, ...more });

const claims = {
  sid: 's',
  sub: 'p',
  jti: 'j',
  iss: party.issuer,
  aud: party.audience,
  iat: at,
  nbf: at,
  exp: at + 600,
};
const b64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
/** A token made by hand, signed with our real key: what remains wrong is what the test is about. */
function forge(header: object, payload: object = claims, secret: string | Buffer = key.bytes) {
  const text = `${b64({ alg: 'HS256', typ: 'at+jwt', kid: 'k1', ...header })}.${b64(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

test('a token signed here is read back, and says what RFC 9068 asks', async () => {
  const token = await sign();
  expect(await verify(token)).toEqual({
    subject: 'personne-1',
    session_id: 'session-1',
    token_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    expires_at_s: at + 600,
  });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' });
  expect(decodeJwt(token)).toMatchObject({ iat: at, nbf: at, exp: at + 600 });
  expect(await verify(forge({}))).not.toBeNull();
});

test('it lives ten minutes, give or take the tolerance between servers', async () => {
  const token = await sign();
  expect(await verify(token, { now: later(599) })).not.toBeNull();
  expect(await verify(token, { now: later(606) })).toBeNull();
  expect(await verify(token, { now: later(-4) })).not.toBeNull();
  expect(await verify(token, { now: later(-60) })).toBeNull();
});

test('after a turn of keys the tokens of the old key still hold, and one of a removed key does not', async () => {
  const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
  const [a, b] = [entry('a'), entry('b')];
  const keysOf = (...entries: string[]) => accessTokenKeys(openKeyring({ env: entries.join(), file: 'unused' }));
  const token = await sign({ key: keysOf(a)[0] });
  expect(await verify(token, { keys: keysOf(b, a) })).not.toBeNull();
  expect(await verify(token, { keys: keysOf(b) })).toBeNull();
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const without = (name: keyof typeof claims) =>
  Object.fromEntries(Object.entries(claims).filter(([other]) => other !== name));

test.each<[string, () => string | Promise<string>]>([
  ['algorithm none', () => `${b64({ alg: 'none', typ: 'at+jwt', kid: 'k1' })}.${b64(claims)}.`],
  ['algorithm NonE with our signature', () => forge({ alg: 'NonE' })],
  [
    'another HMAC',
    () => {
      const text = `${b64({ alg: 'HS512', typ: 'at+jwt', kid: 'k1' })}.${b64(claims)}`;
      return `${text}.${createHmac('sha512', key.bytes).update(text).digest('base64url')}`;
    },
  ],
  [
    'RS256',
    () => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1' }).sign(rsa.privateKey),
  ],
  ['a public key used as HMAC secret', () => forge({}, claims, pem)],
  ['another key', () => forge({}, claims, randomBytes(32))],
  ['an empty key', () => forge({}, claims, '')],
  ['type JWT', () => forge({ typ: 'JWT' })],
  ['no type', () => forge({ typ: undefined })],
  ['no kid', () => forge({ kid: undefined })],
  ['unknown kid', () => forge({ kid: 'k2' })],
  ['kid as a path', () => forge({ kid: '../../../dev/null' })],
  ['kid as a list', () => forge({ kid: ['k1'] })],
  ['kid of every object', () => forge({ kid: '__proto__' })],
  ['jku', () => forge({ jku: 'https://evil.example/jwks' })],
  ['x5u', () => forge({ x5u: 'https://evil.example/cert' })],
  ['x5c', () => forge({ x5c: ['MIIB'] })],
  ['its own jwk', () => forge({ jwk: { kty: 'oct', k: b64('x') } })],
  ['crit', () => forge({ crit: ['b64'], b64: false })],
  ['another issuer', () => forge({}, { ...claims, iss: 'https://evil.example' })],
  ['another audience', () => forge({}, { ...claims, aud: 'https://other.example' })],
  ['a session number instead of a text', () => forge({}, { ...claims, sid: 1 })],
  ['exp as text', () => forge({}, { ...claims, exp: '9999999999' })],
  ['a life longer than ours', () => forge({}, { ...claims, iat: at - 7200, nbf: at - 7200, exp: at + 600 })],
  ['a future nbf', () => forge({}, { ...claims, nbf: at + 60 })],
  ['a future iat', () => forge({}, { ...claims, iat: at + 60 })],
  ...Object.keys(claims).map(
    name => [`no ${name}`, () => forge({}, without(name as keyof typeof claims))] as [string, () => string],
  ),
  ['a payload that is no object', () => forge({}, [] as object)],
  ['a payload that is no JSON', () => `${b64({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${b64('{')}.${b64('x')}`],
  ['a huge one', () => forge({}, { ...claims, pad: 'x'.repeat(10_000) })],
  ['five parts', async () => `${await sign()}.a.b`],
  ['a space before', async () => ` ${await sign()}`],
  ['an empty text', () => ''],
  ['dots', () => '..'],
  ['a text with null characters', () => 'eyJ\u0000.eyJ\u0000.\u0000'],
])('a token with %s is refused quietly', async (_what, make) => {
  expect(await verify(await make())).toBeNull();
});

test('a token cut or changed anywhere is refused', async () => {
  const token = await sign();
  for (let length = 0; length < token.length; length += 7) expect(await verify(token.slice(0, length))).toBeNull();
  for (let place = 0; place < token.length - 1; place += 5) {
    const bent = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
    expect(await verify(bent), bent).toBeNull();
  }
});

test('opaque tokens carry their prefix and 43 base62 characters, and never repeat', () => {
  const tokens = Array.from({ length: 100 }, () => newOpaqueToken('hbl_'));
  for (const token of tokens) expect(token).toMatch(/^hbl_[0-9A-Za-z]{43}$/);
  expect(new Set(tokens).size).toBe(100);
  expect(hashToken('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
