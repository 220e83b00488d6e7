export { recomputeVariables, settleVariables } from './recompute-variables.ts';
export { recordRegularisations } from './record-regularisations.ts';
export { takePeriodesTurn } from './sql/calcul.ts';
export { reglagesAt } from './sql/reglages.ts';
