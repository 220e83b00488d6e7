// The pages that prove: the rapprochement of a week, the chronologie of one datum.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { ObjetChronologie } from '#contract/chronologie.ts';
import { Semaine } from '#contract/temps.ts';
import { Jour } from '#contract/text.ts';
import { id, optional, shell, words } from '../shell-route.tsx';

const rapprochement = createRoute({
  getParentRoute: () => shell,
  path: '/rapprochement',
  validateSearch: z.object({
    connexion: id,
    semaine: optional(Semaine),
    ecarts: optional(z.literal('oui')),
    jour: optional(Jour),
    personne: id,
    /** Of somebody that the ERP alone knows. */
    externe: words,
  }),
  component: lazyRouteComponent(
    () => import('../../features/rapprochement/rapprochement-page.tsx'),
    'RapprochementPage',
  ),
});

const chronologie = createRoute({
  getParentRoute: () => shell,
  path: '/chronologie',
  validateSearch: z.object({ objet: optional(ObjetChronologie), id }),
  component: lazyRouteComponent(() => import('../../features/chronologie/chronologie-page.tsx'), 'ChronologiePage'),
});

export const rapprochementRoutes = [rapprochement, chronologie] as const;
