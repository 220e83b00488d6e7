import type { AnyRoute } from '#platform/http/route.ts';
import { envoisRoutes } from './envois.ts';
import { lignesRoutes } from './lignes.ts';

export const routes: AnyRoute[] = [...envoisRoutes, ...lignesRoutes];
