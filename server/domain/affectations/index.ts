import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { type InUnit, SYSTEM } from '#platform/unit.ts';
import { cancelAfterChantiers, cancelAfterPersonnes } from './cancel-after.ts';
import { purgeJob, purgeSorties } from './purge-sorties.ts';
import { routes } from './routes.ts';
import { forgetNotes, heldAffectations, renameAffectations } from './sql/held.ts';

export { applyLot } from './apply-lot.ts';

export const feature = ({ inUnit }: { inUnit: InUnit }): Feature => ({
  name: 'affectations',
  routes,
  holds: heldAffectations,
  forgets: forgetNotes,
  anonymises: renameAffectations,
  jobs: [on(purgeJob, () => inUnit(SYSTEM, purgeSorties))],
  recurring: [{ job: purgeJob, cron: '55 3 * * *', payload: {} }],
  listens: {
    'chantier.statut_changed': cancelAfterChantiers,
    'chantier.deleted': cancelAfterChantiers,
    'personne.deactivated': cancelAfterPersonnes,
    'personne.erased': cancelAfterPersonnes,
    'personne.updated': cancelAfterPersonnes,
  },
});
