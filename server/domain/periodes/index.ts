import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';
import { renameInPhotos } from './sql/periodes.ts';

export { closePeriode } from './close-periode.ts';

export const feature = (): Feature => ({ name: 'periodes', routes, anonymises: renameInPhotos });
