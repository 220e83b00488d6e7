import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';

export { changeEquipe } from './change-equipe.ts';
export { changeStatut } from './change-statut.ts';
export { createChantier } from './create-chantier.ts';

export const feature = (): Feature => ({ name: 'chantiers', routes });
