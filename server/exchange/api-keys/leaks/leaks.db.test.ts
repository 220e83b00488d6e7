import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EntreeAudit } from '#contract/audit.ts';
import { newApiKey } from '#platform/api-key-format.ts';
import { githubKeys } from '#platform/config.ts';
import { makeServer } from '#platform/http/server.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { leakRoutes } from './routes.ts';

const REPORT = '/api/v1/keys/revoke-leaked';
const KEYS = '/api/auth/api-keys';

let hub: TestApp;
let owner: Caller;
beforeAll(async () => {
  hub = await testApp();
  owner = await hub.cookie(await hub.person({ role: 'conducteur' }));
});

let callers = 0;
const anybody = () => {
  callers += 1;
  return `198.51.100.${callers}`;
};
const report = (secrets: string[], remoteAddress = anybody()) =>
  hub.app.server.inject({
    method: 'POST',
    url: REPORT,
    remoteAddress,
    headers: { host: 'localhost' },
    payload: { secrets },
  });
const tryKey = async (key: Caller) => (await hub.request('GET', '/api/v1/chantiers', { as: key })).statusCode;
const told = async (id: string) =>
  (
    await hub.db
      .sql`select type, data from events where data->>'api_key_id' = ${id} and type <> 'api_key.created' order by id`
  ).map(({ type, data }) => [type, data]);
const trail = async (id: string) =>
  (await hub.request('GET', `${KEYS}/${id}/audit`, { as: owner })).json<{ items: EntreeAudit[] }>().items;
const security = (action: string) =>
  hub.lines.filter(line => line.includes(`"${action}"`)).map(line => JSON.parse(line));

describe('whoever holds a secret', () => {
  test('has its key revoked at once, without signing in; its owner is told why, and not by whom', async () => {
    const key = await hub.key(owner, ['read']);
    const other = await hub.key(owner, ['read']);
    expect(await tryKey(key)).toBe(200);
    const answer = await report([key.secret, 'hunter2', newApiKey()], '203.0.113.99');
    expect([answer.statusCode, answer.body]).toEqual([202, '']);
    expect([await tryKey(key), await tryKey(other)]).toEqual([401, 200]);
    const fact = { api_key_id: key.id, nom: 'Essai' };
    expect(await told(key.id)).toEqual([
      ['api_key.leaked', expect.objectContaining({ ...fact, source: 'signalement' })],
      ['api_key.revoked', expect.objectContaining({ ...fact, raison: 'fuite' })],
    ]);
    const [revoked, leaked] = await trail(key.id);
    expect(revoked).toMatchObject({ type: 'api_key.revoked', par: 'anonymous', data: { raison: 'fuite' } });
    expect(leaked).toMatchObject({
      type: 'api_key.leaked',
      par: 'anonymous',
      acteur: null,
      data: { source: 'signalement' },
    });
    expect(JSON.stringify([revoked, leaked])).not.toContain('203.0.113.99');
    expect(security('hub_key_leak_reported').at(-1)).toMatchObject({
      'hub.source': 'signalement',
      'hub.reported': 3,
      'hub.api_key_ids': [key.id],
      'source.ip': '203.0.113.99',
    });
  });

  test('learns nothing: unknown, malformed, revoked and expired ones get the same answer, and nothing happens twice', async () => {
    const [revoked, expired] = [await hub.key(owner, ['read']), await hub.key(owner, ['read'])];
    await report([revoked.secret]);
    await hub.db.sql`update api_keys set expires_at = ${hub.clock.now.toString()} where id = ${expired.id}`;
    const before = await told(revoked.id);
    for (const secret of [newApiKey(), 'x', `${revoked.secret.slice(0, -1)}!`, revoked.secret, expired.secret]) {
      const { statusCode, body } = await report([secret]);
      expect([statusCode, body]).toEqual([202, '']);
    }
    expect(await told(revoked.id)).toEqual(before);
    expect(await told(expired.id)).toEqual([]);
  });

  test('may send a hundred at once, not one more, and malformed ones cost no look at the database', async () => {
    const key = await hub.key(owner, ['read']);
    const crowd = Array.from({ length: 99 }, () => newApiKey());
    expect((await report([...crowd, key.secret])).statusCode).toBe(202);
    expect(await tryKey(key)).toBe(401);
    expect((await report(Array.from({ length: 101 }, () => 'x'))).statusCode).toBe(400);
    hub.db.statements.length = 0;
    await report(Array.from({ length: 100 }, (_, n) => `hbc_${n}`));
    expect(hub.db.statements.filter(text => text.includes('api_keys'))).toEqual([]);
  });

  test('twenty times an hour from one address, then 429; others are let in', async () => {
    const codes = [];
    for (let n = 0; n < 21; n += 1) codes.push((await report(['x'], '203.0.113.7')).statusCode);
    expect([new Set(codes.slice(0, 20)), codes[20]]).toEqual([new Set([202]), 429]);
    expect((await report(['x'], '203.0.113.8')).statusCode).toBe(202);
  });
});

test('a secret that is reported is written down nowhere', async () => {
  const key = await hub.key(owner, ['read']);
  await report([key.secret]);
  const tables = await hub.db.sql`
    select string_agg(t::text, ' ') as text from (select * from audit_details) t
    union all select string_agg(e::text, ' ') from events e`;
  expect(JSON.stringify([...tables]) + hub.lines.join('')).not.toContain(key.secret);
});

describe('GitHub', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const setting = `gh-1:${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`;
  type Posting = { bytes?: string; id?: string; signature?: string };
  const post = (alerts: unknown, { bytes = JSON.stringify(alerts), id = 'gh-1', signature }: Posting = {}) => {
    const server = makeServer({
      ...hub.ground,
      inUnit: hub.app.inUnit,
      routes: leakRoutes({ ...hub.ground, inUnit: hub.app.inUnit, github_keys: githubKeys(setting) }),
      cursors: { seal: () => '', open: () => ({ key: '', id: '' }) },
      kept: { get: () => undefined, put: () => {} },
      schemes: { cookie_name: 'none', cookie: async () => null, bearer: {} },
      seen: () => {},
    });
    const headers = {
      host: 'localhost',
      'content-type': 'application/json',
      'github-public-key-identifier': id,
      'github-public-key-signature':
        signature ?? sign('sha256', Buffer.from(JSON.stringify(alerts)), privateKey).toString('base64'),
    };
    return server.inject({ method: 'POST', url: '/api/v1/keys/github-alerts', headers, payload: bytes });
  };
  const alert = (token: string) => ({
    token,
    type: 'hub_chantier_api_key',
    url: 'https://github.com/x/y/blob/1/a',
    source: 'commit',
  });

  test('has a key revoked by its signature, and the owner learns where it was seen', async () => {
    const key = await hub.key(owner, ['read']);
    expect((await post([alert(key.secret), alert('ghp_other')])).statusCode).toBe(202);
    expect(await tryKey(key)).toBe(401);
    const leaked = (await trail(key.id)).find(one => one.type === 'api_key.leaked');
    expect(leaked).toMatchObject({ data: { source: 'github' }, details: { url: 'https://github.com/x/y/blob/1/a' } });
  });

  test('is not who signs other bytes, with another key, under another name, or not at all', async () => {
    const key = await hub.key(owner, ['read']);
    const alerts = [alert(key.secret)];
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const forged: Posting[] = [
      { bytes: JSON.stringify([...alerts, alert('x')]) },
      { signature: sign('sha256', Buffer.from(JSON.stringify(alerts)), stranger).toString('base64') },
      { id: 'gh-2' },
      { signature: '' },
      { signature: 'AAAA' },
    ];
    for (const one of forged) expect((await post(alerts, one)).statusCode).toBe(401);
    expect(await tryKey(key)).toBe(200);
    // Without a setting, nobody is GitHub.
    const url = '/api/v1/keys/github-alerts';
    const headers = { 'github-public-key-identifier': 'gh-1', 'github-public-key-signature': 'AAAA' };
    expect((await hub.request('POST', url, { body: alerts, headers })).statusCode).toBe(401);
  });

  test.each([
    ['no JSON', '{'],
    ['no list', '{}'],
    ['no token', '[{}]'],
  ])('signed and yet %s: 400', async (_, text) => {
    const signature = sign('sha256', Buffer.from(text), privateKey).toString('base64');
    expect((await post([], { bytes: text, signature })).statusCode).toBe(400);
  });
});
