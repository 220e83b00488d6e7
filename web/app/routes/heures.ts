// The pages of hours.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { Semaine } from '#contract/temps.ts';
import { Jour } from '#contract/text.ts';
import { StatutPointage } from '#contract/values.ts';
import { sessionQuery } from '../../lib/session.ts';
import { id, optional, shell, words } from '../shell-route.tsx';

const semaine = createRoute({
  getParentRoute: () => shell,
  path: '/heures',
  validateSearch: z.object({
    semaine: optional(Semaine),
    chantier: id,
    statut: optional(StatutPointage),
    metier: words,
    feuille: id,
  }),
  beforeLoad: async ({ context }) => {
    // Who reads his own hours alone has no week of others to look at.
    const { personne } = await context.queryClient.ensureQueryData(sessionQuery);
    if (personne.role === 'compagnon' && !personne.gestionnaire_paie) throw redirect({ to: '/heures/jour' });
  },
  component: lazyRouteComponent(() => import('../../features/heures/semaine/heures-page.tsx'), 'HeuresPage'),
});

const jour = createRoute({
  getParentRoute: () => shell,
  path: '/heures/jour',
  validateSearch: z.object({ jour: optional(Jour) }),
  component: lazyRouteComponent(() => import('../../features/heures/jour/jour-page.tsx'), 'JourPage'),
});

const equipe = createRoute({
  getParentRoute: () => shell,
  path: '/heures/equipe',
  validateSearch: z.object({ chantier: id, jour: optional(Jour) }),
  component: lazyRouteComponent(() => import('../../features/heures/equipe/equipe-page.tsx'), 'EquipePage'),
});

const feuille = createRoute({
  getParentRoute: () => shell,
  path: '/heures/$personne/$semaine',
  component: lazyRouteComponent(() => import('../../features/heures/feuille/feuille-page.tsx'), 'FeuillePage'),
});

export const heuresRoutes = [semaine, jour, equipe, feuille] as const;
