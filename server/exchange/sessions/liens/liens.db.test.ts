import { beforeAll, expect, test } from 'vitest';
import type { LienPersonne } from '#contract/personne.ts';
import type { LienOuvert, Session } from '#contract/session.ts';
import { StartRefused } from '#platform/start-refused.ts';
import { type Caller, COOKIE, PASSWORD, type TestApp, testApp } from '#testing/app.ts';
import { adminLink, firstLink } from '../index.ts';

let t: TestApp;
let first: { url: string; expires_at: string };
let admin: Caller;
const NEW = 'une échelle contre le mur';
const deps = () => ({ inUnit: t.app.inUnit, public_url: 'http://localhost' });
const tokenOf = ({ url }: { url: string }) => {
  expect(url).toMatch(/^http:\/\/localhost\/lien#hbl_[0-9A-Za-z]{43}$/);
  return url.split('#')[1]!;
};
const look = (jeton: string) => t.request('POST', '/api/auth/liens/lecture', { body: { jeton } });
const use = (jeton: string, more: Record<string, unknown> = {}) =>
  t.request('POST', '/api/auth/liens/usage', { body: { jeton, mot_de_passe: NEW, ...more } });
const create = (id: string, as = admin) => t.request('POST', `/api/v1/personnes/${id}/lien`, { as });
const created = async (id: string) => (await create(id)).json<LienPersonne>();
const signIn = (identifiant: string, mot_de_passe: string) =>
  t.request('POST', '/api/auth/session', { body: { identifiant, mot_de_passe } });

beforeAll(async () => {
  t = await testApp();
  const links = await Promise.all([firstLink(deps()), firstLink(deps()), firstLink(deps())]);
  for (const link of links)
    expect((await look(tokenOf(link!))).statusCode, 'each screen shows a link that serves').toBe(200);
  const [row] = await t.db.sql`select count(*)::integer as n from personnes`;
  expect(row!['n'], 'three starters, one administrateur').toBe(1);
  first = links[0]!;
});

test('each start gives a fresh link until the first administrateur has a password, and voids the earlier one', async () => {
  t.clock.advance({ minutes: 2 });
  const again = (await firstLink(deps()))!;
  expect((await look(tokenOf(first))).json().code).toBe('lien.refused');
  expect((await look(tokenOf(again))).json<LienOuvert>().motif).toBe('premiere_connexion');
  first = again;
});

test('the first administrateur says who he is, chooses a password, and is signed in', async () => {
  const jeton = tokenOf(first);
  expect((await look(jeton)).json<LienOuvert>()).toMatchObject({ identifiants: [], motif: 'premiere_connexion' });
  expect((await use(jeton)).json().code).toBe('personne.no_identifiant');
  expect((await use(jeton, { telephone: '06 12 34' })).json().code).toBe('personne.telephone_invalid');
  expect((await use(jeton, { email: 'h.berthier@exemple.fr', mot_de_passe: 'berthier' })).json().code).toBe(
    'password.too_short',
  );
  const personal = { email: 'h.berthier@exemple.fr', mot_de_passe: 'h.berthier@exemple.fr' };
  expect((await use(jeton, personal)).json().code).toBe('password.personal');
  const who = { nom: 'Berthier', prenom: 'Hélène', email: 'H.Berthier@exemple.fr', telephone: '06 39 98 00 01' };
  const answer = await use(jeton, who);
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.json<Session>().personne).toMatchObject({ nom: 'Berthier', prenom: 'Hélène', role: 'administrateur' });
  admin = { headers: { cookie: `${COOKIE}=${answer.cookies.find(cookie => cookie.name === COOKIE)!.value}` } };
  expect((await t.request('GET', '/api/v1/personnes', { as: admin })).statusCode).toBe(200);
  expect((await signIn('h.berthier@exemple.fr', NEW)).statusCode).toBe(201);
  expect((await signIn('0639980001', NEW)).statusCode).toBe(201);
  expect((await use(jeton, who)).json().code).toBe('lien.refused');
  expect(await firstLink(deps())).toBeNull();
});

test('an invitation lasts seven days, a forgotten password a day; each serves once', async () => {
  const invited = await t.person();
  await t.db.sql`delete from comptes where personne_id = ${invited.id}`;
  const invitation = await created(invited.id);
  const days = (Date.parse(invitation.expires_at) - t.clock.now.epochMilliseconds) / 86_400_000;
  expect([invitation.motif, days]).toEqual(['invitation', 7]);
  const known = await t.person();
  const forgotten = await created(known.id);
  const hours = (Date.parse(forgotten.expires_at) - t.clock.now.epochMilliseconds) / 3_600_000;
  expect([forgotten.motif, hours]).toEqual(['mot_de_passe_oublie', 24]);

  expect((await look(tokenOf(invitation))).json<LienOuvert>().identifiants).toEqual([invited.email]);
  expect((await use(tokenOf(invitation))).statusCode).toBe(201);
  for (const again of [look, use]) {
    const answer = await again(tokenOf(invitation));
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'lien.refused']);
  }
  expect((await signIn(invited.email, NEW)).statusCode).toBe(201);
});

test('a link used by two at the same moment serves one of them', async () => {
  const { id } = await t.person();
  const jeton = tokenOf(await created(id));
  const answers = await Promise.all([use(jeton), use(jeton), use(jeton)]);
  expect(answers.map(answer => answer.statusCode).toSorted()).toEqual([201, 410, 410]);
});

test('an expired link, a voided one, an unknown one and one of a deactivated person open nothing', async () => {
  const { id } = await t.person();
  const voided = tokenOf(await created(id));
  const live = tokenOf(await created(id));
  expect((await use(voided)).json().code).toBe('lien.refused');
  expect((await use(`hbl_${'a'.repeat(43)}`)).json().code).toBe('lien.refused');
  await t.db.sql`update personnes set active = false where id = ${id}`;
  expect((await use(live)).json().code).toBe('lien.refused');
  await t.db.sql`update personnes set active = true where id = ${id}`;
  expect((await look(live)).statusCode).toBe(200);
  await t.db.sql`update liens set expires_at = ${t.clock.now.toString()} where personne_id = ${id}`;
  for (const ask of [look, use]) expect((await ask(live)).json().code).toBe('lien.refused');
});

test('a link sets the password, ends every session of the person, and says nothing else about him', async () => {
  const person = await t.person();
  const [cookie, jwt] = [await t.cookie(person), await t.jwt(person)];
  const jeton = tokenOf(await created(person.id));
  const answer = await use(jeton, { email: 'autre@exemple.fr', nom: 'Autre' });
  expect(answer.statusCode).toBe(201);
  for (const as of [cookie, jwt]) {
    expect((await t.request('GET', '/api/auth/session', { as })).statusCode).toBe(401);
  }
  expect((await signIn(person.email, PASSWORD)).statusCode).toBe(401);
  expect((await signIn(person.email, NEW)).statusCode).toBe(201);
  expect((await signIn('autre@exemple.fr', NEW)).statusCode, 'his contacts are not the link’s to change').toBe(401);
});

test('a password changed by the person voids the links that were still out', async () => {
  const person = await t.person();
  const jeton = tokenOf(await created(person.id));
  const as = await t.cookie(person);
  const body = { ancien: PASSWORD, nouveau: 'cinq murs et deux toits' };
  expect((await t.request('PUT', '/api/auth/mot-de-passe', { as, body })).statusCode).toBe(204);
  expect((await use(jeton)).json().code).toBe('lien.refused');
});

test('only an administrateur in person makes links, and only for somebody they can serve', async () => {
  const { id } = await t.person();
  const key = await t.key(admin, ['read', 'write']);
  const conducteur = await t.cookie(await t.person({ role: 'conducteur' }));
  expect((await create(id, conducteur)).json().code).toBe('role.insufficient');
  expect((await create(id, key)).json().code).toBe('account_only');
  expect((await create('0199c8f0-6f4a-7000-8000-000000000001')).json().code).toBe('personne.not_found');
  const inactive = await t.person({ active: false });
  expect((await create(inactive.id)).json().code).toBe('personne.inactive');
  await t.db.sql`update personnes set email = null where id = ${id}`;
  expect((await create(id)).json().code).toBe('personne.no_identifiant');
  const answer = await create((await t.person()).id);
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([201, 'no-store']);
});

test('the operator of the machine gets a link for an administrateur, never for anybody else', async () => {
  const other = await t.person({ role: 'administrateur' });
  const compagnon = await t.person();
  await expect(adminLink(deps())).rejects.toThrow(/plusieurs administrateurs/);
  await expect(adminLink(deps(), compagnon.email)).rejects.toThrow(StartRefused);
  await expect(adminLink(deps(), 'inconnu@exemple.fr')).rejects.toThrow(StartRefused);
  const link = await adminLink(deps(), other.email);
  expect((await use(tokenOf(link))).json<Session>().personne.id).toBe(other.id);
  await t.db.sql`update personnes set active = false where id = ${other.id}`;
  expect((await look(tokenOf(await adminLink(deps())))).json<LienOuvert>().identifiants).toEqual([
    'h.berthier@exemple.fr',
    '+33639980001',
  ]);
});

test('a link, and a second factor, ask for a sign-in of less than twelve hours', async () => {
  const person = await t.person({ role: 'administrateur' });
  const as = await t.jwt(person);
  await t.db
    .sql`update sessions set signed_in_at = signed_in_at - interval '12 hours 1 second' where personne_id = ${person.id}`;
  const totp = ['/api/auth/totp', '/api/auth/totp/confirmation'].map(url =>
    t.request('POST', url, { as, ...(url.endsWith('totp') ? {} : { body: { code_totp: '123456' } }) }),
  );
  for (const answer of [await create(person.id, as), ...(await Promise.all(totp))]) {
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'sign_in.too_old']);
  }
});
