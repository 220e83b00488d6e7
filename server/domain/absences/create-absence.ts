import type { Absence, CreateAbsence } from '#contract/absence.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { checkJours, checkPeriode } from './check-absence.ts';
import { factOf } from './rules.ts';
import { getAbsence, insertAbsence } from './sql.ts';
import { tellPaie } from './tell-paie.ts';

/** His own, or of somebody he leads. What stands in the planning stays there: who plans must see that somebody is missing. */
export async function createAbsence(unit: Unit, input: CreateAbsence): Promise<Absence> {
  await checkJours(unit, input, null);
  await checkPeriode(unit, [input]);
  const id = newId();
  await insertAbsence(unit, { ...input, id, saisie_par: unit.actor.personne_id });
  await tellPaie(unit, input.personne_id, [input]);
  await unit.publish('absence.created', factOf({ ...input, id }));
  return await getAbsence(unit, id);
}
