// Every page, its address and its typed filters. Pages are split: each is fetched when first visited.

import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { ListChantiers } from '#contract/chantier.ts';
import { StatutChantier } from '#contract/values.ts';
import { safeReturn, sessionQuery } from '../lib/session.ts';
import { WaitingPage } from '../ui/waiting.tsx';
import { queryClient, whenSessionExpires } from './query-client.ts';
import { Broken, BrokenAlone } from './root.tsx';
import { envoisRoutes } from './routes/envois.ts';
import { erpRoutes } from './routes/erp.ts';
import { heuresRoutes } from './routes/heures.ts';
import { paieRoutes } from './routes/paie.ts';
import { personnesRoutes } from './routes/personnes.ts';
import { planningRoutes } from './routes/planning.ts';
import { rapprochementRoutes } from './routes/rapprochement.ts';
import { id, optional, rootRoute, shell, suite, words } from './shell-route.tsx';

const connexion = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connexion',
  validateSearch: z.object({
    retour: optional(z.string().max(2000)),
    motif: optional(z.enum(['expiree', 'ancienne'])),
  }),
  beforeLoad: async ({ context, search }) => {
    if (search.motif) return;
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null);
    if (session) throw redirect({ href: safeReturn(search.retour) });
  },
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
  errorComponent: BrokenAlone,
});

const lien = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lien',
  component: lazyRouteComponent(() => import('../features/session/lien-page.tsx'), 'LienPage'),
  errorComponent: BrokenAlone,
});

const tableau = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../features/tableau-de-bord/tableau-page.tsx'), 'TableauPage'),
});

const chantiers = createRoute({
  getParentRoute: () => shell,
  path: '/chantiers',
  validateSearch: z.object({
    q: words,
    statut: optional(StatutChantier),
    sort: optional(ListChantiers.shape.sort.unwrap()),
    suite,
    chantier: id,
  }),
  component: lazyRouteComponent(() => import('../features/chantiers/chantiers-page.tsx'), 'ChantiersPage'),
});

const newChantier = createRoute({
  getParentRoute: () => shell,
  path: '/chantiers/nouveau',
  component: lazyRouteComponent(() => import('../features/chantiers/new-chantier-page.tsx'), 'NewChantierPage'),
});

const chantier = createRoute({
  getParentRoute: () => shell,
  path: '/chantiers/$id',
  validateSearch: z.object({ vue: optional(z.enum(['modifier', 'equipe'])) }),
  component: lazyRouteComponent(() => import('../features/chantiers/chantier-page.tsx'), 'ChantierPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('../features/api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
});

const compte = createRoute({
  getParentRoute: () => shell,
  path: '/compte',
  component: lazyRouteComponent(() => import('../features/compte/compte-page.tsx'), 'ComptePage'),
});

const travaux = createRoute({
  getParentRoute: () => shell,
  path: '/travaux-echoues',
  component: lazyRouteComponent(() => import('../features/travaux/travaux-page.tsx'), 'TravauxPage'),
});

const pages = [
  tableau,
  chantiers,
  newChantier,
  chantier,
  apiKeys,
  compte,
  travaux,
  ...personnesRoutes,
  ...planningRoutes,
  ...erpRoutes,
  ...envoisRoutes,
  ...rapprochementRoutes,
  ...heuresRoutes,
  ...paieRoutes,
] as const;

export const router = createRouter({
  routeTree: rootRoute.addChildren([connexion, lien, shell.addChildren(pages)]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  defaultPendingComponent: WaitingPage,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

whenSessionExpires(() => {
  const { href, pathname } = router.state.location;
  if (pathname === '/connexion') return;
  // Forgotten only once the page that shows it has gone.
  void router
    .navigate({ to: '/connexion', search: { retour: href, motif: 'expiree' } })
    .then(() => queryClient.removeQueries({ queryKey: sessionQuery.queryKey }));
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
