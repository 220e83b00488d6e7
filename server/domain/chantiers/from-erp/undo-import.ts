import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { factOf } from '../rules.ts';
import { takeCodeTurn } from '../sql/chantiers.ts';
import { readChantiers, readCodes, updateChantiers } from '../sql/erp-page.ts';
import { isUndoable, type OfRun, removeSystem, takeSystem } from '../sql/erp-references.ts';
import { differing, valuesOf } from './rules.ts';

/**
 * Takes back a first import and what came after it: deletes (softly) the chantiers they made, gives those they joined their values back where nobody
 * has changed them since. How many they had made. Throws import.undo_refused when one of these has served since (SQL
 * `import_annulable(system)`).
 */
export async function undoImport(unit: Unit, system: string): Promise<number> {
  const rows = await takeSystem(unit, system);
  if (!(await isUndoable(unit, system))) throw refused('import.undo_refused');
  const made = rows.filter(row => row.made);
  const restored = await restore(
    unit,
    rows.filter(row => !row.made && !row.deleted),
  );
  await removeSystem(
    unit,
    system,
    made.map(row => row.chantier_id),
  );
  const there = await readChantiers(unit, [...restored.keys()]);
  const initial = true as const;
  await unit.publishAll([
    ...made
      .filter(row => !row.deleted)
      .map(({ chantier_id, code }) => ({ type: 'chantier.deleted', data: { chantier_id, code, initial } }) as const),
    ...[...restored].map(
      ([id, changed]) =>
        ({ type: 'chantier.updated', data: { chantier: factOf(there.get(id)!), changed, initial } }) as const,
    ),
  ]);
  return made.length;
}

/** Their values of before; their code too, unless another has it by now. Answers what differs, by chantier. */
async function restore(unit: Unit, joined: OfRun[]): Promise<Map<string, string[]>> {
  if (joined.length === 0) return new Map();
  await takeCodeTurn(unit);
  const asked = joined.flatMap(({ avant }) => (avant ? [avant.code] : []));
  const taken = new Set((await readCodes(unit, asked)).taken);
  const rows = joined.map(row => {
    const { avant, version, imported_version } = row;
    const source = avant && version === imported_version ? avant : row;
    return { ...valuesOf(source), id: row.chantier_id, code: taken.has(source.code) ? row.code : source.code };
  });
  await updateChantiers(unit, rows);
  return new Map(
    joined.map((row, i) => [
      row.chantier_id,
      [...differing({ ...row }, { ...rows[i]! }), ...(row.avant?.referenced ? [] : ['references'])],
    ]),
  );
}
