import type { Rubrique, UpdateRubrique } from '#contract/paie.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { saveRubrique, takeRubrique } from './sql/rubriques.ts';

/** What is not in use any more can no longer be told by hand; what was told stays. */
export async function updateRubrique(
  unit: Unit,
  { code, version }: { code: string; version: number },
  input: UpdateRubrique,
): Promise<Rubrique> {
  const before = await takeRubrique(unit, code);
  if (!before) throw refused('rubrique.not_found');
  checkVersion(before, version);
  const names = Object.keys(input) as (keyof UpdateRubrique)[];
  const changed = names.filter(name => input[name] !== undefined && input[name] !== before[name]);
  if (changed.length === 0) return before;
  await saveRubrique(unit, code, Object.fromEntries(changed.map(name => [name, input[name]])));
  return (await takeRubrique(unit, code))!;
}
