import { expect, test } from 'vitest';
import { emptyAbsence, readAbsence } from './absence-form.tsx';
import { lengthWord, motifWord, spanWord } from './absence-words.ts';

const P = '0199c8f0-6f4a-7000-8000-000000000001';
const draft = emptyAbsence(P, '2026-11-23');

test('half a day is of one day only: an absence that is made longer is of whole days', () => {
  expect(readAbsence({ ...draft, moment: 'matin' })).toHaveProperty('body.moment', 'matin');
  expect(readAbsence({ ...draft, moment: 'matin', fin: '2026-11-24' })).toHaveProperty('body.moment', 'journee');
});

test('an absence without a reason leaves as such, to be said later', () => {
  expect(readAbsence(draft)).toHaveProperty('body.motif', null);
});

test('a person and a first day are asked for, and an end after it', () => {
  expect(readAbsence({ ...emptyAbsence(null, ''), fin: '' })).toEqual({
    wrong: { personne_id: 'Choisissez une personne', debut: 'Choisissez le premier jour' },
  });
  expect(readAbsence({ ...draft, fin: '2026-11-20' })).toHaveProperty('wrong.fin');
});

test('whoever may not read the reason reads « Absent »', () => {
  expect(motifWord({ motif: null })).toBe('Absent');
  expect(lengthWord({ debut: '2026-11-23', fin: '2026-11-23', moment: 'matin' })).toBe('½\u00a0j');
  expect(spanWord({ debut: '2026-11-23', fin: '2026-11-23', moment: 'matin' }).replaceAll('\u00a0', ' ')).toBe(
    'Le 23 nov. 2026 (matin)',
  );
});
