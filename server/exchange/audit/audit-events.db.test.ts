import { beforeAll, describe, expect, test } from 'vitest';
import type { EvenementAudit } from '#contract/audit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import type { MadePersonne } from '#testing/make.ts';
import { GENESIS, hashOfLink } from './chain.ts';

const EVENTS = '/api/v1/audit-events';

let hub: TestApp;
let admin: Caller & { id: string };
let owner: Caller & { person: MadePersonne };
let key: { id: string };
beforeAll(async () => {
  hub = await testApp();
  const [boss, person] = [
    await hub.person({ role: 'administrateur', nom: 'Ferrand' }),
    await hub.person({ role: 'conducteur', nom: 'Blanc' }),
  ];
  admin = { ...(await hub.cookie(boss)), id: boss.id };
  owner = { ...(await hub.cookie(person)), person };
  key = await hub.key(owner, ['read']);
  hub.clock.advance({ minutes: 1 });
  const body = { motif: 'Secret vu dans un dépôt public' };
  await hub.request('POST', `/api/v1/cles/${key.id}/suspension`, { as: admin, body });
  hub.clock.advance({ minutes: 1 });
  for (let n = 0; n < 4; n += 1) await hub.key(admin, ['read']);
});

const read = async (query = '', as: Caller = admin) => {
  const answer = await hub.request('GET', `${EVENTS}${query}`, { as });
  return { status: answer.statusCode, ...answer.json<{ items: EvenementAudit[]; next_cursor: string | null }>() };
};

describe('the whole trail', () => {
  test('tells an administrateur who did what to whose key, from where and why', async () => {
    const { items } = await read(`?subject_id=${key.id}`);
    expect(items.map(one => [one.n, one.type])).toEqual([
      [2, 'api_key.suspended'],
      [1, 'api_key.created'],
    ]);
    expect(items[0]).toMatchObject({
      par: 'session',
      acteur: { id: admin.id, nom: 'Ferrand' },
      sujet: { genre: 'api_key', id: key.id },
      concerne: { id: owner.person.id, nom: 'Blanc' },
      details: { ip: '127.0.0.1', suspension: 'Secret vu dans un dépôt public' },
    });
    expect(items[0]!.acteur_id).not.toBe(admin.id);
    expect(items[1]!.acteur_id).toBe(items[0]!.concerne_id);
  });

  test('carries what its hashes cover: a copy kept elsewhere can be verified there', async () => {
    const { items } = await read('?sort=n');
    let before = GENESIS;
    for (const { hash, acteur_id, concerne_id, sujet, par, acteur: _, concerne: __, details: ___, ...row } of items) {
      const link = { ...row, actor_kind: par, actor: acteur_id, concerne: concerne_id };
      expect(hashOfLink({ ...link, subject_kind: sujet.genre, subject_id: sujet.id })).toBe(hash);
      expect(row.prev_hash).toBe(before);
      before = hash;
    }
    expect(items).toHaveLength(6);
  });

  test('is read page by page, either way, and by type, subject and instant', async () => {
    const pages = async (query: string) => {
      const seen: number[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Awaited<ReturnType<typeof read>> = await read(`${query}&limit=2${cursor && `&cursor=${cursor}`}`);
        seen.push(...page.items.map(one => one.n));
        cursor = page.next_cursor;
      }
      return seen;
    };
    expect(await pages('?sort=n')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await pages('?sort=-n')).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await pages('?type=api_key.suspended')).toEqual([2]);
    expect(await pages('?since=2026-11-23T08:01:00Z&sort=n')).toEqual([2, 3, 4, 5, 6]);
    expect((await read('?type=api_key.unknown')).status).toBe(400);
  });

  test('outlives the person, under the same pseudonyms, without his name and addresses', async () => {
    const before = (await read(`?subject_id=${key.id}`)).items;
    await hub.db.sql`delete from personnes where id = ${owner.person.id}`;
    const after = (await read(`?subject_id=${key.id}`)).items;
    expect(after.map(one => [one.acteur_id, one.concerne_id, one.hash])).toEqual(
      before.map(one => [one.acteur_id, one.concerne_id, one.hash]),
    );
    expect(after.map(one => [one.acteur?.nom, one.concerne, one.details])).toEqual([
      ['Ferrand', null, null],
      [undefined, null, null],
    ]);
  });
});

test('a key reads it with audit:read and an administrateur behind it, never with the bare scopes', async () => {
  const bearer = async (as: Caller, scopes: string[]) => await hub.key(as, scopes);
  const conducteur = await hub.cookie(await hub.person({ role: 'conducteur', gestionnaire_paie: true }));
  expect((await read('', await bearer(admin, ['audit:read']))).status).toBe(200);
  expect((await read('', await bearer(admin, ['read', 'write']))).status).toBe(403);
  expect((await read('', await bearer(conducteur, ['audit:read']))).status).toBe(403);
  expect((await read('', conducteur)).status).toBe(403);
});
