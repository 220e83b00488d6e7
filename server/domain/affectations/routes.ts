import {
  Affectation,
  CreateAffectations,
  ListAffectations,
  Planning,
  ReadPlanning,
  ResultatPlanning,
} from '#contract/affectation.ts';
import { ById, changesPageOf } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { createAffectations } from './create-affectations.ts';
import { listAffectations, readAffectation } from './sql/affectations.ts';
import { readPlanning } from './sql/planning.ts';

const read = { base: 'v1', tag: 'Planning', access: { scope: 'planning:read' } } as const;
const write = {
  base: 'v1',
  tag: 'Planning',
  access: { scope: 'planning:write' },
  roles: ['administrateur', 'conducteur'],
} as const;

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
    errors: [
      'personne.not_found',
      'chantier.not_found',
      'affectation.horaire_incomplet',
      'planning.conflits',
      'planning.aucun_jour',
      'planning.trop_grand',
    ],
    handle: (unit, { body }) => createAffectations(unit, body),
  }),
];
