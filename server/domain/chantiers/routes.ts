import {
  ByExternalId,
  ChangeEquipe,
  ChangeStatut,
  Chantier,
  CreateChantier,
  ListChantiers,
  LotResult,
  UpdateChantier,
  UpsertChantier,
  UpsertLot,
} from '#contract/chantier.ts';
import { ById, changesPageOf } from '#contract/page.ts';
import { Answer, route } from '#platform/http/route.ts';
import { changeEquipe } from './change-equipe.ts';
import { changeStatut } from './change-statut.ts';
import { createChantier } from './create-chantier.ts';
import { deleteChantier } from './delete-chantier.ts';
import { lastChange, listChantiers, readChantier } from './sql/chantiers.ts';
import { updateChantier } from './update-chantier.ts';
import { upsertByReference } from './upsert-by-reference.ts';
import { upsertLot } from './upsert-lot.ts';

const read = { base: 'v1', tag: 'Chantiers', access: { scope: 'chantiers:read' }, bound_keys: true } as const;
const write = {
  base: 'v1',
  tag: 'Chantiers',
  access: { scope: 'chantiers:write' },
  bound_keys: true,
  roles: ['administrateur', 'conducteur'],
} as const;
const target = (input: { params: { id: string }; version: number }) => ({
  id: input.params.id,
  version: input.version,
});

export const routes = [
  route({
    ...read,
    method: 'GET',
    path: '/chantiers',
    summary: 'Lister les chantiers',
    query: ListChantiers,
    reply: changesPageOf(Chantier),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listChantiers(at, query),
    change: lastChange,
    changes: true,
  }),
  route({
    ...read,
    method: 'GET',
    path: '/chantiers/:id',
    summary: 'Lire un chantier',
    params: ById,
    reply: Chantier,
    read: ({ params }, at) => readChantier(at, params.id),
    absent: 'chantier.not_found',
  }),
  route({
    ...write,
    method: 'POST',
    path: '/chantiers',
    summary: 'Créer un chantier',
    idempotent: true,
    body: CreateChantier,
    reply: Chantier,
    status: 201,
    errors: [
      'api_key.bound',
      'chantier.code_taken',
      'chantier.codes_exhausted',
      'chantier.reference_taken',
      'chantier.owned_by_erp',
      'chantier.dates_inverted',
      'chantier.position_incomplete',
      'chantier.commune_unknown',
    ],
    handle: async (unit, { body }) => {
      const chantier = await createChantier(unit, body);
      return new Answer(chantier, { location: `/api/v1/chantiers/${chantier.id}` });
    },
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/chantiers/:id',
    summary: 'Modifier un chantier',
    params: ById,
    body: UpdateChantier,
    reply: Chantier,
    versioned: true,
    errors: [
      'chantier.not_found',
      'chantier.locked',
      'chantier.code_taken',
      'chantier.reference_taken',
      'chantier.owned_by_erp',
      'chantier.dates_inverted',
      'chantier.position_incomplete',
      'chantier.commune_unknown',
    ],
    handle: (unit, input) => updateChantier(unit, target(input), input.body),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/chantiers/:id/statut',
    summary: 'Changer le statut d’un chantier',
    params: ById,
    body: ChangeStatut,
    reply: Chantier,
    status: 200,
    versioned: true,
    errors: ['chantier.not_found', 'chantier.statut_refused', 'chantier.owned_by_erp', 'chantier.heures_non_validees'],
    handle: (unit, input) => changeStatut(unit, target(input), input.body.statut),
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/chantiers/:id/equipe',
    summary: 'Composer l’équipe d’un chantier',
    params: ById,
    body: ChangeEquipe,
    reply: Chantier,
    versioned: true,
    errors: ['chantier.not_found', 'chantier.locked', 'chantier.membre_unknown'],
    handle: (unit, input) => changeEquipe(unit, target(input), input.body),
  }),
  route({
    ...write,
    roles: ['administrateur'],
    method: 'DELETE',
    path: '/chantiers/:id',
    summary: 'Supprimer un chantier',
    params: ById,
    versioned: true,
    errors: ['chantier.not_found', 'chantier.owned_by_erp', 'chantier.has_heures'],
    handle: (unit, input) => deleteChantier(unit, target(input)),
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/chantiers/by-external-id/:system/:external_id',
    summary: 'Créer ou mettre à jour le chantier d’un autre système',
    params: ByExternalId,
    body: UpsertChantier,
    reply: Chantier,
    status: 200,
    made_status: 201,
    errors: [
      'api_key.bound',
      'chantier.locked',
      'chantier.code_taken',
      'chantier.codes_exhausted',
      'chantier.reference_taken',
      'chantier.owned_by_erp',
      'chantier.dates_inverted',
      'chantier.position_incomplete',
      'chantier.commune_unknown',
    ],
    handle: async (unit, { params, body }) => {
      const { chantier, made } = await upsertByReference(unit, params, body);
      return made ? new Answer(chantier, { location: `/api/v1/chantiers/${chantier.id}` }, 201) : chantier;
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/chantiers/lot',
    summary: 'Créer ou mettre à jour jusqu’à 500 chantiers',
    idempotent: true,
    bulk: 'items',
    body: UpsertLot,
    reply: LotResult,
    status: 207,
    handle: (unit, { body }) => upsertLot(unit, body),
  }),
];
