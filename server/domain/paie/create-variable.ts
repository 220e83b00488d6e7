import type { CreateVariable, VariablePaie } from '#contract/paie.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { checkPlace, factOf, followByRules } from './check-variable.ts';
import { takePersonnesTurn } from './sql/calcul.ts';
import { getVariable, insertVariable } from './sql/variables.ts';

export async function createVariable(unit: Unit, input: CreateVariable): Promise<VariablePaie> {
  const id = newId();
  await takePersonnesTurn(unit, [input.personne_id]);
  await checkPlace(unit, { ...input, id });
  const now = unit.now.toString();
  const saisie_par = unit.actor.personne_id;
  await insertVariable(unit, { ...input, id, origine: 'main', saisie_par, created_at: now, updated_at: now });
  await followByRules(unit, input);
  const variable = await getVariable(unit, id);
  await unit.publish('variable_paie.created', factOf(variable));
  return variable;
}
