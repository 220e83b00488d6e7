import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiKeyFrom, newApiKey } from '#platform/api-key-format.ts';
import { collectUses } from '#platform/http/collect-uses.ts';
import type { RequestFacts } from '#platform/http/route.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type MadePersonne, makeChantier } from '#testing/make.ts';
import { saveUsesOfKeys } from './save-activity.ts';

type Key = Awaited<ReturnType<TestApp['key']>>;
const KEYS = '/api/auth/api-keys';

let hub: TestApp;
beforeAll(async () => {
  hub = await testApp();
});

async function signedIn(
  facts: Parameters<TestApp['person']>[0] = {},
): Promise<{ person: MadePersonne; caller: Caller }> {
  const person = await hub.person({ role: 'administrateur', ...facts });
  return { person, caller: await hub.cookie(person) };
}
const listed = async (caller: Caller) =>
  (await hub.request('GET', KEYS, { as: caller })).json<{ items: { id: string; statut: string }[] }>().items;
const tryKey = (key: Caller) => hub.request('GET', '/api/v1/chantiers', { as: key });
const create = (caller: Caller, body: object = {}) =>
  hub.request('POST', KEYS, { as: caller, body: { nom: 'Export paie', scopes: ['chantiers:read'], ...body } });
const revoke = (caller: Caller, id: string) => hub.request('DELETE', `${KEYS}/${id}`, { as: caller });

describe('creation', () => {
  test('the secret is shown once, works at once, and lasts 90 days when nothing is asked', async () => {
    const { caller } = await signedIn();
    const answer = await create(caller);
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { secret, apercu, expires_at, statut } = answer.json();
    expect(secret).toMatch(/^hbc_[0-9A-Za-z]{49}$/);
    expect(apercu).toBe(`${secret.slice(0, 8)}…${secret.slice(-4)}`);
    expect(expires_at).toBe(hub.clock.now.add({ hours: 24 * 90 }).toString({ fractionalSecondDigits: 3 }));
    expect(statut).toBe('active');
    expect((await tryKey({ headers: { authorization: `Bearer ${secret}` } })).statusCode).toBe(200);
    expect(JSON.stringify(await listed(caller))).not.toContain(secret);
  });

  test('fifty creations at once give exactly ten keys', async () => {
    const { caller } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(caller)));
    expect(answers.filter(answer => answer.statusCode === 201)).toHaveLength(10);
    const refused = answers.filter(answer => answer.statusCode !== 201);
    expect(new Set(refused.map(answer => answer.json().code))).toEqual(new Set(['api_key.limit_reached']));
    expect(await listed(caller)).toHaveLength(10);
  });

  test('a revoked key and an expired one make room', async () => {
    const { person, caller } = await signedIn();
    await create(caller, { expire_dans_jours: 1 });
    const ids = [];
    for (let n = 0; n < 9; n += 1) ids.push((await create(caller)).json().id);
    expect((await create(caller)).statusCode).toBe(409);
    expect((await revoke(caller, ids[0]!)).statusCode).toBe(204);
    expect((await create(caller)).statusCode).toBe(201);
    await hub.db
      .sql`update api_keys set expires_at = ${hub.clock.now.toString()} where personne_id = ${person.id} and expires_at < now() + interval '2 days'`;
    expect((await create(caller)).statusCode).toBe(201);
    expect((await create(caller)).statusCode).toBe(409);
  });

  test('the event and the security line name the key and never its secret', async () => {
    const { caller } = await signedIn();
    const { id, secret } = (await create(caller)).json();
    await revoke(caller, id);
    const types = await hub.db.sql`select type, data::text from events where data->>'api_key_id' = ${id} order by id`;
    expect(types.map(row => row['type'])).toEqual(['api_key.created', 'api_key.revoked']);
    const lines = hub.lines.filter(line => line.includes(id) && line.includes('hub.security'));
    expect(lines.map(line => JSON.parse(line)['event.action'])).toEqual(['authn_token_created', 'authn_token_revoked']);
    expect(JSON.stringify([types, hub.lines])).not.toContain(secret.slice(8, 40));
  });

  test('the secret lies in no table, event, trail, queue nor log, whatever is done with it', async () => {
    const { caller } = await signedIn();
    const first = await hub.key(caller, ['read']);
    const rotated = await hub.request('POST', `${KEYS}/${first.id}/rotation`, {
      as: caller,
      body: { chevauchement_secondes: 60 },
      headers: { 'idempotency-key': 'une-rotation' },
    });
    const made = await hub.request('POST', KEYS, {
      as: caller,
      body: { nom: 'Export', scopes: ['read'] },
      headers: { 'idempotency-key': 'une-creation' },
    });
    const secrets = [first.secret, rotated.json().secret, made.json().secret];
    for (const secret of secrets) await tryKey({ headers: { authorization: `Bearer ${secret}` } });
    await revoke(caller, first.id);
    await tryKey(first);
    for (const feature of hub.app.features) await feature.stop?.();
    const tables = await hub.db.sql`
      select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
    expect(tables.length).toBeGreaterThan(20);
    for (const { schema, name } of tables) {
      const { sql } = hub.db;
      const text = JSON.stringify(await sql`select t::text as row from ${sql(`${schema}.${name}`)} t`);
      for (const secret of secrets) {
        expect(text, `${schema}.${name}`).not.toContain(secret.slice(8, -4));
        expect(text, `${schema}.${name}`).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
    for (const secret of secrets) expect(hub.lines.join('')).not.toContain(secret.slice(8, -4));
  });
});

describe('revocation and expiry', () => {
  let owner: Caller;
  let key: Key;
  beforeAll(async () => {
    owner = (await signedIn()).caller;
  });

  test('a revoked key is refused at the next request, and a second revocation says so', async () => {
    key = await hub.key(owner, ['read']);
    expect((await tryKey(key)).statusCode).toBe(200);
    expect((await revoke(owner, key.id)).statusCode).toBe(204);
    const refused = await tryKey(key);
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['www-authenticate']).toContain('invalid_token');
    const again = await revoke(owner, key.id);
    expect([again.statusCode, again.json().code]).toEqual([409, 'api_key.already_revoked']);
  });

  test('unknown, revoked, expired, disabled and suspended keys get the same answer, headers included', async () => {
    const bare = async (secret: string) => {
      const { statusCode, headers, body } = await tryKey({ headers: { authorization: `Bearer ${secret}` } });
      const { date: _, 'x-request-id': __, traceparent: ___, ...kept } = headers;
      const { request_id: ____, trace_id: _____, ...problem } = JSON.parse(body);
      return { statusCode, headers: kept, problem };
    };
    const unknown = await bare(newApiKey());
    expect(unknown.statusCode).toBe(401);
    expect(await bare(key.secret), 'revoked').toEqual(unknown);
    const other = (await signedIn()).caller;
    for (const change of [
      "expires_at = '2026-11-01'",
      'disabled_at = now()',
      "suspended_at = now(), suspended_motif = 'fuite'",
    ]) {
      const { id, secret } = await hub.key(other, ['read']);
      await hub.db.sql`update api_keys set ${hub.db.sql.unsafe(change)} where id = ${id}`;
      expect(await bare(secret), change).toEqual(unknown);
    }
  });

  test('another person’s key is unknown to everybody, an administrateur included', async () => {
    const theirs = (await signedIn({ role: 'compagnon' })).caller;
    const { id } = await hub.key(theirs, ['read']);
    const answer = await revoke(owner, id);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'api_key.not_found']);
    expect((await listed(owner)).map(item => item.id)).not.toContain(id);
    expect((await listed(theirs)).map(item => item.statut)).toEqual(['active']);
  });

  test('a key says when it expires soon (14 days), and stops at its instant', async () => {
    const made = await signedIn();
    const short = await hub.key(made.caller, ['read']);
    const statutAt = async (hours: number) => {
      const expires = hub.clock.now.add({ hours });
      await hub.db.sql`update api_keys set expires_at = ${expires.toString()} where id = ${short.id}`;
      return [(await listed(made.caller))[0]!.statut, (await tryKey(short)).statusCode];
    };
    expect(await statutAt(14 * 24 + 1)).toEqual(['active', 200]);
    expect(await statutAt(14 * 24)).toEqual(['expire_bientot', 200]);
    expect(await statutAt(1)).toEqual(['expire_bientot', 200]);
    expect(await statutAt(0)).toEqual(['expiree', 401]);
  });

  test('the injected clock ends a key, nothing else has to run', async () => {
    const { caller } = await signedIn();
    const answer = await create(caller, { expire_dans_jours: 1 });
    const one = { headers: { authorization: `Bearer ${answer.json().secret}` } };
    const before = hub.clock.now;
    hub.clock.now = before.add({ hours: 24 }).subtract({ milliseconds: 1 });
    expect((await tryKey(one)).statusCode).toBe(200);
    hub.clock.now = before.add({ hours: 24 });
    expect((await tryKey(one)).statusCode).toBe(401);
    hub.clock.now = before;
  });
});

describe('a key never does more than its owner', () => {
  test('it sees the chantiers of a compagnon and writes none', async () => {
    const { person, caller } = await signedIn({ role: 'compagnon' });
    const mine = await makeChantier(hub.db.sql, { equipe: [person.id] });
    const other = await makeChantier(hub.db.sql, {});
    const key = await hub.key(caller, ['read', 'write', 'chantiers:*', 'personnes:*']);
    const ids = (await tryKey(key)).json<{ items: { id: string }[] }>().items.map(item => item.id);
    expect(ids).toEqual([mine.id]);
    expect((await hub.request('GET', `/api/v1/chantiers/${other.id}`, { as: key })).statusCode).toBe(404);
    const write = await hub.request('POST', '/api/v1/chantiers', { as: key, body: { nom: 'Interdit' } });
    expect([write.statusCode, write.json().code]).toEqual([403, 'role.insufficient']);
  });

  test('a role taken away is taken from the key at the next request', async () => {
    const { person, caller } = await signedIn({ role: 'conducteur' });
    const key = await hub.key(caller, ['chantiers:write']);
    const write = () => hub.request('POST', '/api/v1/chantiers', { as: key, body: { nom: 'Une école' } });
    expect((await write()).statusCode).toBe(201);
    await hub.db.sql`update personnes set role = 'compagnon' where id = ${person.id}`;
    expect((await write()).statusCode).toBe(403);
  });

  test('the key of a deactivated person is dead, and lives again with him', async () => {
    const { person, caller } = await signedIn();
    const key = await hub.key(caller, ['read']);
    await hub.db.sql`update personnes set active = false where id = ${person.id}`;
    expect((await tryKey(key)).statusCode).toBe(401);
    await hub.db.sql`update personnes set active = true where id = ${person.id}`;
    expect((await tryKey(key)).statusCode).toBe(200);
  });

  test('a key manages no key, whatever its scopes', async () => {
    const { caller } = await signedIn();
    const key = await hub.key(caller, ['read', 'write']);
    for (const answer of [await create(key), await revoke(key, key.id), await hub.request('GET', KEYS, { as: key })]) {
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'account_only']);
    }
  });

  test('a sign-in of twelve hours ago reads the keys and changes none', async () => {
    const { person, caller } = await signedIn();
    const { id } = await hub.key(caller, ['read']);
    await hub.db
      .sql`update sessions set signed_in_at = signed_in_at - interval '12 hours 1 second' where personne_id = ${person.id}`;
    expect(await listed(caller)).toHaveLength(1);
    for (const answer of [await create(caller), await revoke(caller, id)]) {
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'sign_in.too_old']);
    }
  });
});

describe('statements', () => {
  const spent = async (key: Caller) => {
    const before = hub.db.statements.length;
    const { statusCode } = await tryKey(key);
    return [statusCode, hub.db.statements.length - before];
  };
  const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });

  test('a good key costs one statement, the data included', async () => {
    const key = await hub.key((await signedIn()).caller, ['read']);
    await spent(key);
    expect(await spent(key)).toEqual([200, 1]);
  });

  test('a well-formed unknown key costs one', async () => {
    expect(await spent(bearer(newApiKey()))).toEqual([401, 1]);
  });

  test.each([
    ['a wrong checksum', `${apiKeyFrom(Buffer.alloc(32)).slice(0, -1)}~`],
    ['one letter changed', apiKeyFrom(Buffer.alloc(32)).replace('hbc_0', 'hbc_1')],
    ['too short', 'hbc_abc'],
    ['nothing after the prefix', 'hbc_'],
    ['a test key', newApiKey({ test: true })],
    ['another prefix', 'sk_live_0123456789'],
  ])('%s costs none', async (_, secret) => {
    expect(await spent(bearer(secret))).toEqual([401, 0]);
  });
});

describe('last use', () => {
  const facts = (ip: string): RequestFacts => ({ id: 'r', ip, agent: 'curl/8', origin: 'http://localhost' });
  const lastUse = async (id: string) =>
    (await hub.db.sql`select last_used_at, last_used_ip, last_used_agent from api_keys where id = ${id}`)[0]!;
  const actorOf = (id: string) => ({ kind: 'api_key', credential_id: id }) as never;
  const mine = { kinds: ['api_key'], save: saveUsesOfKeys } as const;
  const gather = () =>
    collectUses({ ...mine, inUnit: hub.app.inUnit, clock: () => hub.clock.now, log: { warn: () => {} } as never });

  test('it is written later, in one batch, and only forward', async () => {
    const key = await hub.key((await signedIn()).caller, ['read']);
    const uses = gather();
    uses.seen(actorOf(key.id), facts('192.0.2.1'));
    expect((await lastUse(key.id))['last_used_at']).toBeNull();
    await uses.stop();
    const first = await lastUse(key.id);
    expect(first).toMatchObject({ last_used_ip: '192.0.2.1', last_used_agent: 'curl/8' });
    expect(Temporal.Instant.from(first['last_used_at'] as string).equals(hub.clock.now)).toBe(true);

    const now = hub.clock.now;
    hub.clock.now = now.subtract({ minutes: 5 });
    const late = gather();
    late.seen(actorOf(key.id), facts('192.0.2.2'));
    await late.stop();
    hub.clock.now = now;
    expect(await lastUse(key.id)).toEqual(first);
  });

  test('what could not be written is kept for the next time', async () => {
    const key = await hub.key((await signedIn()).caller, ['read']);
    let fails = true;
    const inUnit: typeof hub.app.inUnit = (actor, work) =>
      fails ? Promise.reject(new Error('down')) : hub.app.inUnit(actor, work);
    const warned: string[] = [];
    const uses = collectUses({
      ...mine,
      inUnit,
      clock: () => hub.clock.now,
      log: { warn: (m: string) => warned.push(m) } as never,
    });
    uses.seen(actorOf(key.id), facts('192.0.2.3'));
    await uses.flush();
    fails = false;
    await uses.stop();
    expect(warned).toHaveLength(1);
    expect(await lastUse(key.id)).toMatchObject({ last_used_ip: '192.0.2.3' });
  });

  test('the use of a session is not ours', async () => {
    const uses = collectUses({
      ...mine,
      inUnit: () => Promise.reject(new Error('no write')),
      clock: () => hub.clock.now,
      log: { warn: () => expect.unreachable() } as never,
    });
    uses.seen({ kind: 'session', credential_id: newApiKey() } as never, facts('192.0.2.4'));
    await uses.stop();
  });
});
