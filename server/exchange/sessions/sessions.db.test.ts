import { beforeAll, expect, test } from 'vitest';
import { type Caller, PASSWORD, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
let admin: Caller;
beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});

const me = (as: Caller) => t.request('GET', '/api/auth/session', { as });
const activation = async (id: string, active: boolean) => {
  const as = await t.jwt(await t.person({ role: 'administrateur' }));
  const { version } = (await t.request('GET', `/api/v1/personnes/${id}`, { as })).json<{ version: number }>();
  const answer = await t.request('POST', `/api/v1/personnes/${id}/activation`, {
    as,
    body: { active },
    headers: { 'if-match': `"${version}"` },
  });
  expect(answer.statusCode).toBe(200);
};
/** What the clock of the hub does every few seconds. */
const writeSights = () => t.app.features.find(feature => feature.name === 'sessions')!.stop!();

test('a person who is deactivated is nobody at his next request, by cookie and by JWT, read or write', async () => {
  const person = await t.person({ role: 'conducteur' });
  for (const signIn of [t.cookie, t.jwt]) {
    const as = await signIn(person);
    expect((await me(as)).statusCode).toBe(200);
    await activation(person.id, false);
    for (const [method, url, body] of [
      ['GET', '/api/auth/session'],
      ['GET', '/api/v1/chantiers'],
      ['POST', '/api/v1/chantiers', { nom: 'Halle de sport' }],
      ['PUT', '/api/auth/mot-de-passe', { ancien: PASSWORD, nouveau: 'quatre autres murs' }],
    ] as const) {
      const answer = await t.request(method, url, { as, body });
      expect([answer.statusCode, answer.json().code], `${method} ${url}`).toEqual([401, 'unauthenticated']);
    }
    await activation(person.id, true);
    expect((await me(as)).statusCode, 'coming back means signing in again').toBe(401);
  }
});

test('a person deactivated by any other way than the route loses his sessions too', async () => {
  const person = await t.person();
  const as = await t.cookie(person);
  await t.db.sql`update personnes set active = false where id = ${person.id}`;
  await t.db.sql`update personnes set active = true where id = ${person.id}`;
  expect((await me(as)).statusCode).toBe(401);
});

test('a session still open in the table opens nothing while its person is deactivated', async () => {
  const person = await t.person();
  const callers = [await t.cookie(person), await t.jwt(person)];
  await t.db.sql`update personnes set active = false where id = ${person.id}`;
  await t.db.sql`update sessions set ended_at = null where personne_id = ${person.id}`;
  for (const as of callers) expect((await me(as)).statusCode).toBe(401);
});

test('a role lowered is lowered at the next request', async () => {
  const person = await t.person({ role: 'administrateur' });
  const as = await t.cookie(person);
  expect((await t.request('GET', '/api/v1/personnes', { as })).statusCode).toBe(200);
  await t.db.sql`update personnes set role = 'compagnon' where id = ${person.id}`;
  expect((await t.request('GET', '/api/v1/personnes', { as })).json().code).toBe('role.insufficient');
});

test('a browser session that is used slides on, and ends after half an hour without use', async () => {
  const as = await t.cookie(await t.person());
  for (let index = 0; index < 4; index++) {
    t.clock.advance({ minutes: 29, seconds: 55 });
    expect((await me(as)).statusCode, `use ${index}`).toBe(200);
    await writeSights();
  }
  t.clock.advance({ minutes: 31 });
  expect((await me(as)).statusCode).toBe(401);
});

test('no request writes: uses are gathered and written together, forward only', async () => {
  const person = await t.person();
  const as = await t.cookie(person);
  const seen = async () =>
    (await t.db.sql`select seen_at from sessions where personne_id = ${person.id}`)[0]!['seen_at'] as string;
  const before = await seen();
  t.clock.advance({ minutes: 5 });
  const from = t.db.statements.length;
  await me(as);
  await me(as);
  expect(t.db.statements.slice(from).filter(text => !/^\s*with acteur/.test(text))).toEqual([]);
  expect(await seen()).toBe(before);
  await writeSights();
  const after = await seen();
  expect(after).toBe(t.clock.now.toString({ smallestUnit: 'millisecond' }));
  await t.db.sql`update sessions set seen_at = seen_at + interval '1 minute' where personne_id = ${person.id}`;
  await me(as);
  await writeSights();
  expect(Date.parse(await seen())).toBe(Date.parse(after) + 60_000);
});

test('no use prolongs a browser session beyond twelve hours', async () => {
  const as = await t.cookie(await t.person());
  for (let index = 0; index < 28; index++) {
    t.clock.advance({ minutes: 25 });
    expect((await me(as)).statusCode, `use ${index}`).toBe(200);
    await writeSights();
  }
  t.clock.advance({ minutes: 21 });
  expect((await me(as)).statusCode).toBe(401);
});

test('a new password ends the other sessions and keeps this one; the old one is asked and no longer opens', async () => {
  const person = await t.person();
  const [here, elsewhere, api] = [await t.cookie(person), await t.cookie(person), await t.jwt(person)];
  const change = (ancien: string, nouveau: string) =>
    t.request('PUT', '/api/auth/mot-de-passe', { as: here, body: { ancien, nouveau } });
  const nouveau = 'cinq murs et deux toits';
  expect((await change('pas celui-là', nouveau)).json().code).toBe('sign_in.refused');
  expect((await change(PASSWORD, 'court')).json().code).toBe('password.too_short');
  expect((await change(PASSWORD, 'azertyuiop')).json().code).toBe('password.too_common');
  expect((await change(PASSWORD, person.email)).json().code).toBe('password.personal');
  for (const as of [here, elsewhere, api]) expect((await me(as)).statusCode).toBe(200);
  expect((await change(PASSWORD, nouveau)).statusCode).toBe(204);
  expect((await me(here)).statusCode).toBe(200);
  for (const as of [elsewhere, api]) expect((await me(as)).statusCode).toBe(401);
  const signIn = (mot_de_passe: string) =>
    t.request('POST', '/api/auth/session', { body: { identifiant: person.email, mot_de_passe } });
  expect((await signIn(PASSWORD)).statusCode).toBe(401);
  expect((await signIn(nouveau)).statusCode).toBe(201);
});

test('the old password may be guessed ten times, not eleven', async () => {
  const as = await t.cookie(await t.person());
  const guess = async (ancien: string) =>
    (await t.request('PUT', '/api/auth/mot-de-passe', { as, body: { ancien, nouveau: 'cinq murs et deux toits' } }))
      .statusCode;
  for (let index = 0; index < 10; index++) expect(await guess(`essai ${index}`)).toBe(401);
  expect(await guess(PASSWORD)).toBe(429);
});

test('a password is kept as Argon2id with the parameters of OWASP, and an older hash is renewed at sign-in', async () => {
  const person = await t.person();
  const hashOf = async () =>
    (await t.db.sql`select password_hash from comptes where personne_id = ${person.id}`)[0]!['password_hash'] as string;
  expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  // The same password, hashed with m=8192, t=1.
  const older = '$argon2id$v=19$m=8192,t=1,p=1$3U4TBnNxGLFYmYpZogRAtA$71ZNsYLdgstZUUgYM57kIEt7FVQvtWchfMhin9DJr9w';
  await t.db.sql`update comptes set password_hash = ${older} where personne_id = ${person.id}`;
  const as = await t.cookie(person);
  expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await me(as)).statusCode).toBe(200);
});

test('no password, token, link or code secret lies in clear in any table', async () => {
  const person = await t.person();
  const cookie = (await t.cookie(person)).headers['cookie']!.split('=')[1]!;
  const tokens = (
    await t.request('POST', '/api/auth/token', {
      body: { grant: 'password', identifiant: person.email, mot_de_passe: PASSWORD },
    })
  ).json<{ access_token: string; refresh_token: string }>();
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
  const lien = (await t.request('POST', `/api/v1/personnes/${person.id}/lien`, { as: admin })).json<{ url: string }>();
  const bearer = { headers: { authorization: `Bearer ${tokens.access_token}` } };
  const totp = (await t.request('POST', '/api/auth/totp', { as: bearer })).json<{ secret: string }>();
  const secrets = [cookie, tokens.access_token, tokens.refresh_token, lien.url.split('#')[1]!, totp.secret, PASSWORD];
  expect(secrets.every(secret => secret.length > 15)).toBe(true);
  const tables = await t.db.sql`select tablename from pg_tables where schemaname = 'public'`;
  let text = '';
  for (const { tablename } of tables) {
    const rows = await t.db.sql.unsafe(`select t::text as row from ${tablename} t`);
    text += rows.map(row => row['row']).join('\n');
  }
  expect(text).toContain(person.id);
  for (const secret of secrets) {
    expect(text).not.toContain(secret);
    expect(text.toLowerCase()).not.toContain(Buffer.from(secret).toString('hex'));
  }
  const log = t.lines.join('');
  for (const secret of secrets) expect(log).not.toContain(secret);
});

test('the nightly purge forgets what ended long ago and keeps what is open', async () => {
  const person = await t.person();
  const as = await t.jwt(person);
  await t.cookie(person);
  t.clock.advance({ hours: 29 * 24 });
  const count = async (table: string) =>
    (await t.db.sql.unsafe(`select count(*)::integer as n from ${table}`))[0]!['n'] as number;
  const purge = t.app.features.find(feature => feature.name === 'sessions')!.jobs![0]!;
  const mine = async () =>
    (await t.db.sql`select kind from sessions where personne_id = ${person.id} order by kind`).map(row => row['kind']);
  await purge.run({}, new AbortController().signal);
  expect(await mine()).toEqual(['jwt', 'session']);
  t.clock.advance({ hours: 3 * 24 });
  await purge.run({}, new AbortController().signal);
  expect(await mine()).toEqual(['jwt']);
  t.clock.advance({ hours: 60 * 24 });
  await purge.run({}, new AbortController().signal);
  for (const table of ['sessions', 'refresh_tokens', 'liens']) expect(await count(table), table).toBe(0);
  expect((await me(as)).statusCode).toBe(401);
});
