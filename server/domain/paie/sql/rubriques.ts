// Every statement on rubriques.
import type { Rubrique, UpdateRubrique } from '#contract/paie.ts';
import { type Fragment, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';

const rubriqueJson = (sql: Sql | Transaction): Fragment => sql`
  json_build_object('code', r.code, 'version', r.version, 'libelle', r.libelle, 'groupe', r.groupe, 'unite', r.unite,
    'portee', r.portee, 'une_par_jour', r.une_par_jour, 'automatique', r.automatique, 'active', r.active, 'code_paie', r.code_paie)`;

/** The catalogue is short: in one reply, in its own order. */
export const readRubriques = ({ sql }: ReadAt): Fragment => sql`
  select json_build_object('items', json_agg(${rubriqueJson(sql)} order by r.rang))::text as body,
    encode(sha256(convert_to(string_agg(r.code || r.version, ',' order by r.rang), 'UTF8')), 'hex') as version
  from rubriques r`;

/** Locked for a change. */
export async function takeRubrique(unit: Unit, code: string): Promise<Rubrique | null> {
  const row = await maybeOne<{ rubrique: Rubrique }>(
    unit.sql`select ${rubriqueJson(unit.sql)} as rubrique from rubriques r where r.code = ${code} for update`,
  );
  return row?.rubrique ?? null;
}

export async function saveRubrique(unit: Unit, code: string, columns: UpdateRubrique): Promise<void> {
  await unit.sql`update rubriques set ${unit.sql(columns as Record<string, never>)} where code = ${code}`;
}
