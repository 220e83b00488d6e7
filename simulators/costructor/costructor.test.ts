import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { atTheEnd, ids, type Row, start } from './testing/scene.ts';
import { DEMO_KEY } from './world.ts';

describe('lists', () => {
  test('a page holds 10, newest first, with the true total, and says it is a simulator’s', async () => {
    const { get, list, control } = await start();
    const { data, metadata } = await list('/projects');
    expect([data.length, metadata.items]).toEqual([10, 60]);
    const { chantiers } = (await control('GET /store')) as { chantiers: Row[] };
    const newest = chantiers.toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? 1 : -1));
    expect(ids(data)).toEqual(ids(newest.slice(0, 10)));
    expect((await get('/projects')).headers.get('x-simulateur')).toBe('costructor');
  });

  test('an unknown parameter changes nothing', async () => {
    const { list } = await start();
    const plain = await list('/projects');
    expect(await list('/projects?updated_since=2030-01-01&limit=3&page=4&updatedAt_gte=2030-01-01T00:00:00Z')).toEqual(
      plain,
    );
  });

  test('pages of every order hold each chantier once', async () => {
    const { list } = await start();
    for (const order of ['', '&_sort=createdAt', '&_sort=updatedAt&_order=desc', '&_sort=name']) {
      const pages = await Promise.all([1, 2, 3, 4, 5].map(page => list(`/projects?_limit=15&_page=${page}${order}`)));
      expect(pages.map(page => page.data.length)).toEqual([15, 15, 15, 15, 0]);
      expect(new Set(pages.flatMap(page => ids(page.data))).size).toBe(60);
    }
  });

  test('_sort=updatedAt&_order=desc is monotonic and puts the last change first', async () => {
    const { list, control } = await start();
    const [touched] = (await control('POST /touch', { count: 1 })).ids;
    const { data } = await list('/projects?_sort=updatedAt&_order=desc&_limit=100');
    expect(data[0]!.id).toBe(touched);
    expect(data.map(row => row.updatedAt)).toEqual(
      data
        .map(row => row.updatedAt)
        .toSorted()
        .reverse(),
    );
  });

  test('a limit above 100 is cut in silence, a bad one falls back to 10', async () => {
    const { list } = await start({ chantiers: 130 });
    expect((await list('/projects?_limit=1000')).data).toHaveLength(100);
    expect((await list('/projects?_limit=beaucoup&_page=-3')).data).toHaveLength(10);
  });
});

describe('limits and keys', () => {
  test('ten calls pass, the eleventh is 429, one more passes a second later', async () => {
    const { get, control } = await start({ profiles: [] });
    await control('POST /clock', { freeze: true });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await get('/users')).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
    await control('POST /clock', { advance_s: 1 });
    expect([(await get('/users')).status, (await get('/users')).status]).toEqual([200, 429]);
  });

  test('by another reading the limit is each key’s, or counts refused calls too', async () => {
    const { get, control } = await start({ profiles: ['throttle-per-key'] });
    await control('POST /clock', { freeze: true });
    const { key } = await control('POST /keys', {});
    for (let i = 0; i < 10; i++) await get('/users');
    expect([(await get('/users')).status, (await get('/users', { key })).status]).toEqual([429, 200]);
    await control('POST /profile', { set: ['throttle-counts-refused'] });
    for (let i = 0; i < 12; i++) await get('/users');
    await control('POST /clock', { advance_s: 1 });
    expect((await get('/users')).status).toBe(429);
  });

  test('Retry-After is absent, in seconds or a date, as the profile says', async () => {
    const { get, control } = await start({ profiles: [] });
    await control('POST /clock', { freeze: true });
    for (let i = 0; i < 10; i++) await get('/users');
    const seen: (string | null)[] = [];
    for (const profile of ['blind', 'polite', 'date']) {
      await control('POST /profile', { on: [profile] });
      seen.push((await get('/users')).headers.get('retry-after'));
    }
    expect(seen).toEqual([null, '1', expect.stringMatching(/GMT$/)]);
  });

  test('a revoked key is 401, a lesser plan is 403, a neighbour’s key sees the neighbour alone', async () => {
    const { get, list, control } = await start();
    await control('POST /keys', { key: 'cst_voisin_cle', account: 'voisin', seed: 7, chantiers: 5 });
    expect((await list('/projects', 'cst_voisin_cle')).metadata.items).toBe(5);
    await control('DELETE /keys/cst_voisin_cle');
    expect((await get('/projects', { key: 'cst_voisin_cle' })).status).toBe(401);
    await control(`POST /keys/${DEMO_KEY}/plan`, { plan: 'sans_heures' });
    expect([(await get('/timesheet_entries')).status, (await get('/projects')).status]).toEqual([403, 200]);
    await control(`POST /keys/${DEMO_KEY}/plan`, { plan: 'sans_api' });
    expect((await get('/projects')).status).toBe(403);
  });
});

describe('faults', () => {
  const sequence = async (seed: number) => {
    const { get, control } = await start({ chantiers: 200, start: '2026-11-23T08:00:00Z' });
    await control('POST /faults', {
      plan: 'tout',
      seed,
      without: ['latency', 'long_tail', 'stall_headers', 'stall_body', 'drip'],
    });
    for (let i = 0; i < 120; i++)
      await get(`/projects?_page=${(i % 4) + 1}`)
        .then(answer => answer.text())
        .catch(() => '');
    const { requests } = await control('GET /requests');
    return (requests as { status: number; fault: string | null }[]).map(({ status, fault }) => `${status} ${fault}`);
  };

  test('the same seed before the same requests draws the same faults, another seed draws others', async () => {
    const first = await sequence(7);
    expect(first.filter(line => line.startsWith('5')).length).toBeGreaterThan(0);
    expect(await sequence(7)).toEqual(first);
    expect(await sequence(8)).not.toEqual(first);
  });

  test('a page fails three times, then answers; each rule can be turned off', async () => {
    const { get, control } = await start();
    const rules = [
      { id: 'page-2', match: { path: '/projects', page: 2, times: 3 }, fault: { kind: 'status', status: 503 } },
    ];
    await control('POST /faults', { rules });
    const statuses = async () =>
      (await Promise.all([1, 2, 2, 2, 2].map(page => get(`/projects?_page=${page}`)))).map(a => a.status);
    expect((await statuses()).toSorted()).toEqual([200, 200, 503, 503, 503]);
    await control('POST /faults', { rules });
    await control('DELETE /faults/page-2');
    expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
  });

  test('an answer cut after the work leaves the work done, one cut before does not', async () => {
    const { get, list, control } = await start();
    const { data: users } = await list('/users');
    const body = { user: users[0]!.id, type: 'work', day: '2026-11-20', startTime: '08:00', endTime: '12:00' };
    for (const [kind, left] of [
      ['cut_before', 0],
      ['cut_after', 1],
    ] as const) {
      await control('POST /faults', { rules: [{ match: { method: 'POST', times: 1 }, fault: { kind } }] });
      await expect(get('/timesheet_entries', { method: 'POST', body })).rejects.toThrow();
      expect((await list('/timesheet_entries')).metadata.items).toBe(left);
    }
    await control('POST /faults', { rules: [{ fault: { kind: 'cut_body' }, match: { times: 1 } }] });
    await expect(get('/projects').then(answer => answer.json())).rejects.toThrow();
  });

  test('a late commit appears later with its older stamp', async () => {
    const { list, control } = await start({ start: '2026-11-23T08:00:00Z' });
    await control('POST /clock', { freeze: true });
    const [id] = (await control('POST /touch', { count: 1, late_s: 60 })).ids;
    const seen = async () => (await list('/projects?_limit=100')).data.find(row => row.id === id)!;
    const before = await seen();
    await control('POST /clock', { advance_s: 61 });
    const after = await seen();
    expect([after.name === before.name, after.updatedAt.slice(0, 16)]).toEqual([false, '2026-11-23T08:00']);
  });
});

test('the log only grows, in order, and holds no key', async () => {
  const { get, control } = await start();
  await get('/projects');
  const first = (await control('GET /requests')).requests;
  await get('/users?_limit=2');
  const { requests } = await control('GET /requests');
  expect(requests.slice(0, 1)).toEqual(first);
  expect(requests[1]).toMatchObject({
    n: 2,
    method: 'GET',
    path: '/users',
    query: '_limit=2',
    key: 'cle_1',
    status: 200,
  });
  expect(JSON.stringify(requests)).not.toContain(DEMO_KEY);
  expect((await control('GET /requests?since=1')).requests).toHaveLength(1);
});

test('the seed alone decides the data, and the store survives a restart', async () => {
  const store = join(tmpdir(), `costructor-${process.pid}.json`);
  atTheEnd(() => rmSync(store, { force: true }));
  const options = { start: '2026-11-23T08:00:00Z', profiles: ['no-throttle'] };
  const [one, two] = [await start({ ...options, store }), await start(options)];
  expect((await one.control('GET /store')).chantiers).toEqual((await two.control('GET /store')).chantiers);
  const { id } = await one.control('POST /chantiers', { name: 'École de Barby', status: 'En attente d’acompte' });
  await one.simulator.close();
  const again = await start({ ...options, store });
  expect((await again.list('/projects')).data.find(row => row.id === id)).toMatchObject({
    name: 'École de Barby',
    status: { name: 'En attente d’acompte' },
  });
});

test('a change is told by a thin signed event; a forged one bears another signature', async () => {
  const received: { raw: string; signature: string }[] = [];
  const sink = createServer(async (req, res) => {
    let raw = '';
    for await (const chunk of req) raw += chunk;
    received.push({ raw, signature: String(req.headers['x-costructor-signature']) });
    res.writeHead(204).end();
  });
  await new Promise<void>(resolve => sink.listen(0, '127.0.0.1', resolve));
  atTheEnd(() => sink.close());
  const { control } = await start({ profiles: ['no-throttle', 'webhooks-on'] });
  const url = `http://127.0.0.1:${(sink.address() as { port: number }).port}/`;
  await control('POST /webhook', { url, secret: 'secret-des-essais' });
  const { id } = await control('POST /chantiers', { name: 'Villa Favre' });
  await expect.poll(() => received.length).toBe(1);
  const genuine = ({ raw, signature }: { raw: string; signature: string }) => {
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature)!;
    return createHmac('sha256', 'secret-des-essais').update(`${t}.${raw}`).digest('hex') === v1;
  };
  expect(JSON.parse(received[0]!.raw)).toMatchObject({ type: 'project.created', data: { id } });
  const { answers } = await control('POST /webhook/emit', { ids: [id], signature: 'forged', copies: 3 });
  expect([answers, received.map(genuine)]).toEqual([{ 204: 3 }, [true, false, false, false]]);
});
