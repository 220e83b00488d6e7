// What was done to a connexion once, and must not be again.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { atTheEnd } from '#testing/endings.ts';
import { type Simulator, startSimulator } from '#testing/simulator.ts';
import { noteTrouble } from './note-health.ts';
import { openSession } from './open-session.ts';
import { saveErpLink } from './sql.ts';

const SECRET = 'whsec_du-secret-des-signaux';
let hub: TestApp;
let other: TestApp;
let erp: Simulator;
let admin: Caller;
let key: Caller;

beforeAll(async () => {
  [hub, erp] = await Promise.all([testApp({ jobs: true, allow: '127.0.0.1/32:*' }), startSimulator({ chantiers: 3 })]);
  other = await testApp({ jobs: true, allow: '127.0.0.1/32:*', beside: hub });
  admin = await hub.cookie(await hub.person({ role: 'administrateur' }));
  key = await hub.key(admin, ['erp:read', 'erp:write']);
});

type By = { as?: Caller; app?: TestApp };
const post = (path: string, body: unknown, { as = admin, app = hub }: By = {}) =>
  app.request('POST', `/api/v1/erp-links${path}`, { as, body });
const form = (change: object = {}) => ({
  kind: 'costructor',
  settings: { base_url: erp.base_url },
  credentials: { api_key: erp.key, ...change },
});
const retire = (id: string, as = admin) => hub.request('DELETE', `/api/v1/erp-links/${id}`, { as });
const idOf = (answer: { json: <T>() => T }) => answer.json<ErpLink>().id;
async function newKey(name: string): Promise<string> {
  await erp.control('POST', '/keys', { key: name });
  return name;
}

/** An address of somebody else’s, which keeps what it is sent. */
async function thief() {
  const heard: string[] = [];
  const server = createServer((req, res) => {
    heard.push(String(req.headers.authorization));
    res.setHeader('content-type', 'application/json');
    res.end('{"data":[],"metadata":{"items":0}}');
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  atTheEnd(() => void server.close());
  return { heard, base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/external/v1` };
}

describe('an ERP key left sealed was sent to an address of the asker’s', () => {
  test('at another address, every kept credential is asked again, and nothing is sent', async () => {
    const id = idOf(await post('', form({ webhook_secret: SECRET })));
    const { heard, base_url } = await thief();
    const pointersOf = async (credentials: object) => {
      const answer = await post(`/${id}/reconnexion`, { settings: { base_url }, credentials });
      expect(answer.statusCode, answer.body).toBe(400);
      return answer.json<{ errors: { pointer: string }[] }>().errors.map(error => error.pointer);
    };
    expect(await pointersOf({})).toEqual(['/credentials/api_key', '/credentials/webhook_secret']);
    expect(await pointersOf({ webhook_secret: '' })).toEqual(['/credentials/api_key']);
    expect(heard).toEqual([]);
    const given = { api_key: 'cst_donnee_expres', webhook_secret: '' };
    expect((await post(`/${id}/reconnexion`, { settings: { base_url }, credentials: given })).statusCode).toBe(200);
    expect(new Set(heard)).toEqual(new Set(['Bearer cst_donnee_expres']));
    await retire(id);
  });

  test('the address it has, said again, is no other', async () => {
    const id = idOf(await post('', form()));
    const same = { settings: { base_url: `${erp.base_url}/` }, credentials: {} };
    expect((await post(`/${id}/reconnexion`, same)).statusCode).toBe(200);
    await retire(id);
  });

  test('no API key connects, tests, reconnects or retires', async () => {
    const id = idOf(await post('', form()));
    const answers = [
      await post('', form(), { as: key }),
      await post('/test', form(), { as: key }),
      await post(`/${id}/reconnexion`, { credentials: { api_key: erp.key } }, { as: key }),
      await retire(id, key),
    ];
    expect(answers.map(answer => [answer.statusCode, answer.json().code])).toEqual(
      answers.map(() => [403, 'account_only']),
    );
    expect((await post(`/${id}/pause`, undefined, { as: key })).statusCode).toBe(200);
    await retire(id);
  });

  test('nor does a person whose sign-in is older than twelve hours', async () => {
    const person = await hub.person({ role: 'administrateur' });
    const as = await hub.cookie(person);
    await hub.db
      .sql`update sessions set signed_in_at = signed_in_at - interval '13 hours' where personne_id = ${person.id}`;
    expect((await post('/test', form(), { as })).json().code).toBe('sign_in.too_old');
  });
});

describe('one account connected twice made each chantier twice', () => {
  test('a double click, in two processes, makes one connexion; the other answer names it', async () => {
    const answers = await Promise.all([post('', form()), post('', form(), { app: other })]);
    const [made, refused] = answers.toSorted((a, b) => a.statusCode - b.statusCode);
    expect([made!.statusCode, refused!.statusCode]).toEqual([201, 409]);
    const { id, nom } = made!.json<ErpLink>();
    expect(refused!.json()).toMatchObject({ code: 'erp_link.already_connected', details: { link_id: id, nom } });
    // The secret of signals is not the account.
    const again = await post('', { ...form({ webhook_secret: SECRET }), settings: { base_url: `${erp.base_url}/` } });
    expect([again.statusCode, again.json().code]).toEqual([409, 'erp_link.already_connected']);
    await retire(id);
    const later = await post('', form());
    expect(later.statusCode).toBe(201);
    await retire(idOf(later));
  });

  test('a connexion is not reconnected to the account of another, and may be to its own', async () => {
    const [first, second] = [await newKey('cst_premier_compte'), await newKey('cst_second_compte')];
    const ids = [idOf(await post('', form({ api_key: first }))), idOf(await post('', form({ api_key: second })))];
    const taken = await post(`/${ids[1]}/reconnexion`, { credentials: { api_key: first } });
    expect([taken.statusCode, taken.json().details]).toEqual([409, { link_id: ids[0], nom: 'Costructor' }]);
    expect((await post(`/${ids[1]}/reconnexion`, { credentials: { api_key: second } })).statusCode).toBe(200);
    for (const id of ids) await retire(id);
  });

  test('what names the account tells no credential', async () => {
    const id = idOf(await post('', form()));
    const empreinte = async () =>
      (await hub.db.sql<{ empreinte: string | null }[]>`select empreinte from erp_links where id = ${id}`)[0]!
        .empreinte;
    expect(await empreinte()).toMatch(/^[0-9a-f]{64}$/);
    await retire(id);
    expect(await empreinte()).toBeNull();
  });
});

describe('a connexion mended kept waiting for what its old key had been told', () => {
  const read = async (id: string) =>
    (
      await hub.db.sql<{ pas_avant: string | null; watermark: unknown; observed: unknown }[]>`
        select pas_avant, watermark, observed from erp_links where id = ${id}`
    )[0]!;
  const at = { at: '2026-11-23T07:00:00.000Z' };
  const learnt = { watermark: at, observed: { incremental: 'filter' } };
  const taught = async (change: object) => {
    const id = idOf(await post('', form(change)));
    const pas_avant = hub.clock.now.add({ hours: 6 }).toString();
    await hub.app.inUnit(SYSTEM, unit => saveErpLink(unit, id, { ...learnt, pas_avant }));
    return id;
  };

  test('a new key ends the pause and keeps what was learnt', async () => {
    const id = await taught({});
    const api_key = await newKey('cst_nouvelle');
    expect((await post(`/${id}/reconnexion`, { credentials: { api_key } })).statusCode).toBe(200);
    expect(await read(id)).toEqual({ pas_avant: null, ...learnt });
    await retire(id);
  });

  test('a new address forgets what was learnt at the old one', async () => {
    const id = await taught({});
    const { base_url } = await thief();
    const moved = await post(`/${id}/reconnexion`, { settings: { base_url }, credentials: { api_key: 'cst_la_bas' } });
    expect(moved.statusCode, moved.body).toBe(200);
    expect(await read(id)).toEqual({ pas_avant: null, watermark: null, observed: {} });
    await retire(id);
  });
});

test('an address that the hub no longer reaches was told as an error of the hub: it is the connexion’s', async () => {
  const id = idOf(await post('', form()));
  const closed = await testApp({ beside: hub });
  const { session } = await openSession({ ...closed.ground, inUnit: closed.app.inUnit }, id);
  const is = await session.chantiers!.get('pj_1').catch(error => error.is);
  expect(is).toEqual({ word: 'denied', why: 'address' });
  const trouble = { is, prochain_essai_at: null, log: hub.ground.log };
  await hub.app.inUnit(SYSTEM, unit => noteTrouble(unit, id, trouble));
  const shown = (await hub.request('GET', `/api/v1/erp-links/${id}`, { as: admin })).json<ErpLink>();
  expect(shown).toMatchObject({ etat: 'a_verifier', probleme: { mot: 'address' } });
  expect((await post(`/${id}/reprise`, undefined, { app: closed })).json().code).toBe('erp_link.address_refused');
  expect((await post(`/${id}/reprise`, undefined)).json<ErpLink>()).toMatchObject({ etat: 'active', probleme: null });
  await retire(id);
});
