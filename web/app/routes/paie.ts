// The pages of pay.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { Mois } from '#contract/temps.ts';
import { id, optional, shell } from '../shell-route.tsx';

const paie = createRoute({
  getParentRoute: () => shell,
  path: '/paie',
  validateSearch: z.object({ mois: optional(Mois), personne: id }),
  component: lazyRouteComponent(() => import('../../features/paie/paie-page.tsx'), 'PaiePage'),
});

const reglagesPaie = createRoute({
  getParentRoute: () => shell,
  path: '/paie/reglages',
  validateSearch: z.object({ vue: optional(z.enum(['modifier'])) }),
  component: lazyRouteComponent(() => import('../../features/paie/reglages/reglages-page.tsx'), 'ReglagesPage'),
});

export const paieRoutes = [paie, reglagesPaie] as const;
