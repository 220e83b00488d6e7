import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canChangeStatut, changedFields, coherence, colourFor, freeCodes, nextCode } from './rules.ts';

test.each([
  ['ouvert', 'en_cours', true],
  ['ouvert', 'ferme', true],
  ['ouvert', 'receptionne', false],
  ['ouvert', 'ouvert', false],
  ['en_cours', 'receptionne', true],
  ['en_cours', 'ferme', true],
  ['en_cours', 'ouvert', false],
  ['receptionne', 'en_cours', true],
  ['receptionne', 'ferme', true],
  ['receptionne', 'ouvert', false],
  ['ferme', 'en_cours', false],
  ['ferme', 'ouvert', false],
] as const)('a person takes a chantier from %s to %s: %s', (from, to, allowed) => {
  expect(canChangeStatut(from, to)).toBe(allowed);
});

test.each([
  [null, 'A001'],
  ['A001', 'A002'],
  ['A999', 'B001'],
  ['M099', 'M100'],
  ['Z998', 'Z999'],
  ['Z999', null],
])('after the code %s comes %s', (last, next) => {
  expect(nextCode(last)).toBe(next);
});

test('automatic codes only ever grow, so none is given twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 65, max: 90 }), fc.integer({ min: 0, max: 998 }), (letter, number) => {
      const last = String.fromCharCode(letter) + String(number).padStart(3, '0');
      expect(nextCode(last)! > last).toBe(true);
    }),
  );
});

test('sending back what is there changes nothing, whatever the order of references and keys', () => {
  const before = {
    nom: 'Halle',
    contacts: [{ nom: 'A', telephone: null, profession: null }],
    references: [
      { system: 'a', external_id: '1' },
      { system: 'b', external_id: '2' },
    ],
  };
  const after = {
    nom: 'Halle',
    contacts: [{ profession: null, telephone: null, nom: 'A' }],
    references: [
      { external_id: '2', system: 'b' },
      { external_id: '1', system: 'a' },
    ],
  };
  expect(changedFields(before, after)).toEqual([]);
});

test('contacts keep their order: changing it is a change', () => {
  const a = { nom: 'A', telephone: null, profession: null };
  const b = { nom: 'B', telephone: null, profession: null };
  expect(changedFields({ contacts: [a, b] }, { contacts: [b, a] })).toEqual(['contacts']);
});

test('half a position and inverted dates are refused, one day is a duration', () => {
  const whole = { latitude: null, longitude: null, date_debut: null, date_fin: null };
  expect(coherence({ ...whole, latitude: 45.5 })).toBe('chantier.position_incomplete');
  expect(coherence({ ...whole, date_debut: '2026-12-02', date_fin: '2026-12-01' })).toBe('chantier.dates_inverted');
  expect(coherence({ ...whole, date_debut: '2026-12-01', date_fin: '2026-12-01' })).toBeNull();
});

test('neighbours get different colours', () => {
  for (let rank = 0; rank < 40; rank += 1) expect(colourFor(rank)).not.toBe(colourFor(rank + 1));
});

test('when the range was ended by hand, the first code that nobody ever had is given; null when all were', () => {
  const all: string[] = [];
  for (let code = nextCode(null); code !== null; code = nextCode(code)) all.push(code);
  expect(all).toHaveLength(26 * 999);
  expect(freeCodes(new Set(['A001', 'A002', 'A004', 'Z999']), 2)).toEqual(['A003', 'A005']);
  expect(freeCodes(new Set(all), 1)).toEqual([]);
});
