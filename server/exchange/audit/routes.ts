import { EvenementAudit, ListEvenementsAudit } from '#contract/audit.ts';
import { pageOf } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { selectEvents } from './sql.ts';

export const routes = [
  route({
    base: 'v1',
    tag: 'Journal d’audit',
    access: { scope: 'audit:read' },
    roles: ['administrateur'],
    method: 'GET',
    path: '/audit-events',
    summary: 'Lire le journal d’audit de tout le hub',
    query: ListEvenementsAudit,
    reply: pageOf(EvenementAudit),
    list: ({ query }, at) => selectEvents(at, query),
  }),
];
