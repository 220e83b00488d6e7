import type { Feature } from '#platform/feature.ts';
import { feuillesRoutes } from './feuilles-routes.ts';
import { routes } from './routes.ts';
import { forgetWords, heldHours } from './sql/held.ts';

export const feature = (): Feature => ({
  name: 'heures',
  routes: [...routes, ...feuillesRoutes],
  holds: heldHours,
  forgets: forgetWords,
});
