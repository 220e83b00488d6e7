import { Secret, TOTP } from 'otpauth';
import { beforeAll, expect, test } from 'vitest';
import type { Session } from '#contract/session.ts';
import { type Caller, PASSWORD, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});

const codeAt = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: t.clock.now.epochMilliseconds + steps * 30_000,
  });
const wrong = (secret: string) =>
  ['000000', '111111', '222222', '333333'].find(code => ![-1, 0, 1].some(steps => codeAt(secret, steps) === code))!;
const start = async (as: Caller) =>
  (await t.request('POST', '/api/auth/totp', { as })).json<{ secret: string; otpauth_url: string }>();
const confirm = (as: Caller, code_totp: string) =>
  t.request('POST', '/api/auth/totp/confirmation', { as, body: { code_totp } });
const signIn = (email: string, code_totp?: string) =>
  t.request('POST', '/api/auth/session', {
    body: { identifiant: email, mot_de_passe: PASSWORD, ...(code_totp ? { code_totp } : {}) },
  });

async function protectedPerson() {
  const person = await t.person({ role: 'administrateur' });
  const as = await t.cookie(person);
  const { secret } = await start(as);
  expect((await confirm(as, codeAt(secret))).statusCode).toBe(204);
  t.clock.advance({ seconds: 90 });
  return { ...person, as, secret };
}

test('the second factor counts from its confirmation on, and its address fits every authenticator app', async () => {
  const person = await t.person();
  const as = await t.cookie(person);
  expect((await confirm(as, '123456')).json().code).toBe('totp.not_started');
  const first = await start(as);
  const { secret, otpauth_url } = await start(as);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(secret).not.toBe(first.secret);
  const url = new URL(otpauth_url);
  expect([url.protocol, url.searchParams.get('secret'), url.searchParams.get('issuer')]).toEqual([
    'otpauth:',
    secret,
    'Hub Chantier',
  ]);
  expect((await signIn(person.email)).statusCode, 'not confirmed yet').toBe(201);
  expect((await confirm(as, wrong(secret))).json().code).toBe('sign_in.totp_refused');
  expect((await confirm(as, codeAt(secret))).statusCode).toBe(204);
  expect((await t.request('GET', '/api/auth/session', { as })).json<Session>().totp_active).toBe(true);
  expect((await t.request('POST', '/api/auth/totp', { as })).json().code).toBe('totp.already_active');
  expect((await signIn(person.email)).json().code).toBe('sign_in.totp_required');
});

test('a code serves once, the one of the confirmation included', async () => {
  const { email, secret } = await protectedPerson();
  const code = codeAt(secret);
  expect((await signIn(email, code)).statusCode).toBe(201);
  expect((await signIn(email, code)).json().code).toBe('sign_in.totp_refused');
  expect((await signIn(email, codeAt(secret, -1))).json().code, 'an older one neither').toBe('sign_in.totp_refused');
  const fresh = await t.person();
  const as = await t.cookie(fresh);
  const other = (await start(as)).secret;
  const first = codeAt(other);
  await confirm(as, first);
  expect((await signIn(fresh.email, first)).json().code).toBe('sign_in.totp_refused');
});

test('the same code given twice at the same moment opens one session', async () => {
  const { email, secret } = await protectedPerson();
  const answers = await Promise.all([signIn(email, codeAt(secret)), signIn(email, codeAt(secret))]);
  expect(answers.map(answer => answer.statusCode).toSorted()).toEqual([201, 401]);
});

test.each([
  [-2, 401],
  [-1, 201],
  [0, 201],
  [1, 201],
  [2, 401],
])('a clock %i steps away is answered %i', async (steps, status) => {
  const { email, secret } = await protectedPerson();
  t.clock.advance({ seconds: 120 });
  expect((await signIn(email, codeAt(secret, steps))).statusCode).toBe(status);
});

test('codes are not guessed: ten wrong ones close the account, and a right password without a code does not count', async () => {
  const { email, secret } = await protectedPerson();
  for (let index = 0; index < 12; index++) expect((await signIn(email)).json().code).toBe('sign_in.totp_required');
  for (let index = 0; index < 10; index++) {
    expect((await signIn(email, wrong(secret))).json().code).toBe('sign_in.totp_refused');
  }
  expect((await signIn(email, codeAt(secret))).json().code).toBe('too_many');
});

test('the API asks for the code too', async () => {
  const { email, secret } = await protectedPerson();
  const ask = (more: object) =>
    t.request('POST', '/api/auth/token', {
      body: { grant: 'password', identifiant: email, mot_de_passe: PASSWORD, ...more },
    });
  expect((await ask({})).json().code).toBe('sign_in.totp_required');
  expect((await ask({ code_totp: codeAt(secret) })).statusCode).toBe(200);
});

test('the second factor goes away against the password only, and its secret is sealed to its person', async () => {
  const { id, email, as, secret } = await protectedPerson();
  const [row] = await t.db.sql`select totp_secret from comptes where personne_id = ${id}`;
  expect(row!['totp_secret']).toMatch(/^v1\./);
  const stop = (mot_de_passe: string) => t.request('POST', '/api/auth/totp/arret', { as, body: { mot_de_passe } });
  expect((await stop('pas celui-là')).json().code).toBe('sign_in.refused');
  expect((await signIn(email)).json().code).toBe('sign_in.totp_required');
  expect((await stop(PASSWORD)).statusCode).toBe(204);
  expect((await signIn(email)).statusCode).toBe(201);

  const other = await protectedPerson();
  await t.db.sql`update comptes set totp_secret = ${row!['totp_secret']} where personne_id = ${other.id}`;
  expect((await signIn(other.email, codeAt(secret))).statusCode, 'moved to another row').toBe(500);
});
