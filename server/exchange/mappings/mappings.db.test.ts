// Statuses of a simulated ERP, mapped by a person: before the first import, after it, and across a retired connexion.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Mapping } from '#contract/mapping.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type ErpWorld, erpWorld } from '#testing/erp/world.ts';
import { noteStatuts } from './index.ts';

let world: ErpWorld;

beforeAll(async () => {
  world = await erpWorld({ chantiers: 40 });
});

const list = async (link = world.link) => {
  const answer = await world.hub.request('GET', `/api/v1/mappings?link_id=${link}`, { as: world.admin });
  return answer.json<{ items: Mapping[] }>().items;
};
const set = (mapping: Mapping, valeur: string | null, version = mapping.version) =>
  world.hub.request('PATCH', `/api/v1/mappings/${mapping.id}`, {
    as: world.admin,
    body: { valeur },
    headers: { 'if-match': `"${version}"` },
  });
const named = (items: Mapping[], libelle: string) => items.find(item => item.libelle === libelle)!;
const chantiers = async () => {
  const answer = await world.hub.request('GET', '/api/v1/chantiers?limit=100', { as: world.admin });
  return answer.json<{ items: Chantier[] }>().items;
};
const missing = () =>
  world.hub.db.sql<{ libelle: string }[]>`
    select data->>'libelle' as libelle from events where type = 'mapping.missing' order by id`;
const aRelier = async () =>
  (await world.hub.request('GET', `/api/v1/erp-links/${world.link}`, { as: world.admin })).json<ErpLink>().compteurs
    .a_relier;

describe('before the first import', () => {
  test('a preview finds the statuses, with what their words suggest; none is mapped by itself', async () => {
    await world.run('apercu');
    const items = await list();
    expect(Object.fromEntries(items.map(item => [item.libelle, item.proposition]))).toEqual({
      'À chiffrer': 'ouvert',
      Signé: 'ouvert',
      'Travaux en cours': 'en_cours',
      Réceptionné: null,
      Archivé: 'ferme',
    });
    expect(items.every(item => item.valeur === null && item.chantiers === 0)).toBe(true);
    expect(await aRelier()).toBe(5);
    expect(await chantiers()).toEqual([]);
  });

  test('each is said once, however often it is read', async () => {
    await world.run('apercu');
    expect(await missing()).toHaveLength(5);
  });

  test('what is mapped before is given to what arrives; the rest arrives open, to be mapped', async () => {
    for (const item of await list()) if (item.proposition) await set(item, item.proposition);
    await world.run('initial');
    const items = await list();
    const works = named(items, 'Travaux en cours');
    expect(works).toMatchObject({ valeur: 'en_cours', version: 2 });
    expect(works.chantiers).toBe((await chantiers()).filter(chantier => chantier.statut === 'en_cours').length);
    expect(named(items, 'Réceptionné').chantiers).toBeGreaterThan(0);
    expect(await aRelier()).toBe(1);
  });
});

describe('after it', () => {
  test('mapping a status heals its chantiers at once, with their event', async () => {
    const receptionne = named(await list(), 'Réceptionné');
    const ferme = async () => (await chantiers()).filter(chantier => chantier.statut === 'ferme').length;
    const before = await ferme();
    const answer = await set(receptionne, 'ferme');
    expect(answer.json(), answer.body).toMatchObject({ valeur: 'ferme', version: 2 });
    expect((await ferme()) - before).toBe(receptionne.chantiers);
    expect(await aRelier()).toBe(0);
    const told = await world.hub.db.sql`select 1 from events where type = 'chantier.statut_changed'`;
    expect(told).toHaveLength(receptionne.chantiers);
  });

  test('two people who map the same one do not overwrite each other', async () => {
    const works = named(await list(), 'Travaux en cours');
    expect((await set(works, 'ouvert', works.version - 1)).statusCode).toBe(412);
    expect(named(await list(), 'Travaux en cours')).toEqual(works);
  });

  test('saying again what is already said changes nothing', async () => {
    const works = named(await list(), 'Travaux en cours');
    const answer = await set(works, 'en_cours');
    expect([answer.statusCode, answer.json().version]).toEqual([200, works.version]);
  });

  test('a column renamed over there keeps its mapping, under its new name', async () => {
    const works = named(await list(), 'Travaux en cours');
    const { hub, link } = world;
    const note = (label: string) =>
      hub.app.inUnit(SYSTEM, unit => noteStatuts(unit, link, [{ external_id: works.external_id, label }]));
    await note('Chantiers en cours');
    const renamed = (await list()).find(item => item.id === works.id)!;
    expect(renamed).toMatchObject({ libelle: 'Chantiers en cours', valeur: 'en_cours' });
    expect(await missing()).toHaveLength(5);
    await note('Travaux en cours');
  });

  test('a conducteur sees them and does not map', async () => {
    const as = await world.hub.cookie(await world.hub.person({ role: 'conducteur' }));
    const [first] = await list();
    expect((await world.hub.request('GET', `/api/v1/mappings?link_id=${world.link}`, { as })).statusCode).toBe(200);
    const headers = { 'if-match': `"${first!.version}"` };
    const answer = await world.hub.request('PATCH', `/api/v1/mappings/${first!.id}`, {
      as,
      body: { valeur: null },
      headers,
    });
    expect(answer.statusCode).toBe(403);
  });
});

test('retired then connected again, the ERP finds its chantiers: same name, none made twice', async () => {
  const { hub, admin, link } = world;
  const ids = async () => (await chantiers()).map(chantier => chantier.id).toSorted();
  const before = await ids();
  const system = (await world.readLink()).system;
  expect((await hub.request('DELETE', `/api/v1/erp-links/${link}`, { as: admin })).statusCode).toBe(204);
  expect(await list(link)).toEqual([]);
  expect(await ids()).toEqual(before);
  const again = await erpWorld({ chantiers: 40, beside: world });
  expect((await again.readLink()).system).toBe(system);
  expect((await again.run('initial')).compte).toMatchObject({ created: 0, set_aside: 0 });
  expect(await ids()).toEqual(before);
  expect((await again.readLink()).compteurs.chantiers).toBe(before.length);
});
