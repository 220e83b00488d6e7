import {
  Affectation,
  CopieSemaine,
  CreateAffectations,
  DeleteAffectation,
  ListAffectations,
  LotAffectations,
  Planning,
  ReadPlanning,
  ResultatPlanning,
  UpdateAffectation,
} from '#contract/affectation.ts';
import { ById, changesPageOf } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { applyLot } from './apply-lot.ts';
import { copySemaine } from './copy-semaine.ts';
import { createAffectations } from './create-affectations.ts';
import { deleteAffectation } from './delete-affectation.ts';
import { listAffectations, readAffectation } from './sql/affectations.ts';
import { readPlanning } from './sql/planning.ts';
import { updateAffectation } from './update-affectation.ts';

const read = { base: 'v1', tag: 'Planning', access: { scope: 'planning:read' } } as const;
const write = {
  base: 'v1',
  tag: 'Planning',
  access: { scope: 'planning:write' },
  roles: ['administrateur', 'conducteur'],
} as const;

/** What putting people somewhere may be refused for. */
const placing = [
  'personne.not_found',
  'chantier.not_found',
  'affectation.horaire_incomplet',
  'planning.conflits',
  'planning.trop_grand',
] as const;

export const routes = [
  route({
    ...read,
    method: 'GET',
    path: '/planning',
    summary: 'Lire le planning d’une semaine',
    query: ReadPlanning,
    reply: Planning,
    read: ({ query }, at) => readPlanning(at, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/affectations',
    summary: 'Lister les affectations',
    query: ListAffectations,
    reply: changesPageOf(Affectation),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listAffectations(at, query),
    changes: true,
  }),
  route({
    ...read,
    method: 'GET',
    path: '/affectations/:id',
    summary: 'Lire une affectation',
    params: ById,
    reply: Affectation,
    read: ({ params }, at) => readAffectation(at, params.id),
    absent: 'affectation.not_found',
  }),
  route({
    ...write,
    method: 'POST',
    path: '/affectations',
    summary: 'Affecter des personnes à un chantier',
    idempotent: true,
    body: CreateAffectations,
    reply: ResultatPlanning,
    status: 201,
    errors: ['planning.aucun_jour', ...placing],
    handle: (unit, { body }) => createAffectations(unit, body),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/affectations/lot',
    summary: 'Créer, déplacer et retirer jusqu’à 3 000 affectations',
    idempotent: true,
    body: LotAffectations,
    reply: ResultatPlanning,
    status: 200,
    errors: ['affectation.not_found', 'precondition.failed', ...placing],
    handle: (unit, { body }) => applyLot(unit, body),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/affectations/copie',
    summary: 'Copier une semaine de planning',
    idempotent: true,
    body: CopieSemaine,
    reply: ResultatPlanning,
    status: 201,
    errors: placing,
    handle: (unit, { body }) => copySemaine(unit, body),
  }),
  route({
    ...write,
    roles: ['administrateur', 'conducteur', 'chef_chantier'],
    method: 'PATCH',
    path: '/affectations/:id',
    summary: 'Modifier une affectation',
    params: ById,
    body: UpdateAffectation,
    reply: Affectation,
    versioned: true,
    errors: ['affectation.not_found', ...placing],
    handle: (unit, { params, version, body }) => updateAffectation(unit, { id: params.id, version }, body),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/affectations/:id',
    summary: 'Retirer une affectation',
    params: ById,
    query: DeleteAffectation,
    versioned: true,
    errors: ['affectation.not_found'],
    handle: (unit, { params, version, query }) =>
      deleteAffectation(unit, { id: params.id, version, suivantes: query.serie === 'suivantes' }),
  }),
];
