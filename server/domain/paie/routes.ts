import { z } from 'zod';
import { ById, changesPageOf, pageOf } from '#contract/page.ts';
import {
  CodeRubrique,
  CreateVariable,
  ListRegularisations,
  ListVariables,
  ReadReglages,
  ReglagesDates,
  ReglagesPaie,
  Regularisation,
  Rubrique,
  UpdateRubrique,
  UpdateVariable,
  VariablePaie,
} from '#contract/paie.ts';
import { Answer, route } from '#platform/http/route.ts';
import { createVariable } from './create-variable.ts';
import { deleteVariable } from './delete-variable.ts';
import { setReglages } from './set-reglages.ts';
import { readReglages } from './sql/reglages.ts';
import { listRegularisations } from './sql/regularisations.ts';
import { readRubriques } from './sql/rubriques.ts';
import { listVariables } from './sql/variables.ts';
import { updateRubrique } from './update-rubrique.ts';
import { updateVariable } from './update-variable.ts';

/** Everybody reads what is his, the catalogue and the settings; the rows that are others' are kept back in SQL. */
const read = { base: 'v1', tag: 'Variables de paie', access: { scope: 'variables-paie:read' } } as const;
const write = {
  base: 'v1',
  tag: 'Variables de paie',
  access: { scope: 'variables-paie:write' },
  roles: ['administrateur', 'gestionnaire_paie'],
} as const;
const target = (input: { params: { id: string }; version: number }) => ({
  id: input.params.id,
  version: input.version,
});

/** What may keep a variable from standing where it is put. */
const PLACE_ERRORS = [
  'periode_paie.closed',
  'variable_paie.personne_refused',
  'variable_paie.rubrique_refused',
  'variable_paie.chantier_refused',
  'variable_paie.quantity_refused',
  'variable_paie.already_there',
] as const;

const variables = [
  route({
    ...read,
    method: 'GET',
    path: '/variables-paie',
    summary: 'Lister les variables de paie',
    query: ListVariables,
    reply: changesPageOf(VariablePaie),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listVariables(at, query),
    changes: true,
  }),
  route({
    ...write,
    method: 'POST',
    path: '/variables-paie',
    summary: 'Ajouter une variable de paie à la main',
    idempotent: true,
    body: CreateVariable,
    reply: VariablePaie,
    status: 201,
    errors: PLACE_ERRORS,
    handle: async (unit, { body }) => {
      const variable = await createVariable(unit, body);
      return new Answer(variable, { location: `/api/v1/variables-paie/${variable.id}` });
    },
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/variables-paie/:id',
    summary: 'Changer une variable de paie à la main',
    params: ById,
    body: UpdateVariable,
    reply: VariablePaie,
    versioned: true,
    errors: ['variable_paie.not_found', ...PLACE_ERRORS],
    handle: (unit, input) => updateVariable(unit, target(input), input.body),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/variables-paie/:id',
    summary: 'Supprimer une variable de paie écrite à la main',
    params: ById,
    versioned: true,
    errors: ['variable_paie.not_found', 'variable_paie.automatic', 'periode_paie.closed'],
    handle: (unit, input) => deleteVariable(unit, target(input)),
  }),
];

export const routes = [
  ...variables,
  route({
    ...read,
    method: 'GET',
    path: '/rubriques',
    summary: 'Lire le catalogue des rubriques de paie',
    reply: z.strictObject({ items: z.array(Rubrique).max(100) }),
    read: (_, at) => readRubriques(at),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/rubriques/:code',
    summary: 'Modifier une rubrique de paie',
    params: z.strictObject({ code: CodeRubrique }),
    body: UpdateRubrique,
    reply: Rubrique,
    versioned: true,
    errors: ['rubrique.not_found'],
    handle: (unit, { params, version, body }) => updateRubrique(unit, { code: params.code, version }, body),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/regularisations',
    summary: 'Lister les régularisations de paie',
    query: ListRegularisations,
    reply: pageOf(Regularisation),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listRegularisations(at, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/reglages-paie',
    summary: 'Lire les réglages des heures et de la paie',
    query: ReadReglages,
    reply: ReglagesDates,
    read: ({ query }, at) =>
      readReglages(at, query.jour ?? at.now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString()),
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/reglages-paie',
    summary: 'Poser les réglages qui valent à partir d’un jour',
    body: ReglagesPaie,
    reply: ReglagesDates,
    status: 200,
    made_status: 201,
    errors: ['reglages_paie.incoherent', 'reglages_paie.closed'],
    handle: async (unit, { body }) => {
      const { reglages, made } = await setReglages(unit, body);
      const location = `/api/v1/reglages-paie?jour=${body.effet_du}`;
      return made ? new Answer(reglages, { location }, 201) : reglages;
    },
  }),
];
