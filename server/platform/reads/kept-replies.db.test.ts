import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';
import { keepReplies } from './kept-replies.ts';

let t: TestApp;
let admin: Caller;
let compagnon: Caller;
let compagnon_id: string;

beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
  const person = await t.person({ role: 'compagnon', nom: 'Blanc' });
  compagnon_id = person.id;
  compagnon = await t.cookie(person);
  await makeChantier(t.db.sql, { nom: 'Premier', equipe: [person.id] });
});

const list = async (as: Caller = admin) => {
  const answer = await t.request('GET', '/api/v1/chantiers?limit=200', { as });
  return answer.json<{ items: Chantier[] }>().items;
};
const names = async (as?: Caller) => (await list(as)).map(item => item.nom);
/** A writer that this process knows nothing of. */
async function elsewhere<T>(work: (sql: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const sql = openDatabase({ url: t.db.url, max: 2 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

test('an unchanged list costs one statement that names no chantier’s field; a changed one is read in a second', async () => {
  const sent = async () => {
    const before = t.db.statements.length;
    await list();
    return t.db.statements.slice(before).map(text => text.includes('maitre_ouvrage'));
  };
  await list();
  expect(await sent()).toEqual([false]);
  await elsewhere(sql => makeChantier(sql, { nom: 'Un de plus' }));
  expect(await sent()).toEqual([false, true]);
  expect(await sent()).toEqual([false]);
});

test('a chantier made, renamed or deleted by another process is seen by the next request', async () => {
  await list();
  const { id } = await elsewhere(sql => makeChantier(sql, { nom: 'Venu d’ailleurs' }));
  expect(await names()).toContain('Venu d’ailleurs');
  await elsewhere(sql => sql`update chantiers set nom = 'Renommé ailleurs' where id = ${id}`);
  expect(await names()).toContain('Renommé ailleurs');
  await elsewhere(sql => sql`update chantiers set deleted_at = now() where id = ${id}`);
  expect(await names()).not.toContain('Renommé ailleurs');
});

test('a writer that began before the last change and commits after it is not missed', async () => {
  const early = await makeChantier(t.db.sql, { nom: 'Ancien' });
  await elsewhere(sql =>
    sql.begin(async tx => {
      await tx`update chantiers set nom = 'Écrit tôt, validé tard' where id = ${early.id}`;
      await makeChantier(t.db.sql, { nom: 'Écrit tard, validé tôt' });
      expect(await names()).toContain('Écrit tard, validé tôt');
      expect(await names()).toContain('Ancien');
    }),
  );
  expect(await names()).toContain('Écrit tôt, validé tard');
});

test('the name of a member changed elsewhere shows in the list', async () => {
  await list();
  await elsewhere(sql => sql`update personnes set nom = 'Blanchard' where id = ${compagnon_id}`);
  expect((await list()).flatMap(item => item.equipe.map(member => member.nom))).toContain('Blanchard');
});

test('who leaves a team, or loses a right, no longer gets what was kept for him', async () => {
  expect(await names(compagnon)).toEqual(['Premier']);
  await elsewhere(async sql => {
    await sql`delete from chantier_personnes where personne_id = ${compagnon_id}`;
    await sql`update chantiers set id = id where nom = 'Premier'`;
  });
  expect(await names(compagnon)).toEqual([]);
  const payroll = await t.person({ role: 'compagnon', gestionnaire_paie: true });
  const as = await t.cookie(payroll);
  expect((await names(as)).length).toBeGreaterThan(1);
  await elsewhere(sql => sql`update personnes set gestionnaire_paie = false where id = ${payroll.id}`);
  expect(await names(as)).toEqual([]);
});

test('a member deleted for good leaves the lists that named him', async () => {
  const person = await t.person({ nom: 'Effacé' });
  await makeChantier(t.db.sql, { nom: 'Avec lui', equipe: [person.id] });
  expect((await list()).find(item => item.nom === 'Avec lui')?.equipe).toHaveLength(1);
  await elsewhere(sql => sql`delete from personnes where id = ${person.id}`);
  expect((await list()).find(item => item.nom === 'Avec lui')?.equipe).toEqual([]);
});

test('what is kept stays under its limit, the least used going first', () => {
  const kept = keepReplies({ max_bytes: 1600 });
  const reply = { body: Buffer.alloc(100), etag: '"x"', headers: {}, changed: '1', chantiers: 'null' };
  for (let n = 0; n < 20; n += 1) {
    kept.put(`r${n}`, reply);
    kept.get('r0');
  }
  expect(kept.get('r0')).toBeDefined();
  expect(kept.get('r1')).toBeUndefined();
  expect(Array.from({ length: 20 }, (_, n) => kept.get(`r${n}`)).filter(Boolean)).toHaveLength(16);
  kept.put('large', { ...reply, body: Buffer.alloc(101) });
  expect(kept.get('large')).toBeUndefined();
});
