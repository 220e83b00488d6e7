// Issue 3/5, "instant revocation": two server processes on one PostgreSQL, a hundred keys ended in every way a key ends, under
// load; of the requests started after the answer, none is accepted by either process.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { ApiKey, ApiKeyCreated } from '#contract/api-key.ts';
import { type Credential, call, endHubs, fleet, hammer, openAccount, ready, startRedis } from './fleet.ts';
import { firstSignIn, type HubProcess } from './hub-process.ts';

afterEach(endHubs);

const KEYS_PATH = '/api/auth/api-keys';
const AFTER_EACH = 104;
const AT_ONCE = 4;
type Owner = { id: string; as: Credential };
type Key = { id: string; as: Credential };
type Ended = { status: number };
type Ground = { hubs: [HubProcess, HubProcess]; admin: Credential; owner: Owner; chantier: string };
/** How a key ends: `end` resolves with the answer after which it must be dead; `mend` brings it back for the next round. */
type Way = {
  rounds: number;
  end: (ground: Ground, key: Key) => Promise<Ended>;
  mend?: (ground: Ground, key: Key) => Promise<Ended>;
};

let addresses = 0;
/** Each bad credential from an address of its own: else the limit on those answers instead of the check that is tried. */
const elsewhere = (as: Credential): Credential => {
  addresses += 1;
  return Object.assign(
    { ...as },
    { 'x-forwarded-for': `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}` },
  );
};

async function newKey({ hubs, owner }: Pick<Ground, 'hubs' | 'owner'>, number: number): Promise<Key> {
  const body = { nom: `Essai ${number}`, scopes: ['chantiers:read'] };
  const made = await call<ApiKeyCreated>(hubs[0], 'POST', KEYS_PATH, { as: owner.as, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { id: made.body.id, as: { authorization: `Bearer ${made.body.secret}` } };
}

/** The change is asked of one process; its version is read on the other. */
async function switchKey({ hubs: [a, b], owner }: Ground, key: Key, desactivee: boolean): Promise<Ended> {
  const { version } = (await call<ApiKey>(b, 'GET', `${KEYS_PATH}/${key.id}`, { as: owner.as })).body;
  return await call(a, 'PATCH', `${KEYS_PATH}/${key.id}`, {
    as: owner.as,
    body: { desactivee },
    if_match: `"${version}"`,
  });
}

async function changeOwner({ hubs: [a, b], admin, owner }: Ground, path: string, body: object): Promise<Ended> {
  const { version } = (await call<{ version: number }>(b, 'GET', `/api/v1/personnes/${owner.id}`, { as: admin })).body;
  const method = path ? 'POST' : 'PATCH';
  return await call(a, method, `/api/v1/personnes/${owner.id}${path}`, { as: admin, body, if_match: `"${version}"` });
}

/** Replaced with an overlap of a second: the answer comes at once, the old secret ends by the clock. */
async function letExpire({ hubs: [a], owner }: Ground, key: Key): Promise<Ended> {
  const body = { chevauchement_secondes: 1 };
  const rotated = await call<ApiKeyCreated>(a, 'POST', `${KEYS_PATH}/${key.id}/rotation`, { as: owner.as, body });
  const old = (await call<ApiKey>(a, 'GET', `${KEYS_PATH}/${key.id}`, { as: owner.as })).body;
  await wait(Math.max(0, Date.parse(old.expires_at) - Date.now()) + 1);
  await call(a, 'DELETE', `${KEYS_PATH}/${rotated.body.id}`, { as: owner.as });
  return rotated;
}

const suspension = (key: Key) => `/api/v1/cles/${key.id}/suspension`;
/** In this order: deactivation ends the sessions of the owner, who makes no key after it. */
const WAYS: Record<string, Way> = {
  revoked: {
    rounds: 22,
    end: ({ hubs: [a], owner }, key) => call(a, 'DELETE', `${KEYS_PATH}/${key.id}`, { as: owner.as }),
  },
  expired: { rounds: 3, end: letExpire },
  disabled: {
    rounds: 8,
    end: (ground, key) => switchKey(ground, key, true),
    mend: (ground, key) => switchKey(ground, key, false),
  },
  suspended: {
    rounds: 8,
    end: ({ hubs: [a], admin }, key) => call(a, 'POST', suspension(key), { as: admin, body: { motif: 'Fuite' } }),
    mend: ({ hubs: [a], admin }, key) => call(a, 'DELETE', suspension(key), { as: admin }),
  },
  'role taken away': {
    rounds: 4,
    end: (ground, _key) => changeOwner(ground, '', { role: 'compagnon' }),
    mend: (ground, _key) => changeOwner(ground, '', { role: 'administrateur' }),
  },
  deactivated: {
    rounds: 5,
    end: (ground, _key) => changeOwner(ground, '/activation', { active: false }),
    mend: (ground, _key) => changeOwner(ground, '/activation', { active: true }),
  },
};

/** Statuses of the requests started after the answer, half of them to each process. */
async function askBoth({ hubs, chantier }: Ground, key: Key): Promise<number[]> {
  const statuses: number[] = [];
  const knock = async (hub: HubProcess) => {
    for (let sent = 0; sent < AFTER_EACH / 2 / AT_ONCE; sent += 1) {
      const answer = await call(hub, 'GET', `/api/v1/chantiers/${chantier}`, { as: elsewhere(key.as) });
      statuses.push(answer.status);
    }
  };
  await Promise.all(hubs.flatMap(hub => Array.from({ length: AT_ONCE }, () => knock(hub))));
  return statuses;
}

async function endUnderLoad(ground: Ground, key: Key, end: () => Promise<Ended>): Promise<number[]> {
  const loads = ground.hubs.map(hub => hammer(hub, elsewhere(key.as), 2));
  for (const load of loads) await load.untilAccepted(2);
  expect((await end()).status).toBeLessThan(300);
  const statuses = await askBoth(ground, key);
  for (const load of loads) await load.stop();
  return statuses;
}

async function layGround(env: Record<string, string>) {
  const { db, start } = await fleet({ HUB_TRUSTED_PROXIES: '127.0.0.0/8,::1', ...env });
  const [a] = (await ready(start('server'))) as [HubProcess];
  const admin = { authorization: `Bearer ${await firstSignIn(a)}` };
  const [b] = (await ready(start('server'))) as [HubProcess];
  const { id, jwt } = await openAccount(a, admin, 1);
  const made = await call<{ id: string }>(a, 'POST', '/api/v1/chantiers', { as: admin, body: { nom: 'Villa Rose' } });
  const ground: Ground = { hubs: [a, b], admin, owner: { id, as: jwt }, chantier: made.body.id };
  // He sees every chantier by his role alone: without it, this one is not found.
  expect((await changeOwner(ground, '', { role: 'administrateur' })).status).toBe(200);
  // What is tried is not the patience of the rate limiter. New keys alone: the hubs write the uses of the others, in their own order.
  const unlimited = () =>
    db.sql`update api_keys set rate_limit_max = 1000000, rate_limit_per_hour = 1000000 where rate_limit_max <> 1000000`;
  return { ground, unlimited };
}

test.each([
  ['without Redis', false],
  ['with Redis', true],
])(
  '%s, fifty keys end under load, and neither process accepts any request started after the answer',
  async (_case, withRedis) => {
    const redis = withRedis ? await startRedis() : null;
    const { ground, unlimited } = await layGround(redis ? { REDIS_URL: redis.url } : {});
    // Another's, which nothing touches.
    const living = await newKey({ hubs: ground.hubs, owner: { id: '', as: ground.admin } }, 0);
    await unlimited();
    const others = ground.hubs.map(hub => hammer(hub, living.as, 1));
    let [ended, asked] = [0, 0];
    const accepted: string[] = [];
    for (const [way, { rounds, end, mend }] of Object.entries(WAYS)) {
      let key: Key | null = null;
      for (let round = 0; round < rounds; round += 1) {
        key ??= await newKey(ground, ended);
        if (round === 0 || !mend) await unlimited();
        const now = key;
        const statuses = await endUnderLoad(ground, now, () => end(ground, now));
        // 404: the key lives, its owner sees this chantier no more.
        const refused = way === 'role taken away' ? 404 : 401;
        accepted.push(...statuses.filter(status => status !== refused).map(status => `${way} ${round}: ${status}`));
        ended += 1;
        asked += statuses.length;
        if (mend) expect((await mend(ground, now)).status).toBeLessThan(300);
        else key = null;
      }
    }
    expect(accepted).toEqual([]);
    expect({ ended, enough: asked >= 5000 }).toEqual({ ended: 50, enough: true });
    for (const load of others) await load.stop();
    for (const hub of ground.hubs)
      expect((await call(hub, 'GET', '/api/v1/chantiers', { as: living.as })).status).toBe(200);
    await redis?.stop();
  },
);
