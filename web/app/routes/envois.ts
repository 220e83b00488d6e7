// The pages of what leaves for an ERP.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { Semaine } from '#contract/temps.ts';
import { StatutRun } from '#contract/values.ts';
import { id, optional, shell, suite, words } from '../shell-route.tsx';

const envois = createRoute({
  getParentRoute: () => shell,
  path: '/envois',
  validateSearch: z.object({
    vue: optional(z.enum(['lignes', 'envois', 'regularisations'])),
    montrer: optional(z.enum(['a_voir', 'pas_encore'])),
    connexion: id,
    semaine: optional(Semaine),
    personne: id,
    statut: optional(StatutRun),
    reportee: optional(z.enum(['oui', 'toutes'])),
    utiles: optional(z.enum(['non'])),
    q: words,
    ligne: id,
    suite,
  }),
  component: lazyRouteComponent(() => import('../../features/envois/envois-page.tsx'), 'EnvoisPage'),
});

const envoi = createRoute({
  getParentRoute: () => shell,
  path: '/envois/$id',
  validateSearch: z.object({
    etat: optional(z.enum(['sent', 'removed', 'unmapped', 'doubtful', 'refused', 'ignored', 'to_send'])),
    q: words,
    ligne: id,
    suite,
  }),
  component: lazyRouteComponent(() => import('../../features/envois/run/envoi-page.tsx'), 'EnvoiPage'),
});

export const envoisRoutes = [envois, envoi] as const;
