import { Chronologie, ChronologieQuery } from '#contract/chronologie.ts';
import { route } from '#platform/http/route.ts';
import { type ChronologieLue, shapeChronologie } from './rules.ts';
import { readChronologie } from './sql.ts';

export const routes = [
  route({
    base: 'v1',
    tag: 'ERP',
    access: { scope: 'erp:read' },
    roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
    method: 'GET',
    path: '/chronologie',
    summary: 'Suivre une donnée, de l’ERP au hub et du hub à l’ERP',
    query: ChronologieQuery,
    reply: Chronologie,
    read: ({ query }, at) => readChronologie(at, query),
    shape: (found: ChronologieLue) => shapeChronologie(found),
    absent: 'chronologie.not_found',
  }),
];
