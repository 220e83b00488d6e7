// The pages of the connexions to an ERP.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { ActionLigne, GenreImport } from '#contract/values.ts';
import { id, optional, shell, suite, words } from '../shell-route.tsx';

/** The lines of a reading: which part of them, which word, which page. */
const lignes = z.object({ action: optional(ActionLigne), q: words, suite });

const integrations = createRoute({
  getParentRoute: () => shell,
  path: '/integrations',
  component: lazyRouteComponent(
    () => import('../../features/integrations/connexions/integrations-page.tsx'),
    'IntegrationsPage',
  ),
});

const connecter = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/connecter',
  validateSearch: z.object({ erp: words }),
  component: lazyRouteComponent(() => import('../../features/integrations/connecter/connect-page.tsx'), 'ConnectPage'),
});

const connexionErp = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/$id',
  validateSearch: z.object({
    vue: optional(z.enum(['reglages', 'acces', 'champs'])),
    genre: optional(GenreImport),
    utiles: optional(z.enum(['non'])),
    suite,
  }),
  component: lazyRouteComponent(() => import('../../features/integrations/connexion/link-page.tsx'), 'LinkPage'),
});

const personnesErp = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/$id/personnes',
  validateSearch: z.object({ etat: optional(z.enum(['a_relier', 'reliees', 'ignorees', 'toutes'])), q: words, suite }),
  component: lazyRouteComponent(
    () => import('../../features/integrations/personnes/personnes-page.tsx'),
    'PersonnesErpPage',
  ),
});

const miseEnRoute = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/$id/mise-en-route',
  validateSearch: lignes,
  component: lazyRouteComponent(() => import('../../features/integrations/mise-en-route/setup-page.tsx'), 'SetupPage'),
});

const importErp = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/imports/$id',
  validateSearch: lignes,
  component: lazyRouteComponent(() => import('../../features/integrations/imports/import-page.tsx'), 'ImportPage'),
});

const conflits = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/conflits',
  validateSearch: z.object({ connexion: id, chantier: id, suite }),
  component: lazyRouteComponent(() => import('../../features/integrations/conflits/conflits-page.tsx'), 'ConflitsPage'),
});

export const erpRoutes = [
  integrations,
  connecter,
  connexionErp,
  personnesErp,
  miseEnRoute,
  importErp,
  conflits,
] as const;
