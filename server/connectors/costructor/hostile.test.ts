// Answers that were made, or happened, to break the hub: each test is named after what it did once.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { OutboundResponse } from '#platform/outbound.ts';
import { UpstreamError } from '#platform/upstream.ts';
import { toPlainText } from './html.ts';
import { costructor } from './index.ts';
import { Place } from './paging.ts';
import { toChantier } from './translate.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const ROW = { id: 'pj_1', name: 'Villa', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
const clean = (value: unknown) => !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(value));

type Answer = { status?: number; headers?: Record<string, string>; body?: string };
type Ask = (url: URL) => Answer;

/** A session on a wire of this making; `waits` are those it asked for. */
function sessionOn(answer: Ask) {
  const asked: string[] = [];
  const waits: number[] = [];
  const clock = { now: NOW };
  const outbound = {
    fetch: async (given: string | URL): Promise<OutboundResponse> => {
      const url = new URL(given);
      asked.push(url.search);
      const { status = 200, headers = {}, body = '{"data":[],"metadata":{"items":0}}' } = answer(url);
      return { status, headers, body: Buffer.from(body) };
    },
  };
  const link = { settings: { base_url: 'https://erp.exemple.fr/v1' }, credentials: { api_key: 'cle' }, observed: {} };
  const wait = async (ms: number) => {
    waits.push(ms);
    clock.now += ms;
  };
  const world = { outbound, now_ms: () => clock.now, wait };
  return { chantiers: costructor.open(link, world).chantiers!, asked, waits, clock };
}
const list = (rows: unknown[], items: unknown = rows.length): Answer => ({
  body: JSON.stringify({ data: rows, metadata: { items } }),
});
async function everything<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
const wordOf = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    error => (error instanceof UpstreamError ? error.is.word : error),
  );

describe('one bad value failed the whole reading', () => {
  const pages = async (rows: unknown[], items?: unknown) => {
    const { chantiers } = sessionOn(({ searchParams }) => {
      const limit = Number(searchParams.get('_limit'));
      const start = (Number(searchParams.get('_page') ?? 1) - 1) * limit;
      return list(rows.slice(start, start + limit), items ?? rows.length);
    });
    return await everything(chantiers.all(null));
  };

  test.each(['pj_x\u0000y', 'pj_x\ud800y', 'x'.repeat(300), '', '\u202epj_x', 'pj_\u0007'])(
    'the id %j puts its record aside alone and once, goes into no cursor, and the list still ends',
    async id => {
      const rows = Array.from({ length: 149 }, (_, n) => ({ ...ROW, id: `pj_${n}` }));
      const read = await pages([...rows, { ...ROW, id }]);
      const kept = read.flatMap(page => page.records.map(record => record.ok));
      expect([kept.length, kept.filter(ok => !ok).length, kept.at(-1)]).toEqual([150, 1, false]);
      expect(read.filter(page => !clean(page))).toEqual([]);
      for (const { cursor } of read) expect(() => Place.parse(cursor!['place'])).not.toThrow();
    },
  );

  test('a total of five billion is no total', async () => {
    const read = await pages([ROW], 5_000_000_000);
    expect(read.map(page => page.announced)).toEqual([null]);
  });

  test.each([`${'a'.repeat(99)}😀`, 'a\u0000b', 'a\ud800b'])('a field named %j is told in whole letters', name => {
    const { ecarts } = toChantier({ ...ROW, [name]: 1 });
    expect(clean(ecarts)).toBe(true);
    expect(ecarts.every(({ chemin }) => Array.from(chemin).length <= 200)).toBe(true);
  });

  test('names and reasons are whole letters, whatever was sent', () => {
    for (const name of ['a\u0000b\ud800', '&#xD800;Villa', `${'é'.repeat(254)}😀😀`, '\ud83d'.repeat(300)])
      for (const change of [{ name }, { name, startAt: 'demain' }, { status: { id: 's', name } }, { reference: name }])
        expect(clean(toChantier({ ...ROW, ...change })), name).toBe(true);
  });
});

test('a zero date put the whole chantier aside: it is no date, and that is noted', () => {
  const { record } = toChantier({
    ...ROW,
    startAt: '0000-00-00',
    endAt: '0000-00-00T00:00:00Z',
    updatedAt: '0000-00-00',
  });
  expect(record).toMatchObject({ ok: true, value: { date_debut: null, date_fin: null, modifie_at: null } });
  expect(record.ok && record.notes).toEqual([
    'Date de début laissée vide : l’ERP donne 0000-00-00',
    'Date de fin laissée vide : l’ERP donne 0000-00-00',
  ]);
});

test('a name turned its neighbours around: marks of direction are taken out', () => {
  expect(toPlainText('Villa \u202eebmot\u202c \u2066x\u2069')).toBe('Villa ebmot x');
});

describe('one stamp of 2030 hid every change until 2030', () => {
  const future = { ...ROW, id: 'pj_futur', updatedAt: '2030-01-01T00:00:00Z' };
  const last = { ...ROW, id: 'pj_2', updatedAt: '2026-11-23T07:00:00Z' };
  const date = { date: 'Mon, 23 Nov 2026 07:30:00 GMT' };
  const erp = (headers: Record<string, string>, rows = [future, last, ROW]) =>
    sessionOn(url => (url.searchParams.has('_page') ? { ...list([]), headers } : { ...list(rows), headers })).chantiers;

  test.each([{}, date])('the watermark is the last change their clock has reached (%j)', async headers => {
    const read = await everything(erp(headers).all(null));
    expect(read.map(page => page.watermark)).toEqual([{ at: '2026-11-23T07:00:00.000Z' }]);
    const changed = await everything(erp(headers).changed!({ at: '2026-11-23T06:00:00.000Z' }));
    expect(changed.at(-1)!.watermark).toEqual({ at: '2026-11-23T07:00:00.000Z' });
    const ids = changed.flatMap(page => page.records.map(record => record.ok && record.value.external_id));
    expect(ids.slice(0, 2)).toEqual(['pj_futur', 'pj_2']);
  });

  test('where all are from the future, it is their clock', async () => {
    const changed = await everything(erp(date, [future]).changed!({ at: '2026-11-23T06:00:00.000Z' }));
    expect(changed.at(-1)!.watermark).toEqual({ at: '2026-11-23T07:30:00.999Z' });
  });
});

describe('changes of more pages than their throttle lets through started again for ever', () => {
  const COUNT = 2_000;
  const stamp = (n: number) => new Date(NOW - 3_600_000 - n * 1_000).toISOString();
  const rows = Array.from({ length: COUNT }, (_, n) => ({ ...ROW, id: `pj_${n}`, updatedAt: stamp(n) }));
  const since = { at: '2026-11-23T00:00:00.000Z' };
  const page = ({ searchParams }: URL) => {
    const limit = Number(searchParams.get('_limit'));
    const start = (Number(searchParams.get('_page') ?? 1) - 1) * limit;
    return list(rows.slice(start, start + limit), COUNT);
  };

  test('a refusal is waited for, and the same page asked again', async () => {
    let tokens = 10;
    const { chantiers, asked, waits } = sessionOn(url => {
      if (tokens === 0) {
        tokens = 3;
        return { status: 429 };
      }
      tokens -= 1;
      return page(url);
    });
    const read = await everything(chantiers.changed!(since));
    const ids = new Set(read.flatMap(({ records }) => records.map(record => record.ok && record.value.external_id)));
    expect(ids.size).toBe(COUNT);
    expect(waits.length).toBeGreaterThan(3);
    expect(new Set(asked).size).toBe(asked.length - waits.length);
  });

  test('a wait of over a minute, at once or by and by, is the engine’s', async () => {
    const long = sessionOn(() => ({ status: 429, headers: { 'retry-after': '61' } }));
    expect(await wordOf(everything(long.chantiers.changed!(since)))).toBe('busy');
    expect(long.waits).toEqual([]);
    const always = sessionOn(() => ({ status: 429 }));
    expect(await wordOf(everything(always.chantiers.changed!(since)))).toBe('busy');
    expect(always.waits).toEqual([2_000, 4_000, 8_000, 16_000, 16_000]);
  });
});

test('a bare 404 in the middle of a list ended the scan as if all had been read', async () => {
  const rows = Array.from({ length: 100 }, (_, n) => ({ ...ROW, id: `pj_${n}` }));
  const bare = (url: URL) => (url.searchParams.has('_page') ? { status: 404, body: '404 page not found' } : list(rows));
  expect(await wordOf(everything(sessionOn(bare).chantiers.all(null)))).toBe('strange');
});

test.each([
  ['a NUL in the object', { id: 'n1', type: 'project.updated', data: { id: 'a\u0000b' } }],
  ['a NUL in the event', { id: 'n\u0000', type: 'project.updated', data: { id: 'pj_1' } }],
  ['half a letter', { id: 'n3', type: 'project.updated', data: { id: 'a\ud800' } }],
])('a signed signal with %s answered 500: it is strange', (_, event) => {
  const raw = Buffer.from(JSON.stringify(event));
  const t = NOW / 1000;
  const v1 = createHmac('sha256', 'secret').update(`${t}.`).update(raw).digest('hex');
  const { verify, read } = costructor.webhook!;
  verify({ raw, headers: { 'x-costructor-signature': `t=${t},v1=${v1}` }, now_ms: NOW }, 'secret');
  expect(() => read(raw)).toThrow(expect.objectContaining({ is: { word: 'strange', sample: 'signal illisible' } }));
});
