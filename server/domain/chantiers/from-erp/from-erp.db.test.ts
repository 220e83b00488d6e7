import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { StatutChantier } from '#contract/values.ts';
import { newId } from '#platform/ids.ts';
import { erpLinkActor, type Unit } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makeFromErp } from '#testing/make.ts';
import {
  applyStatut,
  countPresent,
  type ErpSource,
  markGone,
  markHidden,
  type Outcome,
  planChantiers,
  upsertChantiers,
} from '../index.ts';

let t: TestApp;
let admin: Caller;
beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});

let systems = 0;
/** Each test speaks of a system of its own, so that they do not meet. */
function connexion(overrides: Partial<ErpSource> = {}) {
  systems += 1;
  const run_id = newId();
  const statuts = new Map<string, StatutChantier | null>();
  const source: ErpSource = {
    system: `erp-${systems}`,
    run_id,
    initial: false,
    relier_par_code: false,
    champs_app: [],
    depuis: null,
    statuts,
    ...overrides,
  };
  const as = <T>(work: (unit: Unit) => Promise<T>) => t.app.inUnit(erpLinkActor({ link_id: run_id, run_id }), work);
  const take = (...page: ChantierFromErp[]) => as(unit => upsertChantiers(unit, source, page));
  const takeOne = async (record: ChantierFromErp): Promise<Outcome> => (await take(record))[0]!;
  return { source, system: source.system, statuts, as, take, takeOne };
}

const read = async (id: string | null) =>
  (await t.request('GET', `/api/v1/chantiers/${id}`, { as: admin })).json<Chantier>();
const rows = (ids: (string | null)[]) =>
  t.db.sql`select id, version, changed_xid from chantiers where id = any(${ids as string[]}::uuid[]) order by id`;
const eventsOf = async (id: string | null) =>
  (
    await t.db.sql`
      select type, data, run_id, actor_kind from events
      where coalesce(data #>> '{chantier,id}', data->>'chantier_id') = ${id} order by changed_xid, id`
  ).map(row => row as unknown as { type: string; data: Record<string, unknown>; run_id: string; actor_kind: string });
const typesOf = async (id: string | null) => (await eventsOf(id)).map(({ type }) => type);
/** The statements that this work sends. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = t.db.statements.length;
  await work();
  return t.db.statements.slice(before).map(text => text.trim());
}
const pageOf = (size: number, fields: Partial<ChantierFromErp> = {}) =>
  Array.from({ length: size }, () => makeFromErp(fields));

test('a page costs the same statements whatever its size, made or changed', async () => {
  for (const relier_par_code of [false, true]) {
    const { take } = connexion({ relier_par_code });
    const costs = [];
    for (const size of [1, 10, 100]) {
      const page = pageOf(size).map((record, i) => ({ ...record, reference: i % 2 ? null : `2026-${newId()}` }));
      const made = await statementsOf(() => take(...page));
      const changed = await statementsOf(() => take(...page.map(record => ({ ...record, nom: 'Autre nom' }))));
      costs.push([made.length, changed.length]);
    }
    expect(costs).toEqual([costs[0], costs[0], costs[0]]);
    expect(Math.max(...costs[0]!)).toBeLessThanOrEqual(12);
  }
});

test('the second time, a page is only read: nothing is written and nobody is told', async () => {
  const { take } = connexion();
  const taken = makeFromErp({ reference: '2026-DOUBLE' });
  const page = [makeFromErp({ reference: '2026-DOUBLE', adresse: '1 rue' }), taken, ...pageOf(8)];
  const ids = (await take(...page)).map(({ chantier_id }) => chantier_id);
  const before = await rows(ids);
  const events = await t.db.sql`select count(*)::integer as n from events`;
  const sent = await statementsOf(async () => {
    for (const { action } of await take(...page)) expect(action).toBe('unchanged');
  });
  expect(sent.filter(text => /\b(insert|update chantier|delete)\b/.test(text))).toEqual([]);
  expect(await rows(ids)).toEqual(before);
  expect(await t.db.sql`select count(*)::integer as n from events`).toEqual(events);
  const settled = page.filter(record => record !== taken);
  expect(await statementsOf(() => take(...settled))).toHaveLength(3);
});

test('the fact of a new chantier says what reading it says', async () => {
  const { takeOne, source } = connexion({ initial: true, statuts: new Map([['col_1', 'en_cours']]) });
  const contacts = [{ nom: 'Mme Voisine', telephone: '04 79 00 00 01', profession: null }];
  const outcome = await takeOne(
    makeFromErp({
      reference: ' 2026-neuf',
      statut: { external_id: 'col_1', label: 'En cours' },
      adresse: '1 rue Haute',
      maitre_ouvrage: 'OPAC',
      date_debut: '2026-01-05',
      date_fin: '2026-09-30',
      minutes_estimees: 1200,
      contacts,
    }),
  );
  const chantier = await read(outcome.chantier_id);
  expect(chantier).toMatchObject({ code: '2026-NEUF', statut: 'en_cours', minutes_estimees: 1200, contacts });
  const [event, ...rest] = await eventsOf(chantier.id);
  expect(rest).toEqual([]);
  const { contacts: _, erp, ...fact } = chantier;
  expect(event).toMatchObject({ type: 'chantier.created', run_id: source.run_id, actor_kind: 'erp_link' });
  expect(event!.data).toEqual({ chantier: fact, initial: true });
  expect(erp).toMatchObject({ system: source.system, etat: 'present' });
  expect(erp!.champs.toSorted()).toEqual([
    'adresse',
    'code',
    'contacts',
    'date_debut',
    'date_fin',
    'maitre_ouvrage',
    'minutes_estimees',
    'nom',
    'statut',
  ]);
});

test('of a record that stands twice in a page the last one counts, once', async () => {
  const { take } = connexion();
  const record = makeFromErp();
  const outcomes = await take(record, makeFromErp(), { ...record, nom: 'Le dernier' });
  expect(outcomes.map(({ action }) => action)).toEqual(['created', 'created']);
  expect((await read(outcomes[0]!.chantier_id)).nom).toBe('Le dernier');
});

test('only what the ERP changed is written, and each change is told once', async () => {
  const { takeOne, statuts } = connexion();
  statuts.set('fini', 'receptionne');
  const record = makeFromErp({ adresse: '1 rue', maitre_ouvrage: 'OPAC' });
  const { chantier_id } = await takeOne(record);
  const changed = { ...record, adresse: '2 rue', statut: { external_id: 'fini', label: 'Fini' } };
  expect(await takeOne(changed)).toMatchObject({ action: 'updated', changed: ['statut', 'adresse'] });
  expect(await typesOf(chantier_id)).toEqual(['chantier.created', 'chantier.updated', 'chantier.statut_changed']);
  const [, updated, statut] = await eventsOf(chantier_id);
  expect(updated!.data).toMatchObject({ changed: ['adresse'], chantier: { version: 2, statut: 'receptionne' } });
  expect(statut!.data).toMatchObject({ ancien_statut: 'ouvert' });
});

test('a code that is taken comes when it is free, at the next reading of the same record', async () => {
  const { take } = connexion();
  const [first, second] = [makeFromErp({ reference: '2026-PRIS' }), makeFromErp({ reference: '2026-pris' })];
  const [a, b] = await take(first, second);
  expect([a!.code, b!.code]).toEqual(['2026-PRIS', expect.stringMatching(/^[A-Z]\d{3}$/)]);
  expect(b!.notes.join()).toContain('2026-PRIS');
  expect((await read(b!.chantier_id)).erp!.champs).toEqual(['nom']);
  // The one that leaves it and the one that wants it, in one page: the code is free at the next.
  const page = [{ ...first, reference: '2026-AUTRE' }, second];
  expect((await take(...page)).map(({ action }) => action)).toEqual(['updated', 'unchanged']);
  expect((await take(...page)).map(({ action, code }) => [action, code])).toEqual([
    ['unchanged', '2026-AUTRE'],
    ['updated', '2026-PRIS'],
  ]);
});

test('pages and people at the same time get different codes', async () => {
  const { take } = connexion();
  const outcomes = await Promise.all([
    ...Array.from({ length: 4 }, () => take(...pageOf(20))),
    ...Array.from({ length: 10 }, async () => {
      const answer = await t.request('POST', '/api/v1/chantiers', { as: admin, body: { nom: 'À la main' } });
      return [answer.json<Chantier>()];
    }),
  ]);
  const codes = outcomes.flat().map(({ code }) => code);
  expect(new Set(codes).size).toBe(90);
});

test('a chantier of ours with that code is joined when a person asked for it, once, and never taken from another ERP', async () => {
  const mine = await makeChantier(t.db.sql, { code: '2026-LE-MEME', nom: 'Nommé ici' });
  const record = makeFromErp({ reference: '2026-LE-MEME', adresse: '1 rue' });
  const c = connexion({ relier_par_code: true });
  const [joined, twin] = await c.take(record, makeFromErp({ reference: '2026-LE-MEME' }));
  expect(joined).toMatchObject({
    action: 'linked',
    chantier_id: mine.id,
    code: mine.code,
    changed: ['nom', 'adresse'],
  });
  expect(twin!.action).toBe('created');
  expect(await read(mine.id)).toMatchObject({
    nom: record.nom,
    adresse: '1 rue',
    erp: { external_id: record.external_id },
  });
  expect((await eventsOf(mine.id)).at(-1)!.data).toMatchObject({ changed: ['nom', 'adresse', 'references'] });
  const other = await connexion({ relier_par_code: true }).takeOne(makeFromErp({ reference: '2026-LE-MEME' }));
  expect(other).toMatchObject({ action: 'created', code: expect.stringMatching(/^[A-Z]\d{3}$/) });
});

test('a chantier that a person had given this external id is joined', async () => {
  const c = connexion();
  const record = makeFromErp({ reference: '2026-REFERENCE' });
  const body = { nom: 'Connu', references: [{ system: c.system, external_id: record.external_id }] };
  const mine = (await t.request('POST', '/api/v1/chantiers', { as: admin, body })).json<Chantier>();
  expect(await c.takeOne(record)).toMatchObject({ action: 'linked', chantier_id: mine.id, changed: ['code', 'nom'] });
});

test('a status mapped later reaches the chantiers that have it, archives apart, and each is told', async () => {
  const c = connexion();
  const statut = { external_id: 'col_4', label: 'À chiffrer' };
  const [open, archived, other] = await c.take(
    makeFromErp({ statut }),
    makeFromErp({ statut, archive: true }),
    makeFromErp(),
  );
  expect([open!.a_relier, archived!.a_relier, other!.a_relier]).toEqual([true, false, false]);
  const mapping = { system: c.system, statut_externe: 'col_4', statut: 'en_cours' as const };
  expect(await c.as(unit => applyStatut(unit, mapping))).toBe(1);
  expect(await c.as(unit => applyStatut(unit, mapping))).toBe(0);
  const chantier = await read(open!.chantier_id);
  expect([chantier.statut, chantier.erp!.champs]).toEqual(['en_cours', ['nom', 'statut']]);
  expect((await read(archived!.chantier_id)).statut).toBe('ferme');
  expect(await typesOf(chantier.id)).toEqual(['chantier.created', 'chantier.statut_changed']);
  expect(await c.as(unit => applyStatut(unit, { ...mapping, statut: null }))).toBe(0);
  expect(await read(open!.chantier_id)).toMatchObject({ statut: 'en_cours', erp: { champs: ['nom'] } });
});

test('a record that no column of ours would hold is taken in all the same', async () => {
  const c = connexion();
  const [short, inverted] = await c.take(
    makeFromErp({ nom: 'É' }),
    makeFromErp({ date_debut: '2026-05-01', date_fin: '2026-04-01' }),
  );
  expect((await read(short!.chantier_id)).nom).toBe('Chantier É');
  expect(await read(inverted!.chantier_id)).toMatchObject({ date_debut: '2026-05-01', date_fin: null });
  expect([short!.notes.length, inverted!.notes.length]).toEqual([1, 1]);
});

test('gone over there is deleted here, and comes back as it was when it is read again', async () => {
  const c = connexion();
  const record = makeFromErp({ reference: '2026-REVENANT' });
  const { chantier_id } = await c.takeOne(record);
  const gone = () => c.as(unit => markGone(unit, c.system, [record.external_id, 'inconnu']));
  expect(await gone()).toEqual([
    { external_id: record.external_id, chantier_id, code: '2026-REVENANT', libelle: record.nom },
  ]);
  expect(await gone()).toEqual([]);
  expect(await c.as(unit => countPresent(unit, c.system))).toBe(0);
  expect((await t.request('GET', `/api/v1/chantiers/${chantier_id}`, { as: admin })).statusCode).toBe(404);
  await makeChantier(t.db.sql, { code: '2026-REVENANT' });
  expect(await c.takeOne(record)).toMatchObject({
    action: 'created',
    chantier_id,
    code: expect.stringMatching(/^[A-Z]\d{3}$/),
  });
  expect(await typesOf(chantier_id)).toEqual(['chantier.created', 'chantier.deleted', 'chantier.created']);
  expect((await read(chantier_id)).erp!.etat).toBe('present');
  expect(await c.as(unit => countPresent(unit, c.system))).toBe(1);
});

test('hidden over there changes a word, not the chantier, until it is read again', async () => {
  const c = connexion();
  const record = makeFromErp();
  const { chantier_id } = await c.takeOne(record);
  expect(await c.as(unit => markHidden(unit, c.system, [record.external_id]))).toMatchObject([{ chantier_id }]);
  expect(await c.as(unit => markHidden(unit, c.system, [record.external_id]))).toEqual([]);
  expect(await read(chantier_id)).toMatchObject({ version: 2, erp: { etat: 'masque', champs: ['nom'] } });
  expect((await c.takeOne(record)).action).toBe('unchanged');
  expect(await read(chantier_id)).toMatchObject({ version: 3, erp: { etat: 'present' } });
  expect(await typesOf(chantier_id)).toEqual(['chantier.created']);
});

test('an aperçu says what the import then does, and writes nothing', async () => {
  const c = connexion({ relier_par_code: true, depuis: '2024-11-23' });
  const known = makeFromErp();
  await c.takeOne(known);
  await makeChantier(t.db.sql, { code: '2026-APERCU' });
  const page = [
    { ...known, nom: 'Renommé' },
    makeFromErp({ reference: '2026-APERCU' }),
    makeFromErp({ date_fin: '2020-01-01' }),
    makeFromErp({ reference: 'hors forme' }),
  ];
  let planned: Outcome[] = [];
  const sent = await statementsOf(async () => {
    planned = await c.as(unit => planChantiers(unit, c.source, page));
  });
  expect(sent.filter(text => /^(insert|update|delete|with)|for update|advisory/.test(text))).toEqual([]);
  const done = await c.take(...page);
  expect(planned.map(({ action }) => action)).toEqual(['updated', 'linked', 'skipped', 'created']);
  const same = ({ chantier_id: _, code: __, ...outcome }: Outcome) => outcome;
  expect(planned.map(same)).toEqual(done.map(same));
});

test('when every automatic code has been given, a page is taken in all the same', async () => {
  await t.db.sql`
    insert into chantiers (id, code, nom, couleur, deleted_at)
    select gen_random_uuid(), chr(letter) || lpad(n::text, 3, '0'), 'Ancien', '#1F5FA8', now()
    from generate_series(65, 90) letter, generate_series(1, 999) n`;
  const codes = (await connexion().take(...pageOf(3))).map(({ code }) => code);
  expect(codes).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^2026-[0-9A-F]{12}$/)));
});
