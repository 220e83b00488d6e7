import { expect, test } from 'vitest';
import { draftOfHours, readHours, WHOLE_DAY } from './hours.ts';

test('what was kept is shown as it was said, and saved again as the same', () => {
  for (const hours of [
    { minutes_prevues: null, debut: null, fin: null },
    { minutes_prevues: 450, debut: null, fin: null },
    { minutes_prevues: null, debut: '08:00', fin: '12:00' },
  ])
    expect(readHours(draftOfHours(hours))).toEqual({ hours });
});

test('a length out of a day, or half a stretch, is told at its field', () => {
  expect(readHours({ ...WHOLE_DAY, mode: 'duree', duree: '25 h' })).toHaveProperty('wrong.duree');
  expect(readHours({ ...WHOLE_DAY, mode: 'horaires', debut: '08:00' })).toHaveProperty('wrong.fin');
});
