import type { UpdateVariable, VariablePaie } from '#contract/paie.ts';
import type { Unit } from '#platform/unit.ts';
import { checkPlace, factOf, followByRules, type Target, takeForChange } from './check-variable.ts';
import { getVariable, saveVariable } from './sql/variables.ts';

/** One that the rules wrote becomes the person's: they leave it alone from then on. */
export async function updateVariable(unit: Unit, target: Target, input: UpdateVariable): Promise<VariablePaie> {
  const before = await takeForChange(unit, target);
  const names = Object.keys(input) as (keyof UpdateVariable)[];
  const changed = names.filter(name => input[name] !== undefined && input[name] !== before[name]);
  if (changed.length === 0) return before;
  const change = Object.fromEntries(changed.map(name => [name, input[name]])) as UpdateVariable;
  await checkPlace(unit, { ...before, ...change });
  await saveVariable(unit, before.id, { ...change, origine: 'main', saisie_par: unit.actor.personne_id });
  await followByRules(unit, before);
  const variable = await getVariable(unit, before.id);
  await unit.publish('variable_paie.updated', factOf(variable));
  return variable;
}
