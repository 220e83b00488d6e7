// What every page hangs on: the root, the shell of a signed-in person, and how addresses are read.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { isProblem } from '../lib/api.ts';
import { sessionQuery } from '../lib/session.ts';
import { Shell } from './layout.tsx';
import { BrokenAlone, NotFound, Root } from './root.tsx';

/** Addresses are typed by hand, cut by mailers, kept for years: what cannot be read is as if it were absent. */
export const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** The router reads `?q=2026` as a number. */
export const words = optional(z.union([z.string(), z.number().transform(String)]).pipe(z.string().max(100)));
export const suite = optional(z.string().max(20_000));
export const id = optional(z.uuid());

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: BrokenAlone,
});

export const shell = createRoute({
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
