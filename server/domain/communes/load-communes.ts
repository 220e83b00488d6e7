// The list of communes lives in a table, not in memory: 35,000 rows that are read a few times a day.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { z } from 'zod';
import type { InUnit } from '#platform/unit.ts';
import { SYSTEM } from '#platform/unit.ts';
import { searchable } from './rules.ts';
import { findEdition, replaceCommunes } from './sql.ts';

const PACKAGE = '@etalab/decoupage-administratif';
const Row = z.object({
  code: z.string().regex(/^\d[\dAB]\d{3}$/),
  nom: z.string().max(100),
  departement: z.string().max(3).optional(),
  type: z.string(),
  codesPostaux: z.array(z.string().max(5)).default([]),
  population: z.number().default(0),
});

/** Fills the table when the package carries another edition than the one last loaded; otherwise one cheap read. */
export async function loadCommunes(inUnit: InUnit): Promise<number> {
  const require = createRequire(import.meta.url);
  const edition = z.object({ version: z.string() }).parse(require(`${PACKAGE}/package.json`)).version;
  if ((await inUnit(SYSTEM, findEdition)) === edition) return 0;
  const text = await readFile(require.resolve(`${PACKAGE}/data/communes.json`), 'utf8');
  const rows = z
    .array(Row)
    .parse(JSON.parse(text))
    .filter(row => row.type === 'commune-actuelle')
    .map(row => ({
      code_insee: row.code,
      nom: row.nom,
      departement: row.departement ?? row.code.slice(0, 2),
      codes_postaux: row.codesPostaux,
      population: row.population,
      recherche: searchable(row.nom),
    }));
  await inUnit(SYSTEM, unit => replaceCommunes(unit, rows, edition));
  return rows.length;
}
