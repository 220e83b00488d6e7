// Invitations by the batch: links that an administrateur hands over.
import { beforeAll, expect, test } from 'vitest';
import type { Invitations } from '#contract/personne.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makePersonne } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;

beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur', nom: 'Berthier' }));
});

const invite = (personne_ids: string[], as = admin) =>
  t.request('POST', '/api/v1/personnes/invitations', { as, body: { personne_ids } });
const invited = async (ids: string[]) => {
  const answer = await invite(ids);
  expect([answer.statusCode, answer.headers['cache-control']], answer.body).toEqual([201, 'no-store']);
  return answer.json<Invitations>().items;
};
const use = (url: string) =>
  t.request('POST', '/api/auth/liens/usage', {
    body: { jeton: url.split('#')[1], mot_de_passe: 'une grue et deux bennes' },
  });
const nobody = async (facts: Parameters<typeof makePersonne>[1] = {}) => (await makePersonne(t.db.sql, facts)).id;

test('each invited person signs in by his own link, of seven days; a later batch voids the earlier one', async () => {
  const ids = [await nobody({ nom: 'Zed' }), await nobody({ nom: 'Abel' })];
  const first = await invited([...ids, ids[0]!]);
  expect(first.map(({ nom, sans_lien }) => [nom, sans_lien])).toEqual([
    ['Abel', null],
    ['Zed', null],
  ]);
  const { lien } = first[1]!;
  expect(lien).toMatchObject({ motif: 'invitation', expires_at: '2026-11-30T08:00:00.000Z' });
  expect(lien!.url).toMatch(/^http:\/\/localhost\/lien#hbl_[0-9A-Za-z]{43}$/);
  const again = await invited([ids[0]!]);
  expect((await use(lien!.url)).json().code).toBe('lien.refused');
  const opened = await use(again[0]!.lien!.url);
  expect([opened.statusCode, opened.json().personne.id]).toEqual([201, ids[0]]);
  const facts = await t.db
    .sql`select data from events where type = 'personne.invited' and data ->> 'personne_id' = ${ids[0]!}`;
  expect(facts).toHaveLength(2);
  expect(JSON.stringify(facts)).not.toContain('hbl_');
});

test('who could not use a link gets none, and why is said', async () => {
  const gone = await nobody({ active: false });
  const mute = await nobody();
  await t.db.sql`update personnes set email = null where id = ${mute}`;
  const { id: member } = await t.person();
  const items = await invited([gone, mute, member]);
  const why = new Map(items.map(item => [item.personne_id, [item.lien, item.sans_lien]]));
  expect(why.get(gone)).toEqual([null, 'desactivee']);
  expect(why.get(mute)).toEqual([null, 'sans_contact']);
  expect(why.get(member)).toEqual([null, 'inscrite']);
  expect((await invite([gone, newId()])).json().code).toBe('personne.not_found');
});

test('a batch costs the same number of statements whatever its length', async () => {
  const cost = async (n: number) => {
    const ids: string[] = [];
    for (let i = 0; i < n; i++) ids.push(await nobody());
    const before = t.db.statements.length;
    await invited(ids);
    return t.db.statements.length - before;
  };
  await cost(1);
  expect(await cost(30)).toBe(await cost(2));
});

test('links are made by an administrateur in person who signed in lately', async () => {
  const id = await nobody();
  const boss = await t.person({ role: 'administrateur' });
  const jwt = await t.jwt(boss);
  await t.db.sql`update sessions set signed_in_at = signed_in_at - interval '13 hours' where personne_id = ${boss.id}`;
  const conducteur = await t.cookie(await t.person({ role: 'conducteur' }));
  const asked = [
    await invite([id], jwt),
    await invite([id], await t.key(admin, ['write'])),
    await invite([id], conducteur),
  ];
  expect(asked.map(answer => answer.json().code)).toEqual(['sign_in.too_old', 'account_only', 'role.insufficient']);
});
