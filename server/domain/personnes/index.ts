import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';

export { createFirstAdministrateur } from './create-first-administrateur.ts';
export { createPersonne } from './create-personne.ts';
export { contactOf, findByIdentifiant } from './find-by-identifiant.ts';
export { findPersonne, listAdministrateurs } from './sql.ts';
export { stateIdentite } from './state-identite.ts';

export const feature = (): Feature => ({ name: 'personnes', routes });
