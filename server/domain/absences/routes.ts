import { Absence, CreateAbsence, ListAbsences, UpdateAbsence } from '#contract/absence.ts';
import { ById, changesPageOf } from '#contract/page.ts';
import { Answer, route } from '#platform/http/route.ts';
import { createAbsence } from './create-absence.ts';
import { deleteAbsence } from './delete-absence.ts';
import { listAbsences, readAbsence } from './sql.ts';
import { updateAbsence } from './update-absence.ts';

const read = { base: 'v1', tag: 'Planning', access: { scope: 'planning:read' } } as const;
const write = { base: 'v1', tag: 'Planning', access: { scope: 'planning:write' } } as const;
const target = (input: { params: { id: string }; version: number }) => ({
  id: input.params.id,
  version: input.version,
});
const dating = [
  'personne.not_found',
  'absence.dates_inverted',
  'absence.trop_longue',
  'absence.demi_journee',
  'absence.chevauchement',
  'absence.periode_cloturee',
] as const;

export const routes = [
  route({
    ...read,
    method: 'GET',
    path: '/absences',
    summary: 'Lister les absences',
    query: ListAbsences,
    reply: changesPageOf(Absence),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listAbsences(at, query),
    changes: true,
  }),
  route({
    ...read,
    method: 'GET',
    path: '/absences/:id',
    summary: 'Lire une absence',
    params: ById,
    reply: Absence,
    read: ({ params }, at) => readAbsence(at, params.id),
    absent: 'absence.not_found',
  }),
  route({
    ...write,
    method: 'POST',
    path: '/absences',
    summary: 'Dire une absence',
    idempotent: true,
    body: CreateAbsence,
    reply: Absence,
    status: 201,
    errors: dating,
    handle: async (unit, { body }) => {
      const absence = await createAbsence(unit, body);
      return new Answer(absence, { location: `/api/v1/absences/${absence.id}` });
    },
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/absences/:id',
    summary: 'Modifier une absence',
    params: ById,
    body: UpdateAbsence,
    reply: Absence,
    versioned: true,
    errors: ['absence.not_found', 'absence.tenue', ...dating],
    handle: (unit, input) => updateAbsence(unit, target(input), input.body),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/absences/:id',
    summary: 'Retirer une absence',
    params: ById,
    versioned: true,
    errors: ['absence.not_found', 'absence.tenue', 'absence.periode_cloturee'],
    handle: (unit, input) => deleteAbsence(unit, target(input)),
  }),
];
