import { ById, changesPageOf } from '#contract/page.ts';
import { ChangeActive, CreatePersonne, ListPersonnes, Personne, UpdatePersonne } from '#contract/personne.ts';
import { Answer, route } from '#platform/http/route.ts';
import { changeActive } from './change-active.ts';
import { createPersonne } from './create-personne.ts';
import { listPersonnes, readPersonne } from './sql.ts';
import { updatePersonne } from './update-personne.ts';

const read = { base: 'v1', tag: 'Personnes', access: { scope: 'personnes:read' } } as const;
const write = {
  base: 'v1',
  tag: 'Personnes',
  access: { scope: 'personnes:write' },
  roles: ['administrateur'],
} as const;
const target = (input: { params: { id: string }; version: number }) => ({
  id: input.params.id,
  version: input.version,
});

export const routes = [
  route({
    ...read,
    roles: ['administrateur', 'conducteur', 'chef_chantier', 'gestionnaire_paie'],
    method: 'GET',
    path: '/personnes',
    summary: 'Lister les personnes',
    query: ListPersonnes,
    reply: changesPageOf(Personne),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listPersonnes(at, query),
    // Nobody is deleted here: who is deactivated stays a row.
    changes: true,
  }),
  route({
    ...read,
    method: 'GET',
    path: '/personnes/:id',
    summary: 'Lire une personne',
    params: ById,
    reply: Personne,
    read: ({ params }, at) => readPersonne(at, params.id),
    absent: 'personne.not_found',
  }),
  route({
    ...write,
    method: 'POST',
    path: '/personnes',
    summary: 'Ajouter une personne',
    idempotent: true,
    body: CreatePersonne,
    reply: Personne,
    status: 201,
    errors: [
      'personne.rights_refused',
      'personne.email_taken',
      'personne.telephone_taken',
      'personne.telephone_invalid',
      'personne.matricule_taken',
      'personne.agence_required',
    ],
    handle: async (unit, { body }) => {
      const personne = await createPersonne(unit, body);
      return new Answer(personne, { location: `/api/v1/personnes/${personne.id}` });
    },
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/personnes/:id',
    summary: 'Modifier une personne',
    params: ById,
    body: UpdatePersonne,
    reply: Personne,
    versioned: true,
    errors: [
      'personne.not_found',
      'personne.rights_refused',
      'personne.email_taken',
      'personne.telephone_taken',
      'personne.telephone_invalid',
      'personne.matricule_taken',
      'personne.agence_required',
      'personne.last_administrateur',
      'personne.no_identifiant',
    ],
    handle: (unit, input) => updatePersonne(unit, target(input), input.body),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/personnes/:id/activation',
    summary: 'Désactiver ou réactiver une personne',
    params: ById,
    body: ChangeActive,
    reply: Personne,
    status: 200,
    versioned: true,
    errors: ['personne.not_found', 'personne.rights_refused', 'personne.last_administrateur'],
    handle: (unit, input) => changeActive(unit, target(input), input.body.active),
  }),
];
