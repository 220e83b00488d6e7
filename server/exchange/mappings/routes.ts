import {
  ConflitErp,
  ListConflitsErp,
  ListMappings,
  ListMappingsQuery,
  Mapping,
  SetMapping,
} from '#contract/mapping.ts';
import { ById, pageOf } from '#contract/page.ts';
import {
  ImportPersonnesErp,
  LecturePersonnes,
  ListPersonnesErp,
  PersonneErp,
  PersonnesErpImportees,
  SetPersonneErp,
} from '#contract/personne-erp.ts';
import { takeOtherSide } from '#domain/chantiers/index.ts';
import { route } from '#platform/http/route.ts';
import { importPersonnesErp } from './personnes/import-personnes.ts';
import { askPersonnes } from './personnes/read-personnes.ts';
import { setPersonneErp } from './personnes/set-personne.ts';
import { setMapping } from './set-mapping.ts';
import { getConflit, listConflits } from './sql/conflits.ts';
import { readLecture } from './sql/lectures.ts';
import { listMappings } from './sql/mappings.ts';
import { listPersonnesErp } from './sql/personnes.ts';

const statuts = [
  route({
    base: 'v1',
    tag: 'ERP',
    access: { scope: 'erp:read' },
    roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
    method: 'GET',
    path: '/conflits-erp',
    summary: 'Lister ce que l’ERP et le hub ont changé tous deux',
    query: ListConflitsErp,
    reply: pageOf(ConflitErp),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listConflits(at, query),
  }),
  route({
    base: 'v1',
    tag: 'ERP',
    access: { scope: 'erp:write' },
    roles: ['administrateur', 'conducteur'],
    method: 'POST',
    path: '/conflits-erp/:id/reprise',
    summary: 'Prendre la valeur qui n’avait pas été retenue',
    params: ById,
    reply: ConflitErp,
    status: 200,
    errors: [
      'conflit_erp.not_found',
      'conflit_erp.outdated',
      'chantier.locked',
      'chantier.owned_by_erp',
      'chantier.dates_inverted',
    ],
    handle: async (unit, { params }) => {
      await takeOtherSide(unit, params.id);
      return await getConflit(unit, params.id);
    },
  }),
  route({
    base: 'v1',
    tag: 'ERP',
    access: { scope: 'erp:read' },
    roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
    method: 'GET',
    path: '/mappings',
    summary: 'Lister les valeurs d’un ERP et les nôtres',
    query: ListMappingsQuery,
    reply: ListMappings,
    read: ({ query }, at) => listMappings(at, query.link_id),
  }),
  route({
    base: 'v1',
    tag: 'ERP',
    access: { scope: 'erp:write' },
    roles: ['administrateur'],
    method: 'PATCH',
    path: '/mappings/:id',
    summary: 'Relier une valeur d’un ERP à l’une des nôtres',
    params: ById,
    body: SetMapping,
    reply: Mapping,
    versioned: true,
    errors: ['mapping.not_found'],
    handle: (unit, { params, version, body }) => setMapping(unit, { id: params.id, version }, body.valeur),
  }),
];

const people = {
  base: 'v1',
  tag: 'ERP',
  roles: ['administrateur', 'gestionnaire_paie'],
} as const;

const personnes = [
  route({
    ...people,
    access: { scope: 'erp:read' },
    method: 'GET',
    path: '/personnes-erp',
    summary: 'Lister les personnes d’un ERP et qui elles sont ici',
    query: ListPersonnesErp,
    reply: pageOf(PersonneErp),
    errors: ['cursor.invalid', 'cursor.gone'],
    list: ({ query }, at) => listPersonnesErp(at, query),
  }),
  route({
    ...people,
    access: { scope: 'erp:write' },
    method: 'PATCH',
    path: '/personnes-erp/:id',
    summary: 'Relier une personne d’un ERP, la délier ou la mettre de côté',
    params: ById,
    body: SetPersonneErp,
    reply: PersonneErp,
    versioned: true,
    errors: ['personne_erp.not_found', 'personne_erp.taken', 'personne.not_found', 'personne.erased'],
    handle: (unit, { params, version, body }) => setPersonneErp(unit, { id: params.id, version }, body),
  }),
  route({
    ...people,
    access: { scope: 'erp:read' },
    method: 'GET',
    path: '/erp-links/:id/personnes',
    summary: 'Savoir quand les personnes d’un ERP ont été lues',
    params: ById,
    reply: LecturePersonnes,
    read: ({ params }, at) => readLecture(at, params.id),
    absent: 'erp_link.not_found',
  }),
  route({
    ...people,
    access: { scope: 'erp:write' },
    method: 'POST',
    path: '/erp-links/:id/personnes',
    summary: 'Relire les personnes d’un ERP',
    idempotent: true,
    params: ById,
    status: 202,
    errors: ['erp_link.not_found', 'erp_link.not_ready'],
    handle: (unit, { params }) => askPersonnes(unit, params.id),
  }),
  route({
    ...people,
    access: { scope: 'erp:write' },
    roles: ['administrateur'],
    method: 'POST',
    path: '/personnes-erp/import',
    summary: 'Ajouter ici des personnes d’un ERP',
    idempotent: true,
    body: ImportPersonnesErp,
    reply: PersonnesErpImportees,
    status: 207,
    handle: (unit, { body }) => importPersonnesErp(unit, body),
  }),
];

export const routes = [...statuts, ...personnes];
