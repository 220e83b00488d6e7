import { beforeAll, expect, test } from 'vitest';
import type { OpenSession, Session } from '#contract/session.ts';
import { type Caller, COOKIE, PASSWORD, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});

const signIn = (identifiant: string, mot_de_passe: string, headers: Record<string, string> = {}) =>
  t.request('POST', '/api/auth/session', { body: { identifiant, mot_de_passe }, headers });
const me = (as?: Caller) => t.request('GET', '/api/auth/session', { ...(as ? { as } : {}) });
const quarter = () => t.clock.advance({ minutes: 31 });

test('the session cookie is bound to the host, out of reach of scripts, and new at each sign-in', async () => {
  const { email } = await t.person();
  const answers = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)];
  const cookies = answers.map(answer => String(answer.headers['set-cookie']));
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-hub_session=hbs_[0-9A-Za-z]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  }
  expect(cookies[0]).not.toBe(cookies[1]);
  expect(answers[0]!.headers['cache-control']).toBe('no-store');
  expect(answers[0]!.json<Session>()).toMatchObject({ totp_active: false, demo: false });
});

test('people sign in by e-mail in any case, or by telephone in any writing', async () => {
  const { id, email } = await t.person();
  await t.db.sql`update personnes set telephone = '+33639980077' where id = ${id}`;
  for (const identifiant of [email.toUpperCase(), ` ${email} `, '06 39 98 00 77', '+33 6 39 98 00 77', '0639980077']) {
    const answer = await signIn(identifiant, PASSWORD);
    expect(answer.statusCode, identifiant).toBe(201);
    expect(answer.json<Session>().personne.id).toBe(id);
  }
});

test('unknown, wrong, deactivated and without a password are answered alike, headers included', async () => {
  const known = await t.person();
  const deactivated = await t.person({ active: false });
  const nameless = await t.person();
  await t.db.sql`update comptes set password_hash = null where personne_id = ${nameless.id}`;
  const never = await t.person();
  await t.db.sql`delete from comptes where personne_id = ${never.id}`;
  const from = t.lines.length;
  const answers = [
    await signIn(known.email, 'pas le bon mot'),
    await signIn('personne@exemple.fr', PASSWORD),
    await signIn('pas un identifiant', PASSWORD),
    await signIn('06 12 34 56 78', PASSWORD),
    await signIn(deactivated.email, PASSWORD),
    await signIn(nameless.email, PASSWORD),
    await signIn(never.email, PASSWORD),
  ];
  const bare = answers.map(({ statusCode, headers, body }) => {
    const { 'x-request-id': _, date: __, traceparent: ___, ...rest } = headers;
    return { statusCode, headers: rest, body: body.replace(/"(request|trace)_id":"[^"]*"/g, '') };
  });
  expect(bare[0]).toMatchObject({ statusCode: 401 });
  expect(answers[0]!.json().code).toBe('sign_in.refused');
  expect(answers[0]!.headers['set-cookie']).toBeUndefined();
  for (const other of bare.slice(1)) expect(other).toEqual(bare[0]);
  const failures = t.lines.slice(from).filter(line => JSON.parse(line)['event.action'] === 'authn_login_fail');
  expect(failures, 'each was judged, none found out later').toHaveLength(answers.length);
});

test('ten failures close an account for a quarter of an hour, even to the right password, and to nobody else', async () => {
  quarter();
  const { email } = await t.person();
  const other = await t.person();
  for (let index = 0; index < 10; index++) expect((await signIn(email, 'essai au hasard')).statusCode).toBe(401);
  const closed = await signIn(email, PASSWORD);
  expect([closed.statusCode, closed.json().code]).toEqual([429, 'too_many']);
  expect(Number(closed.headers['retry-after'])).toBeGreaterThan(800);
  for (let index = 0; index < 60; index++) expect((await signIn(email, 'il insiste')).statusCode).toBe(429);
  expect((await signIn(other.email, PASSWORD)).statusCode).toBe(201);
  quarter();
  expect((await signIn(email, PASSWORD)).statusCode).toBe(201);
});

test('a burst of guesses cannot pass the limit, and successes never count', async () => {
  quarter();
  const { email } = await t.person();
  const burst = await Promise.all(Array.from({ length: 30 }, (_, index) => signIn(email, `essai numéro ${index}`)));
  expect(burst.filter(answer => answer.statusCode === 401)).toHaveLength(10);
  quarter();
  for (let index = 0; index < 12; index++) expect((await signIn(email, PASSWORD)).statusCode).toBe(201);
});

test('fifty failures on any accounts close an address for a quarter of an hour', async () => {
  quarter();
  for (let index = 0; index < 50; index++) {
    expect((await signIn(`inconnu${index}@exemple.fr`, 'arrosage')).statusCode).toBe(401);
  }
  const { email } = await t.person();
  expect((await signIn(email, PASSWORD)).statusCode).toBe(429);
  quarter();
});

test('signing in while signed in ends the session of before', async () => {
  const person = await t.person();
  const before = await t.cookie(person);
  const answer = await t.request('POST', '/api/auth/session', {
    as: before,
    body: { identifiant: person.email, mot_de_passe: PASSWORD },
  });
  expect(answer.statusCode).toBe(201);
  expect((await me(before)).statusCode).toBe(401);
});

test('signing out ends the session at once and clears the cookie, for a browser and for a JWT', async () => {
  const person = await t.person();
  for (const as of [await t.cookie(person), await t.jwt(person)]) {
    expect((await me(as)).json<Session>().personne.id).toBe(person.id);
    const out = await t.request('DELETE', '/api/auth/session', { as });
    expect(out.statusCode).toBe(204);
    expect(String(out.headers['set-cookie'])).toContain(
      `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
    );
    expect((await me(as)).statusCode).toBe(401);
  }
});

test('an unsafe request with a cookie must come from our own pages', async () => {
  const as = await t.cookie(await t.person());
  const out = (headers: Record<string, string>) =>
    t.app.server.inject({
      method: 'DELETE',
      url: '/api/auth/session',
      headers: { host: 'localhost', ...as.headers, ...headers },
    });
  for (const headers of [
    {},
    { 'x-requested-with': 'XMLHttpRequest' },
    { 'x-requested-with': 'hub', origin: 'https://ailleurs.example' },
    { 'x-requested-with': 'hub', 'sec-fetch-site': 'cross-site' },
    { 'x-requested-with': 'hub', 'sec-fetch-site': 'same-site' },
    { 'x-requested-with': 'hub', origin: 'null' },
  ] as Record<string, string>[]) {
    const answer = await out(headers);
    expect([answer.statusCode, answer.json().code], JSON.stringify(headers)).toEqual([403, 'csrf.refused']);
  }
  expect((await me(as)).statusCode).toBe(200);
  const ours = { 'x-requested-with': 'hub', origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
  expect((await out(ours)).statusCode).toBe(204);
});

test('people see and end their own sessions, never those of others', async () => {
  const [mine, other] = [await t.person(), await t.person({ role: 'administrateur' })];
  const here = await t.cookie(mine);
  const there = await t.jwt(mine);
  const stranger = await t.cookie(other);
  const open = (await t.request('GET', '/api/auth/sessions', { as: here })).json<{ items: OpenSession[] }>().items;
  expect(open.map(session => [session.kind, session.current])).toEqual(
    expect.arrayContaining([
      ['session', true],
      ['jwt', false],
    ]),
  );
  expect(open).toHaveLength(2);
  const jwt_id = open.find(session => session.kind === 'jwt')!.id;
  const theft = await t.request('DELETE', `/api/auth/sessions/${jwt_id}`, { as: stranger });
  expect([theft.statusCode, theft.json().code]).toEqual([404, 'session.not_found']);
  expect((await me(there)).statusCode).toBe(200);
  expect((await t.request('DELETE', `/api/auth/sessions/${jwt_id}`, { as: here })).statusCode).toBe(204);
  expect((await me(there)).statusCode).toBe(401);
  expect((await t.request('DELETE', `/api/auth/sessions/${jwt_id}`, { as: here })).statusCode).toBe(404);
});

test('the security stream tells who signed in and who failed, and never what was typed', async () => {
  quarter();
  const { id, email } = await t.person();
  const from = t.lines.length;
  await signIn(email, 'un secret mal tapé');
  await signIn('mon-mot-de-passe-tapé-trop-tôt', PASSWORD);
  await signIn(email, PASSWORD);
  const text = t.lines.slice(from).join('');
  const security = t.lines
    .slice(from)
    .map(line => JSON.parse(line))
    .filter(line => line['event.dataset'] === 'hub.security');
  expect(security.map(line => [line['event.action'], line['user.id']])).toEqual([
    ['authn_login_fail', id],
    ['authn_login_fail', undefined],
    ['authn_login_success', id],
    ['session_created', id],
  ]);
  for (const typed of ['mal tapé', 'trop-tôt', email, PASSWORD]) expect(text).not.toContain(typed);
});
