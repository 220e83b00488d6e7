// The pages of planning and absences.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { Semaine } from '#contract/temps.ts';
import { Jour } from '#contract/text.ts';
import { id, optional, shell, suite, words } from '../shell-route.tsx';

const planning = createRoute({
  getParentRoute: () => shell,
  path: '/planning',
  validateSearch: z.object({
    semaine: optional(Semaine),
    jour: optional(Jour),
    vue: optional(z.enum(['personnes', 'chantiers', 'moi'])),
    metier: words,
    q: words,
    libres: optional(z.literal('oui')),
    personne: id,
  }),
  component: lazyRouteComponent(() => import('../../features/planning/planning-page.tsx'), 'PlanningPage'),
});

const absences = createRoute({
  getParentRoute: () => shell,
  path: '/absences',
  validateSearch: z.object({
    periode: optional(z.enum(['passees', 'toutes'])),
    preciser: optional(z.literal('oui')),
    personne: id,
    absence: id,
    suite,
  }),
  component: lazyRouteComponent(() => import('../../features/planning/absences/absences-page.tsx'), 'AbsencesPage'),
});

export const planningRoutes = [planning, absences] as const;
