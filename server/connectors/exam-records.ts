// The exam's part on single records, and on what announces them.
import { beforeAll, expect, test } from 'vitest';
import { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { DRIFTS, type Drift, type Exam, type Ground, type Here, readThrough, visible, wordOf } from './exam-ground.ts';

/** Drifts that take from a record what we cannot do without. */
const BREAKING: readonly Drift[] = ['missing_required', 'null_required', 'nested'];

export function recordTests<S, C>(here: Here<S, C>): void {
  test('present, gone and hidden are three different answers', async () => {
    const ground = await here.ground(12);
    const [first, second, third] = visible(await ground.truth()) as [string, string, string];
    await ground.delete(second);
    await ground.hide?.(third);
    const chantiers = here.chantiers(ground);
    expect(await chantiers.get(first)).toMatchObject({ state: 'present', record: { value: { external_id: first } } });
    expect(await chantiers.get(second)).toEqual({ state: 'gone' });
    if (ground.hide) expect(await chantiers.get(third)).toEqual({ state: 'hidden' });
    for (const id of ['jamais-vu', '..', '.', '', 'a/b?c=d#e', 'é'.repeat(200)])
      expect(await chantiers.get(id), id).toEqual({ state: 'gone' });
    const { records } = await readThrough(from => chantiers.all(from));
    expect([records.has(second), records.has(third)]).toEqual([false, !ground.hide]);
  });
}

export function driftTests<S, C>(here: Here<S, C>): void {
  let ground: Ground<S, C>;
  let ids: string[];
  beforeAll(async () => {
    ground = await here.ground(40);
    ids = visible(await ground.truth());
  });

  test.each(DRIFTS)('%s touches that record alone, and is told', async drift => {
    const id = ids[3]!;
    await ground.drift(drift, id);
    const { records, ecarts } = await readThrough(from => here.chantiers(ground).all(from));
    await ground.calm();
    for (const other of ids.filter(one => one !== id)) expect(records.get(other)?.ok, other).toBe(true);
    const record = [...records].find(([key]) => key === id || key.startsWith('?'))![1];
    if (record.ok) expect(() => ChantierFromErp.parse(record.value)).not.toThrow();
    else {
      expect(record.raison).toMatch(/^[A-ZÉ][^<>{}]{5,120}$/);
      const persons = (await ground.truth()).flatMap(known => known.persons).filter(text => text.length > 3);
      expect(persons.filter(text => record.raison.includes(text))).toEqual([]);
    }
    expect(record.ok).toBe(!BREAKING.includes(drift) && !(drift === 'renamed' && !record.ok));
    const told = ecarts.map(({ gravite }) => gravite);
    if (!record.ok) expect(told).toContain('fiche');
    else if (drift !== 'new_enum' && drift !== 'html_name') expect([...told, ...record.notes]).not.toEqual([]);
  });
}

const NOW = Date.parse('2026-11-23T08:00:00Z');
const KEY = 'une cle de signature assez longue';
type Signals<S, C> = NonNullable<Exam<S, C>['webhook']>;
type How = { keys: string[]; age_s?: number; spoil?: 'body' | 'header' };

/** What a receiver makes of one call: the hints, or the word of the refusal. */
async function receive<S, C>({ exam }: Here<S, C>, event: 'changed' | 'unknown', { keys, age_s = 0, spoil }: How) {
  const { raw, headers } = exam.webhook!.call(event, { keys, at_ms: NOW - age_s * 1000 });
  const webhook = exam.connector.webhook!;
  const call = {
    raw: spoil === 'body' ? Buffer.concat([raw, Buffer.from(' ')]) : raw,
    headers: spoil === 'header' ? {} : headers,
    now_ms: NOW,
  };
  const error = await wordOf(async () => webhook.verify(call, KEY));
  return error ? error.is : webhook.read(raw);
}

export function webhookTests<S, C>(here: Here<S, C>, signals: Signals<S, C>): void {
  const webhook = here.exam.connector.webhook!;
  test('the secret is theirs to give: without one nothing is accepted', () => {
    expect(webhook.secretOf(signals.credentials(KEY))).toBe(KEY);
    expect(webhook.secretOf(signals.credentials(''))).toBeNull();
  });

  test('a signed signal names its object, twice the same way; an unknown one names nothing', async () => {
    const once = await receive(here, 'changed', { keys: [KEY] });
    expect(once).toEqual([{ hint_id: expect.any(String), noun: 'chantier', external_id: signals.external_id }]);
    expect(await receive(here, 'changed', { keys: [KEY] })).toEqual(once);
    expect(await receive(here, 'unknown', { keys: [KEY] })).toEqual([]);
  });

  test('while keys turn, either signature is enough', async () => {
    expect(await receive(here, 'changed', { keys: ['la nouvelle clé', KEY] })).toHaveLength(1);
    expect(await receive(here, 'changed', { keys: [KEY, 'la nouvelle clé'] })).toHaveLength(1);
    expect(await receive(here, 'changed', { keys: [KEY], age_s: 299 })).toHaveLength(1);
  });

  test('a body that is no signal is strange, and not quoted', async () => {
    for (const body of ['', 'null', '[]', '{"id":1}', '{"id":"a","type":', '\u0000'])
      expect((await wordOf(async () => webhook.read(Buffer.from(body))))?.is.word, body).toBe('strange');
  });
}

export function forgeryTests<S, C>(here: Here<S, C>): void {
  const forgeries: [string, How][] = [
    ['another key', { keys: ['une autre clé'] }],
    ['no signature', { keys: [] }],
    ['no header', { keys: [KEY], spoil: 'header' }],
    ['a body changed on the way', { keys: [KEY], spoil: 'body' }],
    ['one of 301 s ago', { keys: [KEY], age_s: 301 }],
    ['one from the future', { keys: [KEY], age_s: -301 }],
  ];
  test.each(forgeries)('%s is refused', async (_, how) =>
    expect(await receive(here, 'changed', how)).toEqual({ word: 'denied', why: 'credentials' }),
  );
}
