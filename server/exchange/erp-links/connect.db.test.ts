// Against the real simulator, through the real outbound: what a person does on a connexion.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connecteur, ErpLink } from '#contract/erp-link.ts';
import { open, sealedWith } from '#platform/secrets.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type Simulator, startSimulator } from '#testing/simulator.ts';
import { noteTrouble } from './note-health.ts';
import { openHook } from './open-hook.ts';
import { openSession, sealedFor } from './open-session.ts';
import { erpLinkTopic } from './rules.ts';

const SECRET = 'whsec_du-secret-des-signaux';
let hub: TestApp;
let other: TestApp;
let erp: Simulator;
let admin: Caller;
let conducteur: Caller;

beforeAll(async () => {
  [hub, erp] = await Promise.all([testApp({ jobs: true, allow: '127.0.0.1/32:*' }), startSimulator({ chantiers: 12 })]);
  other = await testApp({ jobs: true, allow: '127.0.0.1/32:*', beside: hub });
  admin = await hub.cookie(await hub.person({ role: 'administrateur' }));
  conducteur = await hub.cookie(await hub.person({ role: 'conducteur' }));
});

const form = (change: { base_url?: string; api_key?: string; webhook_secret?: string } = {}) => {
  const { base_url = erp.base_url, api_key = erp.key, webhook_secret } = change;
  return { settings: { base_url }, credentials: { api_key, ...(webhook_secret ? { webhook_secret } : {}) } };
};
type By = { as?: Caller; app?: TestApp };
const post = (url: string, body?: unknown, { as = admin, app = hub }: By = {}) =>
  app.request('POST', url, { as, body });
const connect = (change = {}, app = hub) => post('/api/v1/erp-links', { kind: 'costructor', ...form(change) }, { app });
const get = async (id: string) => (await hub.request('GET', `/api/v1/erp-links/${id}`, { as: admin })).json<ErpLink>();
const retire = (id: string) => hub.request('DELETE', `/api/v1/erp-links/${id}`, { as: admin });
const count = async () => (await hub.db.sql<{ n: number }[]>`select count(*)::integer as n from erp_links`)[0]!.n;
const facts = (id: string) =>
  hub.db.sql<{ type: string }[]>`select type from events where data->>'link_id' = ${id} order by id`;
const typesOf = async (id: string) => (await facts(id)).map(fact => fact.type);

/** A connexion of its own for one test. */
async function connected(change = {}): Promise<ErpLink> {
  const answer = await connect(change);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<ErpLink>();
}

describe('the form', () => {
  test('is drawn from the connector, its secrets write-only', async () => {
    const answer = await hub.request('GET', '/api/v1/connecteurs', { as: conducteur });
    const { items } = answer.json<{ items: Connecteur[] }>();
    const costructor = items.find(item => item.kind === 'costructor')!;
    const { properties } = costructor.form.credentials as { properties: Record<string, Record<string, unknown>> };
    expect(properties['api_key']).toMatchObject({ title: 'Clé API', writeOnly: true });
    expect(properties['webhook_secret']).toMatchObject({ writeOnly: true });
    expect(costructor.form.settings).toMatchObject({ properties: { base_url: { title: 'Adresse de l’API' } } });
    expect(answer.body).not.toContain('"secret"');
  });

  test('of an ERP that works and is not offered is not in the wizard', async () => {
    const items = (await hub.request('GET', '/api/v1/connecteurs', { as: conducteur })).json<{ items: Connecteur[] }>()
      .items;
    const known = await post('/api/v1/erp-links/test', { kind: 'tryton', settings: {}, credentials: {} });
    expect([items.map(({ kind }) => kind), known.statusCode]).toEqual([['costructor'], 400]);
  });

  test.each(['/api/v1/erp-links/test', '/api/v1/erp-links'])('names its wrong fields on %s', async url => {
    const body = { kind: 'costructor', settings: { base_url: 'ftp://x', intrus: 1 }, credentials: {} };
    const answer = await post(url, body);
    expect(answer.statusCode).toBe(400);
    const pointers = answer.json<{ errors: { pointer: string; message: string }[] }>().errors.map(e => e.pointer);
    expect(pointers.toSorted()).toEqual(['/credentials/api_key', '/settings/base_url', '/settings/intrus']);
    expect(answer.body).toContain('Adresse https://');
  });

  test('of an ERP nobody knows is refused', async () => {
    const answer = await post('/api/v1/erp-links/test', { kind: 'inconnu', settings: {}, credentials: {} });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'connector.unknown']);
  });

  test('is not for a conducteur, who may look', async () => {
    const asked = { kind: 'costructor', ...form() };
    expect((await post('/api/v1/erp-links', asked, { as: conducteur })).statusCode).toBe(403);
    expect((await post('/api/v1/erp-links/test', asked, { as: conducteur })).statusCode).toBe(403);
    expect((await hub.request('GET', '/api/v1/erp-links', { as: conducteur })).statusCode).toBe(200);
  });
});

describe('an access that does not work', () => {
  const cases: [string, Parameters<typeof form>[0], number, string][] = [
    ['a wrong key', { api_key: 'cst_pas_la_bonne_cle' }, 409, 'erp_link.denied'],
    ['nobody there', { base_url: 'http://127.0.0.1:9/external/v1' }, 503, 'erp_link.unavailable'],
    ['a private address', { base_url: 'https://10.1.2.3/external/v1' }, 409, 'erp_link.address_refused'],
    ['a page of another service', { base_url: 'SERVICE' }, 409, 'erp_link.strange'],
  ];
  test.each(cases)('%s: said in a word, and nothing is saved', async (_why, change, status, code) => {
    const service = erp.base_url.replace('/external/v1', '/ailleurs');
    const asked = { ...change, ...(change?.base_url === 'SERVICE' ? { base_url: service } : {}) };
    const before = await count();
    for (const url of ['/api/v1/erp-links/test', '/api/v1/erp-links']) {
      const answer = await post(url, { kind: 'costructor', ...form(asked) });
      expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
      expect(answer.body).not.toContain(asked.api_key ?? erp.key);
    }
    expect(await count()).toBe(before);
  });

  test('a plan without the API: the right is missing, and nothing is saved', async () => {
    const key = 'cst_compte_sans_api';
    await erp.control('POST', '/keys', { key, account: 'sans-api', chantiers: 1 });
    await erp.control('POST', `/keys/${key}/plan`, { plan: 'sans_api' });
    const before = await count();
    const answer = await connect({ api_key: key });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'erp_link.rights']);
    expect(await count()).toBe(before);
  });

  test('an ERP that asks to wait says how long', async () => {
    await erp.control('POST', '/faults', {
      rules: [{ id: 'attente', fault: { kind: 'too_many', retry_after: 'seconds', seconds: 30 } }],
    });
    const answer = await connect();
    await erp.control('DELETE', '/faults/attente');
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'erp_link.busy']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

test('a test says what the account is, and saves nothing', async () => {
  const before = await count();
  const answer = await post('/api/v1/erp-links/test', { kind: 'costructor', ...form() });
  expect(answer.json()).toEqual({ compte: null, simulateur: true, chantiers: true, heures: true });
  expect(await count()).toBe(before);
});

test('an access without hours is connected for its chantiers, says so, and is asked again by « Reprendre »', async () => {
  const rules = [{ id: 'heures', match: { path: '/timesheet_entries' }, fault: { kind: 'forbidden' } }];
  await erp.control('POST', '/faults', { rules });
  const tested = await post('/api/v1/erp-links/test', { kind: 'costructor', ...form() });
  expect(tested.json()).toMatchObject({ chantiers: true, heures: false });
  const { id, heures } = await connected();
  expect(heures).toBe(false);
  expect((await post(`/api/v1/erp-links/${id}/reprise`)).json<ErpLink>().heures).toBe(false);
  await erp.control('DELETE', '/faults/heures');
  expect((await get(id)).heures).toBe(false);
  expect((await post(`/api/v1/erp-links/${id}/reprise`)).json<ErpLink>()).toMatchObject({
    heures: true,
    etat: 'active',
  });
  await retire(id);
});

describe('a connexion', () => {
  test('is told, its credentials sealed at rest and in no answer, log or event', async () => {
    const link = await connected({ webhook_secret: SECRET });
    expect(link).toMatchObject({ etat: 'active', simulateur: true, kind_nom: 'Costructor', import_en_cours: null });
    expect(link.signaux).toMatchObject({
      possibles: true,
      url: `http://localhost/api/v1/erp-links/${link.id}/signaux`,
    });
    const [row] = await hub.db.sql<{ credentials: string; row: string }[]>`
      select credentials, to_jsonb(l)::text as row from erp_links l where id = ${link.id}`;
    expect(sealedWith(row!.credentials)).toBe(hub.ground.keyring.current);
    expect(() => open(hub.ground.keyring, row!.credentials, sealedFor('un autre'))).toThrow();
    const everywhere = [
      row!.row,
      JSON.stringify(await get(link.id)),
      (await hub.request('GET', '/api/v1/erp-links', { as: admin })).body,
      JSON.stringify(await hub.db.sql`select * from events`),
      ...hub.lines,
    ].join('\n');
    for (const secret of [erp.key, SECRET]) expect(everywhere).not.toContain(secret);
    expect(await typesOf(link.id)).toEqual(['erp_link.connected']);
    expect(hub.lines.filter(line => line.includes('sensitive_create') && line.includes(link.id))).toHaveLength(1);
    await retire(link.id);
  });

  test('asked for six times under one Idempotency-Key, in two processes, is made once', async () => {
    const before = await count();
    const headers = { 'idempotency-key': 'connexion-1' };
    const ask = (app: TestApp) =>
      app.request('POST', '/api/v1/erp-links', { as: admin, body: { kind: 'costructor', ...form() }, headers });
    const answers = await Promise.all([hub, other, hub, other, hub, other].map(ask));
    answers.push(await ask(other));
    expect(await count()).toBe(before + 1);
    const made = answers.filter(answer => answer.statusCode === 201);
    expect(made.filter(answer => !answer.headers['idempotency-replayed'])).toHaveLength(1);
    expect(new Set(made.map(answer => answer.body + answer.headers['location'])).size).toBe(1);
    expect(answers.at(-1)!.headers['idempotency-replayed']).toBe('true');
    await retire(made[0]!.json<ErpLink>().id);
  });

  test('made at the same moment as another in two processes has its own name', async () => {
    const api_key = 'cst_un_autre_compte_du_meme_erp';
    await erp.control('POST', '/keys', { key: api_key });
    const links = (await Promise.all([connect(), connect({ api_key }, other)])).map(answer => answer.json<ErpLink>());
    expect(links.map(link => link.system).toSorted()).toEqual(['costructor', 'costructor-2']);
    expect(links.map(link => link.nom).toSorted()).toEqual(['Costructor', 'Costructor 2']);
    for (const { id } of links) await retire(id);
  });

  test('opens sessions and hooks with what it keeps', async () => {
    const link = await connected({ webhook_secret: SECRET });
    const deps = { ...hub.ground, inUnit: hub.app.inUnit };
    const { session } = await openSession(deps, link.id);
    expect(await session.check()).toMatchObject({ chantiers: true });
    expect((await hub.app.inUnit(SYSTEM, unit => openHook(unit, deps, link.id)))?.secret).toBe(SECRET);
    await retire(link.id);
    await expect(openSession(deps, link.id)).rejects.toMatchObject({ code: 'erp_link.not_found' });
    expect(await hub.app.inUnit(SYSTEM, unit => openHook(unit, deps, link.id))).toBeNull();
  });

  test('without a secret accepts no signal', async () => {
    const link = await connected();
    expect(link.signaux.possibles).toBe(false);
    expect(await hub.app.inUnit(SYSTEM, unit => openHook(unit, hub.ground, link.id))).toBeNull();
    await retire(link.id);
  });
});

describe('its settings', () => {
  test('change by version, and an ETag read since serves too', async () => {
    const link = await connected();
    const url = `/api/v1/erp-links/${link.id}`;
    const patch = (if_match: string, body: unknown) =>
      hub.request('PATCH', url, { as: admin, body, headers: { 'if-match': if_match } });
    const { etag } = (await hub.request('GET', url, { as: admin })).headers;
    const changed = await patch(String(etag), { frequence: 'quotidien', heure: '06:30', nom: 'Chez nous' });
    expect(changed.json()).toMatchObject({ frequence: 'quotidien', heure: '06:30', nom: 'Chez nous', version: 2 });
    expect((await patch('"1"', { heure: '07:00' })).statusCode).toBe(412);
    expect((await patch('"2"', { heure: '25:00' })).statusCode).toBe(400);
    await retire(link.id);
  });

  test('an ETag changes with the health that is shown, though the version does not', async () => {
    const link = await connected();
    const url = `/api/v1/erp-links/${link.id}`;
    const { etag } = (await hub.request('GET', url, { as: admin })).headers;
    const is = { word: 'unavailable' } as const;
    await hub.app.inUnit(SYSTEM, unit =>
      noteTrouble(unit, link.id, { is, prochain_essai_at: null, log: hub.ground.log }),
    );
    const again = await hub.request('GET', url, { as: admin, headers: { 'if-none-match': String(etag) } });
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ version: 1, probleme: { mot: 'unavailable' } });
    await retire(link.id);
  });

  test('each change is told to who looks at it, in whatever process', async () => {
    const link = await connected();
    let told = 0;
    const leave = other.ground.live.subscribe(erpLinkTopic(link.id), () => {
      told += 1;
    });
    const url = `/api/v1/erp-links/${link.id}`;
    const changes = [
      () => hub.request('PATCH', url, { as: admin, body: { heure: '04:00' }, headers: { 'if-match': '"1"' } }),
      () => post(`${url}/pause`),
      () => post(`${url}/reprise`),
      () => post(`${url}/reconnexion`, { credentials: { api_key: erp.key } }),
      () => retire(link.id),
    ];
    for (const change of changes) {
      const before = told;
      expect((await change()).statusCode).toBeLessThan(300);
      await expect.poll(() => told, { timeout: 5_000 }).toBeGreaterThan(before);
    }
    leave();
  });

  test('a pause lasts until somebody resumes', async () => {
    const link = await connected();
    const paused = await post(`/api/v1/erp-links/${link.id}/pause`);
    expect([paused.statusCode, paused.json().etat]).toEqual([200, 'en_pause']);
    expect((await post(`/api/v1/erp-links/${link.id}/reprise`)).json().etat).toBe('active');
    await retire(link.id);
  });
});

describe('once it is refused over there', () => {
  const denied = { word: 'denied', why: 'credentials' } as const;
  const broken = async (change = {}) => {
    const link = await connected(change);
    const trouble = { is: denied, prochain_essai_at: null, log: hub.ground.log };
    await hub.app.inUnit(SYSTEM, unit => noteTrouble(unit, link.id, trouble));
    return link.id;
  };

  test('a key that works mends it, told once; the old one is gone', async () => {
    const id = await broken();
    const key = 'cst_la_nouvelle_cle_de_demo';
    await erp.control('POST', '/keys', { key });
    const url = `/api/v1/erp-links/${id}/reconnexion`;
    const wrong = await post(url, { credentials: { api_key: 'cst_encore_une_fausse' } });
    expect([wrong.statusCode, wrong.json().code]).toEqual([409, 'erp_link.denied']);
    expect((await get(id)).etat).toBe('a_reconnecter');
    await hub.db.sql`update erp_links set pas_avant = ${hub.clock.now.add({ hours: 6 }).toString()} where id = ${id}`;
    const mended = await post(url, { credentials: { api_key: key } });
    expect(mended.json(), mended.body).toMatchObject({ etat: 'active', probleme: null, pause_jusqua: null });
    await post(url, { credentials: { api_key: key } });
    expect(await typesOf(id)).toEqual(['erp_link.connected', 'erp_link.broken', 'erp_link.restored']);
    const [row] = await hub.db.sql<{ credentials: string }[]>`select credentials from erp_links where id = ${id}`;
    expect(JSON.parse(open(hub.ground.keyring, row!.credentials, sealedFor(id)))).toEqual({ api_key: key });
    await retire(id);
  });

  test('a field that is not given again stays: a new key keeps the secret of signals', async () => {
    const link = await connected({ webhook_secret: SECRET });
    const url = `/api/v1/erp-links/${link.id}/reconnexion`;
    const answer = await post(url, { credentials: { api_key: erp.key } });
    expect(answer.json<ErpLink>().signaux.possibles).toBe(true);
    const without = await post(url, { credentials: { webhook_secret: '' } });
    expect(without.json<ErpLink>()).toMatchObject({ etat: 'active', signaux: { possibles: false } });
    await retire(link.id);
  });

  test('it cannot be paused, and is resumed only if the ERP says yes', async () => {
    const key = 'cst_cle_revoquee_puis_rendue';
    await erp.control('POST', '/keys', { key });
    const id = await broken({ api_key: key });
    await erp.control('DELETE', `/keys/${key}`);
    expect((await post(`/api/v1/erp-links/${id}/pause`)).json().code).toBe('erp_link.not_ready');
    const refused = await post(`/api/v1/erp-links/${id}/reprise`);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'erp_link.denied']);
    await erp.control('POST', '/keys', { key });
    expect((await post(`/api/v1/erp-links/${id}/reprise`)).json()).toMatchObject({ etat: 'active', probleme: null });
    await retire(id);
  });
});

test('retired, it is unknown, its credentials are wiped and its name serves again', async () => {
  const first = await connected();
  expect((await retire(first.id)).statusCode).toBe(204);
  const [row] = await hub.db.sql<{ credentials: string }[]>`select credentials from erp_links where id = ${first.id}`;
  expect(row!.credentials).toBe('');
  const url = `/api/v1/erp-links/${first.id}`;
  expect((await hub.request('GET', url, { as: admin })).json().code).toBe('erp_link.not_found');
  expect((await retire(first.id)).json().code).toBe('erp_link.not_found');
  expect((await hub.request('GET', '/api/v1/erp-links', { as: admin })).body).not.toContain(first.id);
  expect(await typesOf(first.id)).toEqual(['erp_link.connected', 'erp_link.disconnected']);
  const again = await connected();
  expect([again.system, again.id === first.id]).toEqual([first.system, false]);
  await retire(again.id);
});
