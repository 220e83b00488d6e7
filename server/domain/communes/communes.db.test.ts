import { beforeAll, expect, test } from 'vitest';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { loadCommunes } from './load-communes.ts';

let t: TestApp;
let as: Caller;

beforeAll(async () => {
  t = await testApp();
  as = await t.cookie(await t.person({ role: 'conducteur' }));
});

const search = async (q: string) => {
  const answer = await t.request('GET', `/api/v1/communes?q=${encodeURIComponent(q)}`, { as });
  return answer.json<{ items: { nom: string }[] }>().items.map(item => item.nom);
};

test('two starters that race load the communes once; a third start loads nothing', async () => {
  await Promise.all([loadCommunes(t.app.inUnit), loadCommunes(t.app.inUnit)]);
  const [row] = await t.db.sql`select count(*)::integer as n, count(distinct code_insee)::integer as d from communes`;
  expect(row!['n']).toBeGreaterThan(34_000);
  expect(row!['n']).toBe(row!['d']);
  expect(await loadCommunes(t.app.inUnit)).toBe(0);
});

test.each([
  ['montmé', 'Montmélian'],
  ['MONTMELIAN', 'Montmélian'],
  ['73800', 'Montmélian'],
  ['saint etienne', 'Saint-Étienne'],
  ['st-étienne', 'Saint-Étienne'],
  ['2A004', 'Ajaccio'],
  ['2a004', 'Ajaccio'],
  ['ABB', 'Abbeville'],
])('« %s » finds %s', async (q, nom) => {
  expect(await search(q)).toContain(nom);
});

test('the larger town comes first, and nothing is found for what means nothing', async () => {
  expect((await search('gren'))[0]).toBe('Grenoble');
  expect(await search('%%')).toEqual([]);
});
