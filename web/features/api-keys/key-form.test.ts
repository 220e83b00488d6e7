import { expect, test } from 'vitest';
import { CreateApiKey } from '#contract/api-key.ts';
import { lastDay, newKeySchema, presetsWithin, readNetworks, toCreate, toUpdate } from './key-form.ts';

const schema = newKeySchema('2026-11-23', 365);
const typed = { nom: 'Export paie', description: null, scopes: ['read'], rate_limit_per_hour: 1000 };

test('what the form accepts, the contract accepts: a life in days or a last day, never both', () => {
  for (const [fin, said] of [
    ['90', { expire_dans_jours: 90 }],
    ['2027-11-23', { expire_le: '2027-11-23' }],
  ] as const) {
    const asked = toCreate(schema.parse({ ...typed, fin }));
    expect(CreateApiKey.safeParse(asked).success).toBe(true);
    expect(asked).toMatchObject(said);
  }
});

test('a last day that is past, beyond the maximum or empty is refused where it is typed', () => {
  for (const fin of ['2026-11-22', '2027-11-24', '']) expect(schema.safeParse({ ...typed, fin }).success).toBe(false);
});

test('a network that is none is refused where it is typed', () => {
  const read = (text: string) => schema.safeParse({ ...typed, fin: '30', cidrs: readNetworks(text) }).success;
  expect(read('203.0.113.0/24, 2001:db8::/32\n198.51.100.7')).toBe(true);
  expect(read('bureau')).toBe(false);
});

test('no chantier means all of them, and a change carries only what changed', () => {
  const before = { ...typed, chantiers: null, cidrs: [] } as never;
  const now = { ...typed, scopes: ['read' as const], chantiers: [], cidrs: [] };
  expect(toUpdate(before, now as never)).toEqual({});
  expect(toUpdate(before, { ...now, nom: 'Paie' } as never)).toEqual({ nom: 'Paie' });
});

test('only lives within the maximum of the administrator are offered', () => {
  expect(presetsWithin(365)).toEqual([30, 90, 180, 365]);
  expect(presetsWithin(100)).toEqual([30, 90]);
  expect(presetsWithin(7)).toEqual([7]);
  expect(lastDay('2026-11-23', 7)).toBe('2026-11-30');
});
