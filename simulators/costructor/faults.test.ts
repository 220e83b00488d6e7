import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { DRIFTS, type Fault, MUTATIONS } from './faults/catalogue.ts';
import { toutPlan } from './faults/tout.ts';
import { atTheEnd, type Row, type Scene, start } from './testing/scene.ts';
import { DEMO_KEY } from './world.ts';

type Truth = { chantiers: (Row & { hidden: boolean; archived: boolean })[]; deleted: { id: string; how: string }[] };

describe('what an answer becomes', () => {
  const answered = async ({ get }: Scene) => {
    const answer = await get('/projects?_limit=5');
    return {
      status: answer.status,
      type: answer.headers.get('content-type')!.split(';')[0],
      wait: answer.headers.get('retry-after'),
    };
  };
  const html = 'text/html';

  test.each<[object, object]>([
    [{ kind: 'too_many' }, { status: 429, wait: null }],
    [
      { kind: 'too_many', retry_after: 'seconds', seconds: 0 },
      { status: 429, wait: '0' },
    ],
    [
      { kind: 'too_many', retry_after: 'seconds', seconds: 3600 },
      { status: 429, wait: '3600' },
    ],
    [
      { kind: 'too_many', retry_after: 'date' },
      { status: 429, wait: expect.stringMatching(/GMT$/) },
    ],
    [
      { kind: 'too_many', html: true },
      { status: 429, type: html },
    ],
    [{ kind: 'status' }, { status: 500, type: 'application/json' }],
    [
      { kind: 'status', html: true },
      { status: 500, type: html },
    ],
    [
      { kind: 'status', status: 503, retry_after_s: 2 },
      { status: 503, wait: '2' },
    ],
    [{ kind: 'unauthorized' }, { status: 401 }],
    [{ kind: 'forbidden' }, { status: 403 }],
  ])('%j', async (fault, expected) => {
    const scene = await start();
    await scene.strike(fault);
    expect(await answered(scene)).toMatchObject(expected);
    expect(await answered(scene)).toMatchObject({ status: 200 });
  });

  test('a key revoked in mid-list stays revoked', async () => {
    const { get, strike, control } = await start();
    await strike({ kind: 'revoke' }, { page: 3 });
    const statuses = [];
    for (const page of [1, 2, 3, 4]) statuses.push((await get(`/projects?_page=${page}`)).status);
    expect(statuses).toEqual([200, 200, 401, 401]);
    await control('POST /keys', { key: DEMO_KEY });
    expect((await get('/projects')).status).toBe(200);
  });

  test('200 may hold an error, or JSON that stops short', async () => {
    const { get, list, strike } = await start();
    await strike({ kind: 'ok_with_error', message: 'Maintenance' });
    expect(await list('/projects')).toEqual({ message: 'Maintenance' });
    await strike({ kind: 'truncated_json' });
    const text = await (await get('/projects')).text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test.each(['stall_headers', 'stall_body', 'drip'])(
    '%s outlasts a client’s patience and holds nothing up',
    async kind => {
      const { get, strike } = await start();
      await strike({ kind });
      const slow = get('/projects', { signal: AbortSignal.timeout(150) }).then(answer => answer.text());
      await expect(slow).rejects.toThrow(/aborted/);
      expect((await get('/projects')).status).toBe(200);
    },
  );

  test('latency and a long tail end with the whole answer', async () => {
    const { list, strike } = await start();
    await strike({ kind: 'latency', ms: 20 });
    await strike({ kind: 'long_tail', ms: 5, max_ms: 30 });
    expect((await list('/projects')).data).toHaveLength(10);
  });
});

describe('what a list becomes', () => {
  test.each<[Record<string, unknown>, [rows: number, items: unknown]]>([
    [{ kind: 'cap', limit: 7 }, [7, 60]],
    [{ kind: 'empty' }, [0, 0]],
    [{ kind: 'empty', items: 'kept' }, [0, 60]],
    [{ kind: 'duplicate_rows', count: 4 }, [24, 60]],
    [{ kind: 'total_lies', items: 3 }, [20, 3]],
    [{ kind: 'total_lies', items: null }, [20, null]],
    [{ kind: 'ignore_params', names: ['_limit'] }, [10, 60]],
  ])('%j', async (fault, [rows, items]) => {
    const { list, strike } = await start();
    await strike(fault);
    const { data, metadata } = await list('/projects?_limit=20&_page=2');
    expect([data.length, metadata.items]).toEqual([rows, items]);
  });

  test('half the chantiers go missing, always the same half', async () => {
    const { list, strike } = await start();
    await strike({ kind: 'half' }, {});
    const { metadata, data } = await list('/projects?_limit=100');
    expect([metadata.items! > 15, metadata.items! < 45]).toEqual([true, true]);
    expect((await list('/projects?_limit=100')).data).toEqual(data);
  });

  test('another account answers in the place of the one asked', async () => {
    const { list, control, strike } = await start();
    await control('POST /keys', { account: 'voisin', seed: 9, chantiers: 3 });
    await strike({ kind: 'other_account', account: 'voisin' });
    expect((await list('/projects')).metadata.items).toBe(3);
    expect((await list('/projects')).metadata.items).toBe(60);
  });
});

describe('what a record becomes', () => {
  /** What is wrong with a chantier of that drift. */
  const LOOKS: Record<(typeof DRIFTS)[number], (row: Row) => boolean> = {
    new_field: row => row['phase'] === 'études',
    new_enum: row => (row['status'] as { name: string }).name === 'Litige en cours',
    missing_optional: row => !('reference' in row),
    missing_required: row => !('name' in row),
    number_to_string: row => [row['budget'], row['plannedMinutes']].every(value => typeof value !== 'number'),
    renamed: row => 'title' in row && !('name' in row),
    null_required: row => row['name'] === null,
    nested: row => typeof row['name'] === 'object',
    long_name: row => String(row['name']).length === 10_240,
    html_name: row => String(row['name']).startsWith('<p><strong>'),
  };

  test.each(DRIFTS)('%s hits the chosen records and no other', async what => {
    const { list, strike } = await start();
    const { data } = await list('/projects?_limit=100');
    const chosen = data.find(row => row['budget'] !== null)!.id;
    await strike({ kind: 'drift', what, ids: [chosen] }, {});
    const after = await list('/projects?_limit=100');
    expect(after.data.filter(row => LOOKS[what](row)).map(row => row.id)).toContain(chosen);
    expect(after.data.filter(row => row.id !== chosen)).toEqual(data.filter(row => row.id !== chosen));
    const alone = (await (await (await start()).get(`/projects/${chosen}`)).json()) as { data: Row };
    expect(LOOKS[what](alone.data)).toBe(false);
  });
});

describe('what people over there do meanwhile', () => {
  const count = ({ chantiers, deleted }: Truth) => ({
    all: chantiers.length,
    hidden: chantiers.filter(row => row.hidden).length,
    gone: deleted.map(({ how }) => how).join(),
  });
  const EXPECTED: Record<(typeof MUTATIONS)[number], object> = {
    insert: { all: 61 },
    touch: { all: 60 },
    stamp_back: { all: 60 },
    late_commit: { all: 60 },
    skew: { all: 60 },
    delete: { all: 59, gone: 'deleted' },
    archive: { all: 60 },
    recreate: { all: 60, gone: 'deleted' },
    merge: { all: 59, gone: 'merged' },
    hide: { all: 60, hidden: 1 },
  };

  test.each(MUTATIONS)('%s happens after the answer, once', async op => {
    const { list, control, strike } = await start();
    const before = (await control('GET /store')) as Truth;
    await strike({ kind: 'mutate', op, seconds: 600 });
    expect((await list('/projects')).metadata.items).toBe(60);
    await list('/projects');
    const after = (await control('GET /store')) as Truth & { pending: unknown[] };
    expect(count(after)).toMatchObject({ hidden: 0, gone: '', ...EXPECTED[op] });
    const late = op === 'late_commit';
    expect(after.pending).toHaveLength(late ? 1 : 0);
    expect(JSON.stringify(after.chantiers) === JSON.stringify(before.chantiers)).toBe(late || op === 'skew');
  });

  test('five hundred chantiers may share one stamp', async () => {
    const { list, control } = await start({ chantiers: 520 });
    const stamp = '2026-11-23T09:00:00Z';
    const { ids } = await control('POST /touch', { count: 500, stamp });
    expect(new Set(ids).size).toBe(500);
    const { chantiers } = (await control('GET /store')) as Truth;
    expect(chantiers.filter(row => row.updatedAt === stamp)).toHaveLength(500);
    expect((await list('/projects?_sort=updatedAt&_order=desc&_page=5&_limit=100')).data[99]!.updatedAt).toBe(stamp);
  });

  test('a chantier announced too early is 404 until its time', async () => {
    const { get, list, control } = await start();
    await control('POST /clock', { freeze: true });
    await control('POST /webhook', { url: 'http://127.0.0.1:9/', secret: 'secret-des-essais' });
    const { id } = (await list('/projects')).data[0]!;
    await control('POST /webhook/emit', { ids: [id], unreadable_s: 30 });
    expect([(await get(`/projects/${id}`)).status, (await list('/projects')).metadata.items]).toEqual([404, 59]);
    await control('POST /clock', { advance_s: 31 });
    expect([(await get(`/projects/${id}`)).status, (await list('/projects')).metadata.items]).toEqual([200, 60]);
  });
});

test('the plan « tout » leaves out what must stop a connector, and any kind can be taken out of it', () => {
  const kinds = (without: string[]) => toutPlan(1, without).map(({ fault }) => fault.kind);
  const stopping: Fault['kind'][] = ['unauthorized', 'forbidden', 'revoke', 'empty', 'half', 'other_account'];
  expect(kinds([]).filter(kind => stopping.includes(kind))).toEqual([]);
  expect(kinds(['drip', 'cap'])).toHaveLength(kinds([]).length - 2);
  expect(toutPlan(1, [])).not.toEqual(toutPlan(2, []));
});

test('control refuses a misspelt word instead of ignoring it', async () => {
  const { control } = await start();
  await expect(control('POST /chantiers', { name: 'Villa', statut: 'Signé' })).rejects.toThrow(/400.*statut/s);
  await expect(control('POST /profile', { on: ['delta'] })).rejects.toThrow(/400/);
  await expect(control('POST /webhook', { url: 'http://exemple.test/', secret: 'secret-long' })).rejects.toThrow(/400/);
});

test('the process says its ports in one line and ends on SIGTERM', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--with-parent', '--chantiers', '3']);
  atTheEnd(() => child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { port } = JSON.parse(line) as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/external/v1/projects`);
  expect(answer.status).toBe(401);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
