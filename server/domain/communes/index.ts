import { z } from 'zod';
import { Commune, SearchCommunes } from '#contract/chantier.ts';
import type { Feature } from '#platform/feature.ts';
import { route } from '#platform/http/route.ts';
import { readSearch } from './rules.ts';
import { searchCommunes } from './sql.ts';

export { loadCommunes } from './load-communes.ts';
export { findCommune } from './sql.ts';

const routes = [
  route({
    method: 'GET',
    path: '/communes',
    base: 'v1',
    access: { scope: 'chantiers:read' },
    tag: 'Chantiers',
    summary: 'Chercher une commune par son nom ou son code postal',
    query: SearchCommunes,
    reply: z.strictObject({ items: z.array(Commune).max(20) }),
    read: ({ query }, at) => searchCommunes(at, readSearch(query.q)),
  }),
];

export const feature = (): Feature => ({ name: 'communes', routes });
