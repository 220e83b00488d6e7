import { describe, expect, test } from 'vitest';
import { differenceOf, type Ici, type LaBas, pairsOf, totalsOf } from './pairs.ts';

const line = (own: Partial<Ici>): Ici => ({
  ligne_id: 'l1',
  marque: 'HC-1',
  pointage_id: 'p1',
  chantier: 'A1 Les Tilleuls',
  minutes: 240,
  debut: '08:00',
  fin: '12:00',
  etat: 'sent',
  retrait: null,
  verdict: 'egal',
  ...own,
});
const entry = (own: Partial<LaBas>): LaBas => ({
  external_id: 'e1',
  marque: 'HC-1',
  chantier: 'A1 Les Tilleuls',
  minutes: 240,
  debut: '08:00',
  fin: '12:00',
  ligne_id: 'l1',
  en_trop: false,
  ...own,
});

describe('both sides', () => {
  test('stand beside each other; what is too many, or missing, stands alone', () => {
    const twice = entry({ external_id: 'e2', en_trop: true });
    const pairs = pairsOf({ ici: [line({}), line({ ligne_id: 'l2' })], la_bas: [twice, entry({})] });
    expect(pairs.map(({ ici, la_bas }) => [ici?.ligne_id ?? null, la_bas?.external_id ?? null])).toEqual([
      ['l1', 'e1'],
      ['l2', null],
      [null, 'e2'],
    ]);
  });
  test('a line on its way out does not count here any more', () => {
    const ici = [line({ etat: 'superseded', retrait: 'to_remove' }), line({ ligne_id: 'l2', minutes: 60 })];
    expect(totalsOf({ ici, la_bas: [entry({})] })).toEqual({ ici: 60, la_bas: 240 });
  });
  test('differ in hours of the clock, in minutes, or in nothing where the ERP keeps durations alone', () => {
    const pair = (la_bas: LaBas) => differenceOf({ key: '', ici: line({}), la_bas });
    expect(pair(entry({}))).toEqual({ times: false, minutes: false });
    expect(pair(entry({ fin: '11:00', minutes: 180 }))).toEqual({ times: true, minutes: true });
    expect(pair(entry({ debut: null, fin: null }))).toEqual({ times: false, minutes: false });
  });
});
