import type { Fragment } from '#platform/db/sql.ts';
import { maybeOne } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import type { Search } from './rules.ts';

export type CommuneRow = {
  code_insee: string;
  nom: string;
  departement: string;
  codes_postaux: string[];
  population: number;
  recherche: string;
};

export async function findEdition(unit: Unit): Promise<string | null> {
  const row = await maybeOne<{ edition: string }>(unit.sql`select edition from communes limit 1`);
  return row?.edition ?? null;
}

export async function replaceCommunes(unit: Unit, rows: CommuneRow[], edition: string): Promise<void> {
  await unit.sql`select pg_advisory_xact_lock(hashtext('communes'))`;
  if ((await findEdition(unit)) === edition) return; // another starter was faster
  await unit.sql`delete from communes`;
  await unit.sql`
    insert into communes (code_insee, nom, departement, codes_postaux, population, recherche, edition)
    select r.code_insee, r.nom, r.departement, r.codes_postaux, r.population, r.recherche, ${edition}
    from jsonb_to_recordset(${unit.sql.json(rows)})
      as r(code_insee text, nom text, departement text, codes_postaux text[], population integer, recherche text)`;
}

/** The name of a current commune, or null. */
export async function findCommune(unit: Unit, code_insee: string): Promise<string | null> {
  const row = await maybeOne<{ nom: string }>(unit.sql`select nom from communes where code_insee = ${code_insee}`);
  return row?.nom ?? null;
}

const matches = (sql: ReadAt['sql'], search: Search): Fragment => {
  if ('words' in search) return search.words === '' ? sql`false` : sql`recherche like ${`${search.words}%`}`;
  const { digits } = search;
  return sql`code_insee = ${digits} or exists (select 1 from unnest(codes_postaux) cp where cp like ${`${digits}%`})`;
};

/** By the beginning of the name, or by INSEE code or the beginning of a postcode; the larger town first. */
export const searchCommunes = ({ sql }: ReadAt, search: Search): Fragment => sql`
  select json_build_object('items', coalesce(json_agg(json_build_object(
           'code_insee', c.code_insee, 'nom', c.nom, 'departement', c.departement, 'codes_postaux', c.codes_postaux)), '[]'))::text as body,
         null::integer as version
  from (select * from communes where ${matches(sql, search)} order by population desc, code_insee limit 20) c`;
