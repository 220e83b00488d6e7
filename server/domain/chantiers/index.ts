import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { type InUnit, SYSTEM } from '#platform/unit.ts';
import { purgeJob, purgeSorties } from './purge-sorties.ts';
import { routes } from './routes.ts';
import { heldTeams, leaveTeams } from './sql/held.ts';

export { changeEquipe } from './change-equipe.ts';
export { changeStatut } from './change-statut.ts';
export { createChantier } from './create-chantier.ts';
export { applyStatut } from './from-erp/apply-statut.ts';
export { markGone, markHidden } from './from-erp/mark-absent.ts';
export { takeOtherSide } from './from-erp/take-other-side.ts';
export type { ErpSource, Marked, Outcome } from './from-erp/types.ts';
export { undoImport } from './from-erp/undo-import.ts';
export { planChantiers, upsertChantiers } from './from-erp/upsert-chantiers.ts';
export { holdFields } from './sql/erp-conflits.ts';
/** What an ERP holds: how many are present; and, when its connexion is retired, all of it becomes ours again. */
export { countPresent, releaseSystem as releaseReferences } from './sql/erp-references.ts';

export const feature = ({ inUnit }: { inUnit: InUnit }): Feature => ({
  name: 'chantiers',
  routes,
  holds: heldTeams,
  forgets: leaveTeams,
  jobs: [on(purgeJob, () => inUnit(SYSTEM, purgeSorties))],
  recurring: [{ job: purgeJob, cron: '50 3 * * *', payload: {} }],
});
