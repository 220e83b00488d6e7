import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';

export { createChantier } from './create-chantier.ts';

export const feature = (): Feature => ({ name: 'chantiers', routes });
