// Background work that failed for good: seen, asked for again, or ignored.
import { ById } from '#contract/page.ts';
import { ListTravauxEchoues } from '#contract/travail.ts';
import type { Feature } from '#platform/feature.ts';
import { type ReadAt, route } from '#platform/http/route.ts';
import { selectDeadLetters } from '#platform/jobs/dead-letters.ts';
import { ignoreTravail } from './ignore-travail.ts';
import { ERREURS, LIBELLES } from './messages.ts';
import { retryTravail } from './retry-travail.ts';

const shared = { base: 'v1', tag: 'Exploitation', access: 'account', roles: ['administrateur'] } as const;

const routes = [
  route({
    ...shared,
    method: 'GET',
    path: '/travaux-echoues',
    summary: 'Lister les travaux échoués',
    reply: ListTravauxEchoues,
    read: (_input, { sql }: ReadAt) => selectDeadLetters(sql, { labels: LIBELLES, messages: ERREURS }),
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/travaux-echoues/:id/relance',
    summary: 'Relancer un travail échoué',
    params: ById,
    errors: ['travail.not_found', 'travail.retired'],
    handle: (unit, { params }) => retryTravail(unit, params.id),
  }),
  route({
    ...shared,
    method: 'DELETE',
    path: '/travaux-echoues/:id',
    summary: 'Ignorer un travail échoué',
    params: ById,
    errors: ['travail.not_found'],
    handle: (unit, { params }) => ignoreTravail(unit, params.id),
  }),
];

export const feature = (): Feature => ({ name: 'travaux', routes });
