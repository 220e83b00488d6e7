import { RejeterPointages, ResultatGeste, SoumettrePointages, ValiderPointages } from '#contract/feuille.ts';
import { ById, changesPageOf } from '#contract/page.ts';
import {
  CreatePointage,
  DeletePointage,
  ListPointages,
  LotPointages,
  Pointage,
  ResultatLotPointages,
  UpdatePointage,
} from '#contract/pointage.ts';
import { Answer, route } from '#platform/http/route.ts';
import { createPointage } from './create-pointage.ts';
import { deletePointage } from './delete-pointage.ts';
import { enterLot } from './enter-lot.ts';
import { rejectPointages } from './reject-pointages.ts';
import { lastChange, listPointages, readPointage } from './sql/pointages.ts';
import { submitPointages } from './submit-pointages.ts';
import { updatePointage } from './update-pointage.ts';
import { validatePointages } from './validate-pointages.ts';

const read = { base: 'v1', tag: 'Heures', access: { scope: 'heures:read' } } as const;
const write = { base: 'v1', tag: 'Heures', access: { scope: 'heures:write' } } as const;
const target = (input: { params: { id: string }; version: number }) => ({
  id: input.params.id,
  version: input.version,
});

/** What an entry of hours may be refused for. */
const REFUSALS = [
  'chantier.not_found',
  'personne.not_found',
  'pointage.exists',
  'pointage.saisie_refusee',
  'pointage.motif_requis',
  'pointage.periode_cloturee',
  'pointage.chantier_ferme',
  'pointage.personne_partie',
  'pointage.plages_somme',
  'pointage.plages_croisees',
  'pointage.journee_pleine',
] as const;

export const routes = [
  route({
    ...read,
    bound_keys: true,
    method: 'GET',
    path: '/pointages',
    summary: 'Lister les pointages',
    query: ListPointages,
    reply: changesPageOf(Pointage),
    list: ({ query }, at) => listPointages(at, query),
    change: lastChange,
    changes: true,
  }),
  route({
    ...read,
    bound_keys: true,
    method: 'GET',
    path: '/pointages/:id',
    summary: 'Lire un pointage',
    params: ById,
    reply: Pointage,
    read: ({ params }, at) => readPointage(at, params.id),
    absent: 'pointage.not_found',
  }),
  route({
    ...write,
    bound_keys: true,
    method: 'POST',
    path: '/pointages',
    summary: 'Saisir des heures',
    idempotent: true,
    body: CreatePointage,
    reply: Pointage,
    status: 201,
    errors: ['api_key.bound', ...REFUSALS],
    handle: async (unit, { body }) => {
      const pointage = await createPointage(unit, body);
      return new Answer(pointage, { location: `/api/v1/pointages/${pointage.id}` });
    },
  }),
  route({
    ...write,
    bound_keys: true,
    method: 'PATCH',
    path: '/pointages/:id',
    summary: 'Modifier des heures',
    params: ById,
    body: UpdatePointage,
    reply: Pointage,
    versioned: true,
    errors: ['api_key.bound', 'pointage.not_found', 'pointage.deplacement_refuse', ...REFUSALS],
    handle: (unit, input) => updatePointage(unit, target(input), input.body),
  }),
  route({
    ...write,
    bound_keys: true,
    method: 'POST',
    path: '/pointages/:id/suppression',
    summary: 'Supprimer un pointage',
    params: ById,
    body: DeletePointage,
    versioned: true,
    errors: [
      'pointage.not_found',
      'pointage.saisie_refusee',
      'chantier.not_found',
      'pointage.motif_requis',
      'pointage.periode_cloturee',
    ],
    handle: (unit, input) => deletePointage(unit, target(input), input.body.motif),
  }),
  route({
    ...write,
    bound_keys: true,
    method: 'POST',
    path: '/pointages/lot',
    summary: 'Saisir jusqu’à 500 pointages et les absences du jour',
    idempotent: true,
    body: LotPointages,
    reply: ResultatLotPointages,
    status: 207,
    handle: (unit, { body }) => enterLot(unit, body),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/pointages/soumission',
    summary: 'Soumettre des heures à validation',
    body: SoumettrePointages,
    reply: ResultatGeste,
    status: 200,
    handle: (unit, { body }) => submitPointages(unit, body),
  }),
  route({
    ...write,
    roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
    method: 'POST',
    path: '/pointages/validation',
    summary: 'Valider des heures',
    body: ValiderPointages,
    reply: ResultatGeste,
    status: 200,
    handle: (unit, { body }) => validatePointages(unit, body),
  }),
  route({
    ...write,
    roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
    method: 'POST',
    path: '/pointages/rejet',
    summary: 'Rejeter des heures, avec un motif',
    body: RejeterPointages,
    reply: ResultatGeste,
    status: 200,
    handle: (unit, { body }) => rejectPointages(unit, body),
  }),
];
