// Many people at once: whom the lines of a file change, and whom they resemble.
import type { Personne, ResultatLotPersonnes } from '#contract/personne.ts';
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import { foldedSql, personneJson } from './personnes.ts';

/** Locked for a change, in one order for everybody; who is unknown or erased is not among them. */
export async function takePersonnes(unit: Unit, ids: readonly string[]): Promise<Map<string, Personne>> {
  if (ids.length === 0) return new Map();
  const { sql } = unit;
  await sql`select id from personnes where id = any(${[...ids]}::uuid[]) order by id for no key update`;
  const rows = await many<{ personne: Personne }>(sql`
    select ${personneJson(sql)} as personne from personnes p where p.id = any(${[...ids]}::uuid[]) and p.effacee_at is null`);
  return new Map(rows.map(({ personne }) => [personne.id, personne]));
}

/** What a line is recognised by, as it is kept; `noms` in both orders, folded. */
export type Look = {
  n: number;
  personne_id: string | null;
  matricule: string | null;
  email: string | null;
  telephone: string | null;
  noms: string[];
};
export type Doublon = ResultatLotPersonnes['items'][number]['doublons'][number];

/** Whom each line resembles, the person it changes apart; the surest likeness of each first. One statement for all lines. */
export async function findDoublons(unit: Unit, looks: readonly Look[]): Promise<(Doublon & { n: number })[]> {
  const { sql } = unit;
  return await many(sql`
    with lignes as materialized (
      select * from jsonb_to_recordset(${sql.json(looks as never)})
        as l(n integer, personne_id uuid, matricule text, email text, telephone text, noms jsonb)
    ), gens as materialized (
      select p.id, p.nom, p.prenom, p.matricule, p.email, p.telephone, ${foldedSql(sql, sql`p.nom || ' ' || p.prenom`)} as noms
      from personnes p where p.effacee_at is null
    ), ressemblances as (
      select l.n, g.id, 1 as force, 'matricule' as par from lignes l join gens g on g.matricule = l.matricule
      union all select l.n, g.id, 2, 'email' from lignes l join gens g on g.email = l.email
      union all select l.n, g.id, 3, 'telephone' from lignes l join gens g on g.telephone = l.telephone
      union all select l.n, g.id, 4, 'nom' from lignes l cross join lateral jsonb_array_elements_text(l.noms) m(noms)
        join gens g on g.noms = m.noms
    ), une as (
      select distinct on (r.n, r.id) r.n, r.id, r.force, r.par from ressemblances r order by r.n, r.id, r.force
    )
    select u.n, g.id as personne_id, g.nom, g.prenom, u.par
    from une u join gens g on g.id = u.id join lignes l on l.n = u.n
    where l.personne_id is distinct from g.id order by u.n, u.force, g.nom, g.id`);
}
