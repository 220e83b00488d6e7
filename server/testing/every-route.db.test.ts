// House §12: what every route owes, asked of every record; a new route is covered the day it is born.
import { Validator } from '@seriousme/openapi-schema-validator';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ById, pageOf } from '#contract/page.ts';
import { SCOPES } from '#contract/scopes.ts';
import { bearer } from '#exchange/api-keys/index.ts';
import { refused } from '#platform/errors.ts';
import { makeRateLimit } from '#platform/http/rate-limit.ts';
import { type AnyRoute, fullPath, route } from '#platform/http/route.ts';
import { makeServer } from '#platform/http/server.ts';
import { newId } from '#platform/ids.ts';
import { makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { keepReplies } from '#platform/reads/kept-replies.ts';
import { PASSWORD, testApp } from './app.ts';
import { makeChantier, makeCommune } from './make.ts';
import {
  garbageFaults,
  goodBody,
  hostileFaults,
  keyFaults,
  nameOf,
  personFaults,
  strangerFaults,
  type World,
} from './route-checks.ts';
import {
  boundKeyFaults,
  changesFaults,
  etagFaults,
  fieldsFaults,
  idempotencyFaults,
  versionFaults,
} from './routes/convention-checks.ts';
import { ASKED_CHANTIER } from './routes/queries.ts';
import { makeTarget } from './routes/targets.ts';
import { recordFaults } from './schema-faults.ts';

const hub = await testApp({ jobs: true });
await makeCommune(hub.db.sql);
await makeChantier(hub.db.sql, { id: ASKED_CHANTIER });
const ROUTES = hub.app.features.flatMap(feature => feature.routes);
/** Opening a route to everybody is a decision: it is written here too. */
const PUBLIC = [
  'POST /api/auth/session',
  'POST /api/auth/token',
  'POST /api/auth/liens/lecture',
  'POST /api/auth/liens/usage',
  'POST /api/v1/keys/revoke-leaked',
];

/** Called by machines that sign: each with who signs. */
const SIGNED: Record<string, string> = {
  'POST /api/v1/erp-links/:id/signaux': 'the ERP, by the secret of its connexion',
  'POST /api/v1/keys/github-alerts': 'GitHub, by its keys that the operator gave',
};

let caller = 0;
/** Each request from its own address: what is tested here is not the patience of the rate limiter. */
const from = (server: typeof hub.app.server): World['inject'] => {
  return request => {
    caller += 1;
    const remoteAddress = `10.${caller >> 16}.${(caller >> 8) & 255}.${caller & 255}`;
    return server.inject({ ...request, remoteAddress } as never) as never;
  };
};
const inject = from(hub.app.server);

async function newWorld(): Promise<World> {
  const admin = await hub.person({ role: 'administrateur' });
  const body = { identifiant: admin.email, mot_de_passe: PASSWORD };
  const post = async (url: string, payload: object) =>
    inject({
      method: 'POST',
      url,
      headers: { host: 'localhost', 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    });
  const tokens = (await post('/api/auth/token', { grant: 'password', ...body })).json<{ access_token: string }>();
  const session = (await post('/api/auth/session', body)).cookies[0]!;
  const person = { authorization: `Bearer ${tokens.access_token}` };
  const key = async (scopes: string[]) => {
    await hub.db.sql`delete from api_keys where personne_id = ${admin.id}`;
    return (await hub.key({ headers: person }, scopes)).headers;
  };
  const boundKey = async (scopes: string[]) => {
    const headers = await key(scopes);
    await hub.db.sql`update api_keys set chantiers = ${[newId()]} where personne_id = ${admin.id}`;
    return headers;
  };
  const target = (record: AnyRoute) => makeTarget({ ...hub.ground, personne_id: admin.id }, record.path);
  return { inject, person, cookie: { cookie: `${session.name}=${session.value}` }, key, boundKey, target };
}
const world = await newWorld();
/** Routes that end the session they are called with get a person of their own. */
const ends = (record: AnyRoute) => record.base === 'auth' && record.method !== 'GET';
const worldOf = async (record: AnyRoute) => (ends(record) ? await newWorld() : world);

test('the table of routes is the one we think of', () => {
  expect(ROUTES.length).toBeGreaterThan(25);
  expect(new Set(ROUTES.map(nameOf)).size).toBe(ROUTES.length);
  expect(
    ROUTES.filter(record => record.access === 'public')
      .map(nameOf)
      .toSorted(),
  ).toEqual(PUBLIC.toSorted());
  const signed = ROUTES.filter(record => record.access === 'signature').map(nameOf);
  expect(signed.toSorted()).toEqual(Object.keys(SIGNED).toSorted());
});

describe.each(ROUTES.map(record => ({ name: nameOf(record), record })))('$name', ({ record }) => {
  test('bounds every text and list, and lets no unknown field in', () => expect(recordFaults(record)).toEqual([]));
  test('documents a request that its schema accepts', () => {
    if (record.body) expect(record.body.safeParse(goodBody(record)).error).toBeUndefined();
  });
  test('answers 401 to a stranger and tells him nothing', async () =>
    expect(await strangerFaults(world, record)).toEqual([]));
  test('opens to a key with its scope only', async () =>
    expect(await keyFaults(await worldOf(record), record)).toEqual([]));
  test('opens to a person by JWT and by cookie, and to no forged page', async () =>
    expect(await personFaults(await worldOf(record), record)).toEqual([]));
  test('keeps a key bound to chantiers inside of them, or refuses it', async () =>
    expect(await boundKeyFaults(await worldOf(record), record)).toEqual([]));
  test('is done once under an Idempotency-Key, if it creates', async () =>
    expect(await idempotencyFaults(await worldOf(record), record)).toEqual([]));
  test('answers 304 to whoever has read it already', async () => expect(await etagFaults(world, record)).toEqual([]));
  test('gives the fields that are asked for, and can be followed if it says so', async () =>
    expect([...(await fieldsFaults(world, record)), ...(await changesFaults(world, record))]).toEqual([]));
  test('answers 400 to garbage, with the pointer', async () =>
    expect(await garbageFaults(await worldOf(record), record)).toEqual([]));
  test(
    'survives hostile values in every field',
    async () => expect(await hostileFaults(await worldOf(record), record)).toEqual([]),
    120_000,
  );
});

const VERSIONED = ROUTES.filter(record => record.versioned).map(record => ({ name: nameOf(record), record }));
test.each(VERSIONED)('$name demands the version it changes', async ({ record }) =>
  expect(await versionFaults(world, record)).toEqual([]),
);

describe('these checks bite on planted routes', () => {
  const common = { base: 'v1', tag: 'Essai', summary: 'Essai', access: { scope: 'chantiers:read' } } as const;
  const text = z.strictObject({ nom: z.string().max(200) });
  const post = (path: `/${string}`, body: z.ZodType, handle: () => Promise<unknown>) =>
    route({ ...common, method: 'POST', path, body, reply: text, status: 200, handle });
  const fine = async () => ({ nom: 'x' });
  const undeclared = post('/undeclared', text, async () => {
    throw refused('chantier.locked');
  });
  const drifting = post('/drifting', text, async () => ({ nom: 'x', en_trop: 1 }));
  const loose = post('/loose', z.looseObject({ nom: z.string().max(200) }), fine);
  const unbounded = post('/unbounded', z.strictObject({ nom: z.string() }), fine);
  const endless = post('/endless', z.strictObject({ noms: z.array(z.string().max(3)) }), fine);
  const fragile = route({
    ...common,
    method: 'POST',
    path: '/fragile',
    body: text,
    reply: text,
    status: 200,
    handle: async (unit, { body }) => {
      await unit.sql`select ${body.nom}::text`;
      return { nom: 'x' };
    },
  });
  const open = route({
    ...common,
    access: 'public',
    method: 'POST',
    path: '/open',
    body: text,
    reply: text,
    status: 200,
    handle: fine,
  });
  const unversioned = route({
    ...common,
    method: 'PATCH',
    path: '/unversioned/:id',
    params: ById,
    body: text,
    reply: text,
    handle: fine,
  });
  const careless = route({ ...unversioned, path: '/careless/:id', versioned: true } as never);
  const leaking = post('/leaking', text, fine);
  leaking.reply = z.strictObject({ secret: z.string().max(100) });
  const followed = route({
    ...common,
    kind: 'events',
    method: 'GET',
    path: '/followed',
    reply: text,
    topic: () => 'x',
    stream: (_input, { sql }) => sql`select '{"nom":1}' as body, null::integer as version`,
  });
  const credulous = route({
    ...common,
    access: 'signature',
    method: 'POST',
    path: '/credulous/:id',
    params: ById,
    handle: async () => {},
  });
  const creating = { ...post('/creating', text, fine), status: 201 as const };
  const overseeing = route({
    ...common,
    bound_keys: true,
    method: 'GET',
    path: '/overseeing',
    reply: pageOf(text),
    list: (_input, { sql }) =>
      sql`select '[{"nom":"x"}]' as body, null::json as last, false as more, null::json as deleted`,
  });
  const planted = [
    creating,
    overseeing,
    followed,
    credulous,
    undeclared,
    drifting,
    loose,
    unbounded,
    endless,
    fragile,
    open,
    unversioned,
    careless,
    leaking,
  ];

  const clock = () => Temporal.Now.instant();
  const log = makeLog({ level: 'silent', stream: { write: () => {} } });
  const metrics = makeMetrics();
  const server = makeServer({
    sql: hub.db.sql,
    inUnit: hub.app.inUnit,
    clock,
    log,
    metrics,
    live: hub.ground.live,
    keyring: hub.ground.keyring,
    routes: planted,
    check_replies: true,
    kept: keepReplies({ max_bytes: 0 }),
    cursors: { seal: () => '', open: () => ({ key: '', id: '' }) },
    schemes: { cookie_name: 'none', cookie: async () => null, bearer: { hbc_: bearer() } },
    rateLimit: makeRateLimit({ clock, log, metrics }),
    trusted_proxies: [],
    public_url: 'http://localhost',
    seen: () => {},
  });
  const bad = async (): Promise<World> => ({ ...world, inject: from(server), person: await world.key([...SCOPES]) });

  test('an undeclared error', async () =>
    expect(await hostileFaults(await bad(), undeclared)).toContain(
      'POST /api/v1/undeclared answered 409 with the undeclared chantier.locked',
    ));
  test('a reply that left its schema', async () =>
    expect(await hostileFaults(await bad(), drifting)).toContain('POST /api/v1/drifting answered 500 internal'));
  test('a 500 on a NUL', async () =>
    expect(await hostileFaults(await bad(), fragile)).toContain('POST /api/v1/fragile answered 500 internal'));
  test('an unknown field let in', async () => {
    expect(await garbageFaults(await bad(), loose)).not.toEqual([]);
    expect(recordFaults(loose)).toEqual(['/: unknown fields are let in']);
  });
  test('a text and a list without a maximum', () => {
    expect(recordFaults(unbounded)).toEqual(['/properties/nom: a text without a maximum']);
    expect(recordFaults(endless)).toEqual(['/properties/noms: a list without a maximum']);
  });
  test('a change without a version, and a version nobody checks', async () => {
    expect(recordFaults(unversioned)).toEqual(['changes without If-Match']);
    expect(await versionFaults(await bad(), careless)).not.toEqual([]);
  });
  test('a secret in a reply that may be kept', () =>
    expect(recordFaults(leaking)).toEqual(['gives a secret without secret_reply']));
  test('a creation that cannot be sent again', async () =>
    expect(await idempotencyFaults(await bad(), creating)).toEqual([
      'POST /api/v1/creating: creates without Idempotency-Key',
    ]));
  test('a route that forgets what its key is bound to', async () => {
    expect(await boundKeyFaults({ ...(await bad()), boundKey: world.boundKey }, overseeing)).toEqual([
      'GET /api/v1/overseeing: a bound key lists {"items":[{"nom":"x"}],"next_cursor":null}',
    ]);
  });
  test('a stream that left its schema', async () =>
    expect(await personFaults(await bad(), followed)).toContain('GET /api/v1/followed answered 500 internal'));
  test('a signed route that verifies nothing', async () => {
    expect(await strangerFaults(await bad(), credulous)).not.toEqual([]);
    expect(await personFaults(await bad(), credulous)).not.toEqual([]);
  });
  test('a route that forgot its scope', async () =>
    expect(await keyFaults(await bad(), { ...open, access: { scope: 'chantiers:read' } })).not.toEqual([]));
  test('a route that forgot to ask who calls', async () =>
    expect(await strangerFaults(await bad(), { ...open, access: 'account' })).not.toEqual([]));
});

describe('the published document', async () => {
  const document = (await hub.request('GET', '/api/openapi.json')).json();

  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test.each(ROUTES.map(record => ({ name: nameOf(record), record })))('names $name', ({ record }) => {
    const path = fullPath(record).replace(/:(\w+)/g, '{$1}');
    expect(document.paths[path]).toHaveProperty(record.method.toLowerCase());
  });

  test('its pages have an anchor for each operation', async () => {
    const page = (await hub.request('GET', '/api/docs')).body;
    for (const methods of Object.values<Record<string, { operationId: string }>>(document.paths)) {
      for (const { operationId } of Object.values(methods)) expect(page).toContain(`id="${operationId}"`);
    }
  });
});
