import { expect, test } from 'vitest';
import { keepSample, paceOf, type Sample, sayPace } from './pace.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const fed = (...samples: Sample[]) => samples.reduce<Sample[]>(keepSample, []);

test('the pace is that of the last moments, not of the whole run', () => {
  const samples = fed({ at: 0, read: 0 }, { at: 600_000, read: 100 }, { at: 610_000, read: 200 });
  expect(paceOf(samples)).toBe(600);
});

test('too little says nothing, and a run that starts again starts its pace again', () => {
  expect(paceOf(fed({ at: 0, read: 0 }))).toBeNull();
  expect(paceOf(fed({ at: 0, read: 0 }, { at: 500, read: 90 }))).toBeNull();
  expect(fed({ at: 0, read: 500 }, { at: 9000, read: 10 })).toEqual([{ at: 9000, read: 10 }]);
});

test('pace and time left are told in round figures', () => {
  expect(plain(sayPace(843, 2100))).toBe('840 par minute · encore 3 min environ');
  expect(plain(sayPace(843, 100))).toBe('840 par minute · moins d’une minute');
  expect(plain(sayPace(20, 3600))).toBe('20 par minute · encore 3 h environ');
  expect(plain(sayPace(20, null))).toBe('20 par minute');
  expect(sayPace(null, 100)).toBe('');
});
