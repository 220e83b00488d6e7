import { beforeAll, describe, expect, test } from 'vitest';
import { one } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import type { Upstream } from '#platform/upstream.ts';
import { type TestApp, testApp } from '#testing/app.ts';
import { noteAnswered, noteDay, noteEcarts, noteObserved, noteTrouble } from './note-health.ts';
import { getErpLink, insertErpLink, listActiveLinks, saveReading } from './sql.ts';

let hub: TestApp;
let other: TestApp;

beforeAll(async () => {
  hub = await testApp({ jobs: true });
  other = await testApp({ jobs: true, beside: hub });
});

const TRAITS = {
  incremental: 'sorted_scan',
  deletions: 'sweep',
  write: 'create_delete',
  duplicates: 'none',
  day_holds_variables: false,
  hours: 'slots' as const,
};
let made = 0;

async function makeLink(fields: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  made += 1;
  const row = {
    ...{ id, kind: 'costructor', kind_nom: 'Costructor', nom: 'Costructor', system: `costructor-${made + 100}` },
    ...{ simulateur: true, settings: {}, credentials: 'scellé', traits: TRAITS, ...fields },
  };
  await hub.app.inUnit(SYSTEM, unit => insertErpLink(unit, row));
  return id;
}

const log = () => hub.ground.log;
const inUnit = <T>(work: (unit: Unit) => Promise<T>, app = hub) => app.app.inUnit(SYSTEM, work);
type How = { prochain_essai_at?: string | null; app?: TestApp };
const trouble = (id: string, is: Upstream, { prochain_essai_at = null, app = hub }: How = {}) =>
  inUnit(unit => noteTrouble(unit, id, { is, prochain_essai_at, log: log() }), app);
const answered = (id: string, app = hub) => inUnit(unit => noteAnswered(unit, id, { log: log() }), app);
const link = (id: string) => inUnit(unit => getErpLink(unit, id));
const facts = async (id: string) =>
  (
    await hub.db.sql<{ type: string; mot: string | null; depuis: string }[]>`
      select type, data->>'mot' as mot, data->>'depuis' as depuis from events where data->>'link_id' = ${id} order by id`
  ).map(({ type, mot, depuis }) => ({ type, mot, depuis }));
const linesOf = (action: string, id: string) =>
  hub.lines.filter(line => line.includes(`"${action}"`) && line.includes(id));

describe('a silence', () => {
  test('is told once when it has lasted five minutes, and its end once', async () => {
    const id = await makeLink();
    const depuis = hub.clock.now.toString({ smallestUnit: 'millisecond' });
    await trouble(id, { word: 'unavailable' }, { prochain_essai_at: hub.clock.now.add({ seconds: 30 }).toString() });
    expect(await facts(id)).toEqual([]);
    expect((await link(id)).probleme).toEqual({
      mot: 'unavailable',
      phrase: 'L’ERP ne répond pas depuis 09:00, nouvel essai à 09:00.',
    });
    hub.clock.advance({ minutes: 4 });
    await trouble(id, { word: 'unavailable' });
    expect(await facts(id)).toEqual([]);
    hub.clock.advance({ minutes: 1 });
    for (let tries = 0; tries < 3; tries += 1) await trouble(id, { word: 'doubtful' });
    expect(await facts(id)).toEqual([{ type: 'erp_link.broken', mot: 'unavailable', depuis }]);
    expect((await link(id)).etat).toBe('active');
    for (let calls = 0; calls < 3; calls += 1) await answered(id);
    expect(await facts(id)).toEqual([
      { type: 'erp_link.broken', mot: 'unavailable', depuis },
      { type: 'erp_link.restored', mot: null, depuis },
    ]);
    expect(await link(id)).toMatchObject({ probleme: null, probleme_depuis: null, prochain_essai_at: null });
    expect(linesOf('erp_gone', id)).toHaveLength(1);
    expect(linesOf('erp_back', id)).toHaveLength(1);
  });

  test('of a moment is told to nobody', async () => {
    const id = await makeLink();
    await trouble(id, { word: 'unavailable' });
    await answered(id);
    expect(await facts(id)).toEqual([]);
  });

  test('noticed by two processes at once is told once', async () => {
    const id = await makeLink();
    await trouble(id, { word: 'unavailable' });
    hub.clock.advance({ minutes: 6 });
    other.clock.now = hub.clock.now;
    await Promise.all([hub, other, hub, other].map(app => trouble(id, { word: 'unavailable' }, { app })));
    await Promise.all([hub, other].map(app => answered(id, app)));
    expect((await facts(id)).map(fact => fact.type)).toEqual(['erp_link.broken', 'erp_link.restored']);
  });
});

describe('what only a person can mend', () => {
  test.each([
    [{ word: 'denied', why: 'credentials' }, 'a_reconnecter', 'denied'],
    [{ word: 'denied', why: 'rights' }, 'a_verifier', 'rights'],
    [{ word: 'denied', why: 'address' }, 'a_verifier', 'address'],
  ] as const)('%j stops the connexion (%s), told at once and once', async (is, etat, mot) => {
    const id = await makeLink();
    await trouble(id, is);
    await trouble(id, is);
    expect((await facts(id)).map(fact => [fact.type, fact.mot])).toEqual([['erp_link.broken', mot]]);
    expect(await link(id)).toMatchObject({ etat, probleme: { mot } });
    expect((await inUnit(listActiveLinks)).map(row => row.id)).not.toContain(id);
  });

  test('is not undone by an answer that comes late', async () => {
    const id = await makeLink();
    await trouble(id, { word: 'denied', why: 'credentials' });
    await answered(id);
    expect(await link(id)).toMatchObject({ etat: 'a_reconnecter', probleme: { mot: 'denied' } });
  });

  test('leaves a pause a pause', async () => {
    const id = await makeLink({ etat: 'en_pause' });
    await trouble(id, { word: 'denied', why: 'credentials' });
    expect((await link(id)).etat).toBe('en_pause');
  });
});

test('a strange answer is told at once, its sample goes to the log alone', async () => {
  const id = await makeLink();
  await trouble(id, { word: 'strange', sample: '<html>maintenance' });
  await trouble(id, { word: 'strange', sample: '<html>maintenance' });
  expect((await facts(id)).map(fact => fact.mot)).toEqual(['strange']);
  expect((await link(id)).probleme?.phrase).not.toContain('maintenance');
  expect(linesOf('erp_gone', id)).toEqual([expect.stringContaining('maintenance')]);
});

test('to be asked to wait is no trouble: nobody is told, no call before then', async () => {
  const id = await makeLink();
  await trouble(id, { word: 'busy', retry_at: '2026-11-23T10:00:00.000Z' });
  expect(await link(id)).toMatchObject({ probleme: null, pas_avant: '2026-11-23T10:00:00.000Z' });
  expect(await facts(id)).toEqual([]);
});

test('an answer on a connexion that is well is one statement and writes nothing', async () => {
  const id = await makeLink();
  const rows = () => one(hub.db.sql`select xmin, version from erp_links where id = ${id}`);
  const before = await rows();
  const from = hub.db.statements.length;
  await answered(id);
  expect(hub.db.statements.slice(from).filter(text => text.includes('erp_links'))).toHaveLength(1);
  expect(await rows()).toEqual(before);
});

test('what a reading leaves does not make an open form come too late', async () => {
  const id = await makeLink();
  await inUnit(unit => saveReading(unit, id, { watermark: { at: 'x' }, derniere_reussite_at: unit.now.toString() }));
  await trouble(id, { word: 'unavailable' });
  expect(await link(id)).toMatchObject({ version: 1, watermark: { at: 'x' } });
});

test('an oddity of their answers is written and logged once', async () => {
  const id = await makeLink();
  const ecarts = [
    { gravite: 'anodin', chemin: 'data.couleur', constat: 'champ inconnu' },
    { gravite: 'anodin', chemin: 'data.couleur', constat: 'champ inconnu' },
    { gravite: 'fiche', chemin: 'data.name', constat: 'absent' },
  ] as const;
  for (let times = 0; times < 3; times += 1) await inUnit(unit => noteEcarts(unit, id, { ecarts, log: log() }));
  expect(linesOf('erp_ecart', id)).toHaveLength(2);
});

test('outcomes are counted by day of Paris', async () => {
  const id = await makeLink();
  for (const outcome of ['reussis', 'reussis', 'echoues'] as const) await inUnit(unit => noteDay(unit, id, outcome));
  expect(await hub.db.sql`select jour, reussis, partiels, echoues from erp_link_jours where link_id = ${id}`).toEqual([
    { jour: '2026-11-23', reussis: 2, partiels: 0, echoues: 1 },
  ]);
});

test('what their answers contradict is laid over what the connector says', async () => {
  const id = await makeLink();
  await inUnit(unit => noteObserved(unit, id, { incremental: 'none' }));
  expect((await link(id)).traits).toEqual({ ...TRAITS, incremental: 'none' });
});
