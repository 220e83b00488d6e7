import { ById, changesPageOf } from '#contract/page.ts';
import {
  ChangeActive,
  ConservationPersonne,
  ConserverPersonne,
  CreatePersonne,
  DonneesPersonne,
  EffacerPersonne,
  ListPersonnes,
  LotPersonnes,
  Personne,
  ResultatLotPersonnes,
  UpdatePersonne,
} from '#contract/personne.ts';
import { Answer, type AnyRoute, route } from '#platform/http/route.ts';
import type { PersonalData } from '#platform/rgpd/personal-data.ts';
import { changeActive } from './change-active.ts';
import { createPersonne } from './create-personne.ts';
import { erasePersonne } from './rgpd/erase-personne.ts';
import { retainPersonne } from './rgpd/retain-personne.ts';
import { readConservation } from './sql/conservation.ts';
import { readDonnees } from './sql/effacement.ts';
import { listPersonnes, readPersonne } from './sql/personnes.ts';
import { updatePersonne } from './update-personne.ts';
import { upsertLot } from './upsert-lot.ts';

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

const RIGHTS_ERRORS = ['personne.rights_refused', 'sign_in.too_old'] as const;
const FIELD_ERRORS = [
  'personne.email_taken',
  'personne.telephone_taken',
  'personne.telephone_invalid',
  'personne.matricule_taken',
  'personne.agence_required',
  'personne.dates_inverted',
] as const;

const sheetRoutes: AnyRoute[] = [
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
    errors: [...RIGHTS_ERRORS, ...FIELD_ERRORS],
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
      'personne.erased',
      ...RIGHTS_ERRORS,
      ...FIELD_ERRORS,
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
    errors: ['personne.not_found', 'personne.erased', ...RIGHTS_ERRORS, 'personne.last_administrateur'],
    handle: (unit, input) => changeActive(unit, target(input), input.body.active),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/personnes/lot',
    summary: 'Ajouter ou mettre à jour jusqu’à 500 personnes, ou voir d’abord ce que cela ferait (essai)',
    idempotent: true,
    body: LotPersonnes,
    reply: ResultatLotPersonnes,
    status: 207,
    handle: (unit, { body }) => upsertLot(unit, body),
  }),
];

const conservation = {
  base: 'v1',
  tag: 'Personnes',
  access: 'account',
  roles: ['administrateur'],
  path: '/personnes/:id/conservation',
  params: ById,
  reply: ConservationPersonne,
} as const;

/** Of erased people too: it is what is kept of them that is held back. */
const conservationRoutes: AnyRoute[] = [
  route({
    ...conservation,
    method: 'GET',
    summary: 'Lire ce qui fait conserver les heures d’une personne au-delà de la durée légale',
    read: ({ params }, at) => readConservation(at, params.id),
    absent: 'personne.not_found',
  }),
  route({
    ...conservation,
    method: 'POST',
    summary: 'Conserver les heures d’une personne au-delà de la durée légale, ou ne plus le faire',
    body: ConserverPersonne,
    status: 200,
    errors: ['personne.not_found'],
    handle: (unit, { params, body }) => retainPersonne(unit, params.id, body.motif),
  }),
];

const rgpdRoutes = (data: PersonalData): AnyRoute[] => [
  route({
    base: 'v1',
    tag: 'Personnes',
    access: 'account',
    method: 'GET',
    path: '/personnes/:id/donnees',
    summary: 'Lire tout ce que le hub garde d’une personne (RGPD)',
    params: ById,
    reply: DonneesPersonne,
    read: ({ params }, at) => readDonnees(at, params.id, data.held(at, params.id)),
    absent: 'personne.not_found',
  }),
  route({
    base: 'v1',
    tag: 'Personnes',
    access: 'account',
    roles: ['administrateur'],
    fresh_sign_in: true,
    method: 'POST',
    path: '/personnes/:id/effacement',
    summary: 'Effacer une personne (RGPD), définitivement',
    params: ById,
    body: EffacerPersonne,
    reply: Personne,
    status: 200,
    versioned: true,
    errors: ['personne.not_found', 'personne.erased', 'personne.erase_self', 'personne.last_administrateur'],
    handle: (unit, input) => erasePersonne(unit, target(input), { motif: input.body.motif, data }),
  }),
];

export const makeRoutes = (data: PersonalData): AnyRoute[] => [
  ...sheetRoutes,
  ...conservationRoutes,
  ...rgpdRoutes(data),
];
