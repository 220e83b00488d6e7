import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import type { PersonalData } from '#platform/rgpd/personal-data.ts';
import type { InUnit } from '#platform/unit.ts';
import { anonymiseJob, anonymiseOld } from './rgpd/anonymise-personnes.ts';
import { makeRoutes } from './routes.ts';
import { heldConservations } from './sql/conservation.ts';

export { createFirstAdministrateur } from './create-first-administrateur.ts';
export { createPersonne } from './create-personne.ts';
export { contactOf, findByIdentifiant } from './find-by-identifiant.ts';
export { findPersonne, findPersonnes, listAdministrateurs } from './sql/personnes.ts';
export { stateIdentite } from './state-identite.ts';

type Deps = { inUnit: InUnit; pay_retention_years: number };

export const feature = (data: PersonalData, { inUnit, pay_retention_years: annees }: Deps): Feature => ({
  name: 'personnes',
  routes: makeRoutes(data),
  holds: heldConservations,
  jobs: [on(anonymiseJob, (_, signal) => anonymiseOld({ inUnit, annees, data }, signal))],
  recurring: [{ job: anonymiseJob, cron: '35 4 * * *', payload: {} }],
});
