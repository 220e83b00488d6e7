// Issue 3/5, JWT abuse, through the whole application: what tokens.test.ts holds of the reader of tokens is held here of every
// way in. One body for all of them: nothing says which check a forger has already passed.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { openKeyring } from '#platform/secrets.ts';
import { accessTokenKeys, signAccessToken } from '#platform/tokens.ts';
import { testApp } from './app.ts';

const hub = await testApp();
const key = accessTokenKeys(hub.ground.keyring)[0]!;
const at = Math.floor(hub.clock.now.epochMilliseconds / 1000);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** Of a person who is signed in: everything of a forged token is true but what its case says. */
const real = { token: '', claims: {} as Record<string, unknown> };
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = { alg: 'HS256', typ: 'at+jwt', kid: key.id };

function forge(header: object, claims: object = {}, secret: string | Buffer = key.bytes): string {
  const text = `${part({ ...HEADER, ...header })}.${part({ ...real.claims, ...claims })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

beforeAll(async () => {
  const { headers } = await hub.jwt(await hub.person({ role: 'administrateur' }));
  real.token = headers['authorization']!.slice('Bearer '.length);
  real.claims = JSON.parse(Buffer.from(real.token.split('.')[1]!, 'base64url').toString());
});

let caller = 0;
/** Each from an address of its own: else the limit on bad credentials answers. */
const ask = (token: string, method = 'GET', url = '/api/v1/chantiers') => {
  caller += 1;
  const headers = { host: 'localhost', authorization: `Bearer ${token}` };
  const payload = method === 'GET' ? {} : { payload: { nom: 'Villa Rose' } };
  return hub.app.server.inject({
    method: method as 'GET',
    url,
    headers,
    remoteAddress: `10.0.${caller >> 8}.${caller & 255}`,
    ...payload,
  });
};

test('a token made again by hand with our key, whole and true, opens: what follows is refused for what it says', async () => {
  expect((await ask(forge({}))).statusCode).toBe(200);
});

const elsewhere = () => accessTokenKeys(openKeyring({ file: join(hub.ground.backup.dir, '..', 'other-keys') }))[0]!;
const CASES: [string, () => string | Promise<string>][] = [
  ['alg none', () => `${part({ ...HEADER, alg: 'none' })}.${part(real.claims)}.`],
  ['alg none with our signature', () => forge({ alg: 'none' })],
  [
    'RS256 under our kid',
    () => new SignJWT(real.claims).setProtectedHeader({ ...HEADER, alg: 'RS256' }).sign(rsa.privateKey),
  ],
  ['a public key as HMAC secret', () => forge({}, {}, pem)],
  ['typ JWT', () => forge({ typ: 'JWT' })],
  ['the typ of an identity token', () => forge({ typ: 'id_token+jwt' })],
  ['another audience', () => forge({}, { aud: 'https://other.example/api' })],
  ['another issuer', () => forge({}, { iss: 'https://other.example' })],
  ['expired', () => forge({}, { iat: at - 700, nbf: at - 700, exp: at - 100 })],
  ['a future nbf', () => forge({}, { nbf: at + 60 })],
  ['a future iat', () => forge({}, { iat: at + 60 })],
  ['a life of a year', () => forge({}, { iat: at - 7200, exp: at + 31_536_000 })],
  ['kid traversal', () => forge({ kid: '../../../../dev/null' }, {}, '')],
  ['kid as SQL', () => forge({ kid: "x' union select 'k" }, {}, 'k')],
  ['jku', () => forge({ jku: 'https://evil.example/jwks.json' })],
  ['x5u', () => forge({ x5u: 'https://evil.example/cert.pem' })],
  ['its own jwk', () => forge({ jwk: { kty: 'oct', k: part('k') } }, {}, 'k')],
  ['crit', () => forge({ crit: ['b64'], b64: false })],
  ['another session', () => forge({}, { sid: '0199c8f0-6f4a-7000-8000-00000000dead' })],
  ['another person in our session', () => forge({}, { sub: '0199c8f0-6f4a-7000-8000-00000000dead' })],
  ['a session that is SQL', () => forge({}, { sid: "' or true --" })],
  [
    'the signature of another installation of the same name',
    async () => {
      const { iss, aud, sub, sid } = real.claims as { iss: string; aud: string; sub: string; sid: string };
      const party = { issuer: iss, audience: aud, subject: sub, session_id: sid, now: hub.clock.now };
      return await signAccessToken({ key: { id: key.id, bytes: elsewhere().bytes }, ...party });
    },
  ],
  ['cut', () => real.token.slice(0, -4)],
  ['without its signature', () => `${real.token.split('.').slice(0, 2).join('.')}.`],
  ['two dots too many', () => `${real.token}..`],
  ['five parts', () => `${real.token}.a.b`],
];

test.each(CASES)(
  '%s: 401 on reads, changes and the account, in the words of a token that never was',
  async (_case, make) => {
    const token = await make();
    for (const [method, url] of [
      ['GET', '/api/v1/chantiers'],
      ['POST', '/api/v1/chantiers'],
      ['GET', '/api/auth/api-keys'],
    ]) {
      const [answer, never] = [await ask(token, method, url), await ask('eyJ.eyJ.x', method, url)];
      expect(answer.statusCode).toBe(401);
      const { request_id: _a, trace_id: _b, ...said } = answer.json();
      const { request_id: _c, trace_id: _d, ...saidOfNothing } = never.json();
      expect(said).toEqual(saidOfNothing);
    }
    expect((await ask(real.token)).statusCode).toBe(200);
  },
);
