import { beforeAll, expect, test } from 'vitest';
import type { Tokens } from '#contract/session.ts';
import { type Caller, PASSWORD, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});

const ask = (body: unknown) => t.request('POST', '/api/auth/token', { body });
const granted = async ({ email }: { email: string }) =>
  (await ask({ grant: 'password', identifiant: email, mot_de_passe: PASSWORD })).json<Tokens>();
const refresh = (refresh_token: string) => ask({ grant: 'refresh', refresh_token });
const bearer = ({ access_token }: Tokens): Caller => ({ headers: { authorization: `Bearer ${access_token}` } });
const me = async (tokens: Tokens) => (await t.request('GET', '/api/auth/session', { as: bearer(tokens) })).statusCode;
const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index]!, 'base64url').toString('utf8'));
const reuses = () => t.lines.filter(line => JSON.parse(line)['event.action'] === 'authn_token_reuse').length;

test('an access token says whose it is, for ten minutes, and is never stored by a cache', async () => {
  const person = await t.person();
  const answer = await ask({ grant: 'password', identifiant: person.email, mot_de_passe: PASSWORD });
  expect([answer.statusCode, answer.headers['cache-control'], answer.headers['set-cookie']]).toEqual([
    200,
    'no-store',
    undefined,
  ]);
  const tokens = answer.json<Tokens>();
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
  expect(part(tokens.access_token, 0)).toMatchObject({ typ: 'at+jwt', alg: 'HS256' });
  expect(part(tokens.access_token, 1)).toMatchObject({ sub: person.id, iss: 'http://localhost' });
  expect(await me(tokens)).toBe(200);
  t.clock.advance({ minutes: 10, seconds: 6 });
  expect(await me(tokens)).toBe(401);
});

test('a wrong password gives no token', async () => {
  const { email } = await t.person();
  const answer = await ask({ grant: 'password', identifiant: email, mot_de_passe: 'pas celui-là' });
  expect([answer.statusCode, answer.json().code]).toEqual([401, 'sign_in.refused']);
});

test('a refresh token gives a new pair at each use and goes on for thirty days, not one more', async () => {
  let tokens = await granted(await t.person());
  const signed_in_at = t.clock.now;
  for (let day = 0; day < 29; day++) {
    t.clock.advance({ hours: 24 });
    const next = (await refresh(tokens.refresh_token)).json<Tokens>();
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(await me(next)).toBe(200);
    tokens = next;
  }
  t.clock.now = signed_in_at.add({ hours: 30 * 24, seconds: 1 });
  expect((await refresh(tokens.refresh_token)).json().code).toBe('refresh.refused');
});

test('an old refresh token that comes back ends the session, for the thief and for the owner', async () => {
  const stolen = await granted(await t.person());
  t.clock.advance({ minutes: 5 });
  const owner = (await refresh(stolen.refresh_token)).json<Tokens>();
  t.clock.advance({ seconds: 11 });
  const before = reuses();
  const thief = await refresh(stolen.refresh_token);
  expect([thief.statusCode, thief.json().code]).toEqual([401, 'refresh.refused']);
  expect(await me(owner)).toBe(401);
  expect((await refresh(owner.refresh_token)).statusCode).toBe(401);
  expect(reuses()).toBe(before + 1);
});

test('an answer lost on its way is given once more within ten seconds, and no third time', async () => {
  const first = await granted(await t.person());
  const lost = (await refresh(first.refresh_token)).json<Tokens>();
  t.clock.advance({ seconds: 4 });
  const again = (await refresh(first.refresh_token)).json<Tokens>();
  expect(await me(again)).toBe(200);
  expect(await me(lost)).toBe(200);
  // Whoever goes on with one makes the other an old one.
  t.clock.advance({ minutes: 10 });
  const next = (await refresh(again.refresh_token)).json<Tokens>();
  expect(await me(next)).toBe(200);
  t.clock.advance({ seconds: 11 });
  expect((await refresh(lost.refresh_token)).statusCode).toBe(401);
  expect(await me(next)).toBe(401);

  const other = await granted(await t.person());
  for (const status of [200, 200, 401]) expect((await refresh(other.refresh_token)).statusCode).toBe(status);
});

test('two refreshes at the same moment both get a pair and leave one session', async () => {
  const person = await t.person();
  const tokens = await granted(person);
  const answers = await Promise.all([refresh(tokens.refresh_token), refresh(tokens.refresh_token)]);
  for (const answer of answers) expect(await me(answer.json<Tokens>())).toBe(200);
  const [row] = await t.db.sql`
    select count(*)::integer as n, count(ended_at)::integer as ended from sessions where personne_id = ${person.id}`;
  expect(row).toEqual({ n: 1, ended: 0 });
});

test('a refresh token dies with its person and with its session', async () => {
  for (const kill of [
    (id: string) => t.db.sql`update personnes set active = false where id = ${id}`,
    (id: string) => t.db.sql`update sessions set ended_at = now() where personne_id = ${id}`,
    async (id: string) => {
      await t.db.sql`update personnes set active = false where id = ${id}`;
      await t.db.sql`update sessions set ended_at = null where personne_id = ${id}`;
    },
  ]) {
    const person = await t.person();
    const tokens = await granted(person);
    await kill(person.id);
    expect((await refresh(tokens.refresh_token)).json().code).toBe('refresh.refused');
  }
});

test.each([`hbr_${'a'.repeat(43)}`, 'hbr_', 'eyJhbGciOiJub25lIn0.e30.', "' or 1=1 --", 'hbs_x'])(
  'the refresh token "%s" is refused',
  async text => {
    expect((await refresh(text)).json().code).toBe('refresh.refused');
  },
);

test('an access token cannot be a session cookie, nor a refresh token an access token', async () => {
  const tokens = await granted(await t.person());
  const cookie = { headers: { cookie: `__Host-hub_session=${tokens.access_token}` } };
  expect((await t.request('GET', '/api/auth/session', { as: cookie })).statusCode).toBe(401);
  expect(await me({ ...tokens, access_token: tokens.refresh_token })).toBe(401);
});
