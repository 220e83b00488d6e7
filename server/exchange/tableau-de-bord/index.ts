// The first screen in one request. Reads other slices through their views and functions only.
import { TableauDeBord } from '#contract/tableau-de-bord.ts';
import type { Feature } from '#platform/feature.ts';
import { type ReadAt, route } from '#platform/http/route.ts';
import { type Base, readTableauDeBord } from './sql.ts';

export const feature = ({ base }: { base: Base }): Feature => ({
  name: 'tableau-de-bord',
  routes: [
    route({
      method: 'GET',
      path: '/tableau-de-bord',
      base: 'v1',
      access: 'account',
      tag: 'Exploitation',
      summary: 'Lire le tableau de bord',
      reply: TableauDeBord,
      read: (_input, at: ReadAt) => readTableauDeBord(at, base),
    }),
  ],
});
