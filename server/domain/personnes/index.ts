import type { Feature } from '#platform/feature.ts';
import type { PersonalData } from '#platform/rgpd/personal-data.ts';
import { makeRoutes } from './routes.ts';

export { createFirstAdministrateur } from './create-first-administrateur.ts';
export { createPersonne } from './create-personne.ts';
export { contactOf, findByIdentifiant } from './find-by-identifiant.ts';
export { findPersonne, findPersonnes, listAdministrateurs } from './sql/personnes.ts';
export { stateIdentite } from './state-identite.ts';

export const feature = (data: PersonalData): Feature => ({ name: 'personnes', routes: makeRoutes(data) });
