// Every page, its address and its typed filters. Pages are split: each is fetched when first visited.

import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { ListChantiers } from '#contract/chantier.ts';
import { ListPersonnes } from '#contract/personne.ts';
import { Mois } from '#contract/temps.ts';
import { ActionLigne, GenreImport, Role, StatutChantier, TypePersonne } from '#contract/values.ts';
import { isProblem } from '../lib/api.ts';
import { safeReturn, sessionQuery } from '../lib/session.ts';
import { WaitingPage } from '../ui/waiting.tsx';
import { Shell } from './layout.tsx';
import { queryClient, whenSessionExpires } from './query-client.ts';
import { Broken, BrokenAlone, NotFound, Root } from './root.tsx';

/** Addresses are typed by hand, cut by mailers, kept for years: what cannot be read is as if it were absent. */
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** The router reads `?q=2026` as a number. */
const words = optional(z.union([z.string(), z.number().transform(String)]).pipe(z.string().max(100)));
const suite = optional(z.string().max(20_000));
const id = optional(z.uuid());

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: BrokenAlone,
});

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

const shell = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    await context.queryClient.ensureQueryData(sessionQuery).catch((error: unknown) => {
      if (!isProblem(error) || error.status !== 401) throw error;
      const retour = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/connexion', search: { retour } });
    });
  },
  component: Shell,
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

const personnes = createRoute({
  getParentRoute: () => shell,
  path: '/personnes',
  validateSearch: z.object({
    q: words,
    role: optional(Role),
    type: optional(TypePersonne),
    metier: words,
    active: optional(z.enum(['oui', 'non', 'toutes'])),
    sort: optional(ListPersonnes.shape.sort.unwrap()),
    suite,
    personne: id,
  }),
  component: lazyRouteComponent(() => import('../features/personnes/personnes-page.tsx'), 'PersonnesPage'),
});

const importPersonnes = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/importer',
  component: lazyRouteComponent(() => import('../features/personnes/import/import-page.tsx'), 'ImportPage'),
});

const invitePersonnes = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/inviter',
  component: lazyRouteComponent(() => import('../features/personnes/invitations/invite-page.tsx'), 'InvitePage'),
});

const newPersonne = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/nouvelle',
  component: lazyRouteComponent(() => import('../features/personnes/new-personne-page.tsx'), 'NewPersonnePage'),
});

const personne = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/$id',
  validateSearch: z.object({ vue: optional(z.enum(['modifier'])) }),
  component: lazyRouteComponent(() => import('../features/personnes/personne-page.tsx'), 'PersonnePage'),
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

/** The lines of a reading: which part of them, which word, which page. */
const lignes = z.object({ action: optional(ActionLigne), q: words, suite });

const integrations = createRoute({
  getParentRoute: () => shell,
  path: '/integrations',
  component: lazyRouteComponent(
    () => import('../features/integrations/connexions/integrations-page.tsx'),
    'IntegrationsPage',
  ),
});

const connecter = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/connecter',
  validateSearch: z.object({ erp: words }),
  component: lazyRouteComponent(() => import('../features/integrations/connecter/connect-page.tsx'), 'ConnectPage'),
});

const connexionErp = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/$id',
  validateSearch: z.object({
    vue: optional(z.enum(['reglages', 'acces'])),
    genre: optional(GenreImport),
    utiles: optional(z.enum(['non'])),
    suite,
  }),
  component: lazyRouteComponent(() => import('../features/integrations/connexion/link-page.tsx'), 'LinkPage'),
});

const miseEnRoute = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/$id/mise-en-route',
  validateSearch: lignes,
  component: lazyRouteComponent(() => import('../features/integrations/mise-en-route/setup-page.tsx'), 'SetupPage'),
});

const importErp = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/imports/$id',
  validateSearch: lignes,
  component: lazyRouteComponent(() => import('../features/integrations/imports/import-page.tsx'), 'ImportPage'),
});

const travaux = createRoute({
  getParentRoute: () => shell,
  path: '/travaux-echoues',
  component: lazyRouteComponent(() => import('../features/travaux/travaux-page.tsx'), 'TravauxPage'),
});

const paie = createRoute({
  getParentRoute: () => shell,
  path: '/paie',
  validateSearch: z.object({ mois: optional(Mois), personne: id }),
  component: lazyRouteComponent(() => import('../features/paie/paie-page.tsx'), 'PaiePage'),
});

const reglagesPaie = createRoute({
  getParentRoute: () => shell,
  path: '/paie/reglages',
  validateSearch: z.object({ vue: optional(z.enum(['modifier'])) }),
  component: lazyRouteComponent(() => import('../features/paie/reglages/reglages-page.tsx'), 'ReglagesPage'),
});

const pages = [
  tableau,
  chantiers,
  newChantier,
  chantier,
  personnes,
  newPersonne,
  importPersonnes,
  invitePersonnes,
  personne,
  apiKeys,
  compte,
  integrations,
  connecter,
  connexionErp,
  miseEnRoute,
  importErp,
  travaux,
  paie,
  reglagesPaie,
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
