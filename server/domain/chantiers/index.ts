import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';

export { changeEquipe } from './change-equipe.ts';
export { changeStatut } from './change-statut.ts';
export { createChantier } from './create-chantier.ts';
export { applyStatut } from './from-erp/apply-statut.ts';
export { countPresent, markGone, markHidden } from './from-erp/mark-absent.ts';
export { releaseReferences, undoImport } from './from-erp/release-references.ts';
export type { ErpSource, Marked, Outcome } from './from-erp/types.ts';
export { planChantiers, upsertChantiers } from './from-erp/upsert-chantiers.ts';

export const feature = (): Feature => ({ name: 'chantiers', routes });
