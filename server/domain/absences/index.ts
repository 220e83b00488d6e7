import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';
import { forgetCommentaires, heldAbsences, renameAbsences } from './sql.ts';

export { createAbsence } from './create-absence.ts';

export const feature = (): Feature => ({
  name: 'absences',
  routes,
  holds: heldAbsences,
  forgets: forgetCommentaires,
  anonymises: renameAbsences,
});
