import { ListMappings, ListMappingsQuery, Mapping, SetMapping } from '#contract/mapping.ts';
import { ById } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { setMapping } from './set-mapping.ts';
import { listMappings } from './sql.ts';

export const routes = [
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
