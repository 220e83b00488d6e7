import { expect, test } from 'vitest';
import { CreateAffectations } from '#contract/affectation.ts';
import { readAssign } from './assign.ts';
import { WHOLE_DAY } from './hours.ts';

const P = '0199c8f0-6f4a-7000-8000-000000000001';
const C = '0199c8f0-6f4a-7000-8000-000000000002';
const draft = { chantier_id: C, jours: ['2026-11-25', '2026-11-23'], hours: WHOLE_DAY, jusquau: '', note: ' ' };

test('chosen days become a span and its days of the week, as the contract takes them', () => {
  const read = readAssign(draft, [P]);
  expect(CreateAffectations.parse('body' in read && read.body)).toMatchObject({
    du: '2026-11-23',
    au: '2026-11-25',
    jours_semaine: [1, 3],
    note: null,
  });
});

test('a repetition goes on to its last day', () => {
  expect(readAssign({ ...draft, jusquau: '2026-12-24' }, [P])).toHaveProperty('body.au', '2026-12-24');
});

test('nothing leaves without a chantier, without a day, or with an end before its days', () => {
  expect(readAssign({ ...draft, chantier_id: null, jours: [] }, [P])).toEqual({
    wrong: { chantier_id: 'Choisissez un chantier', jours: 'Choisissez au moins un jour' },
  });
  expect(readAssign({ ...draft, jusquau: '2026-11-24' }, [P])).toHaveProperty('wrong.jusquau');
});
