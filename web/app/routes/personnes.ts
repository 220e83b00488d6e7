// The pages of people.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { ListPersonnes } from '#contract/personne.ts';
import { Role, TypePersonne } from '#contract/values.ts';
import { id, optional, shell, suite, words } from '../shell-route.tsx';

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
  component: lazyRouteComponent(() => import('../../features/personnes/personnes-page.tsx'), 'PersonnesPage'),
});

const importPersonnes = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/importer',
  component: lazyRouteComponent(() => import('../../features/personnes/import/import-page.tsx'), 'ImportPage'),
});

const invitePersonnes = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/inviter',
  component: lazyRouteComponent(() => import('../../features/personnes/invitations/invite-page.tsx'), 'InvitePage'),
});

const newPersonne = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/nouvelle',
  component: lazyRouteComponent(() => import('../../features/personnes/new-personne-page.tsx'), 'NewPersonnePage'),
});

const personne = createRoute({
  getParentRoute: () => shell,
  path: '/personnes/$id',
  validateSearch: z.object({ vue: optional(z.enum(['modifier'])) }),
  component: lazyRouteComponent(() => import('../../features/personnes/personne-page.tsx'), 'PersonnePage'),
});

export const personnesRoutes = [personnes, importPersonnes, invitePersonnes, newPersonne, personne] as const;
