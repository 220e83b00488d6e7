// Statements on erp_personnes that read for people, and those of one decision.
import type { ListPersonnesErp, PersonneErp } from '#contract/personne-erp.ts';
import { type Fragment, instant, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { jsonRows, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** Whom `e` resembles here and who is nobody yet over there, the surest likeness of each first. */
const propositions = (sql: Sql | Transaction): Fragment => sql`
  coalesce((select json_agg(json_build_object('personne_id', une.id, 'personne', une.nomme, 'par', une.par) order by une.rang, une.nomme, une.id)
    from (
      select distinct on (p.id) p.id, p.prenom || ' ' || p.nom as nomme, c.par, c.rang
      from personnes_reconnaissables p
      cross join lateral (values
        ('matricule', 1, p.matricule_plie = matricule_plie(e.matricule)),
        ('email', 2, p.email = e.email),
        ('nom', 3, p.nom_plie = nom_plie(e.nom, e.prenom))) c(par, rang, ressemble)
      where c.ressemble and not exists (select from erp_personnes r where r.link_id = e.link_id and r.personne_id = p.id)
      order by p.id, c.rang limit 5
    ) une), '[]')`;

/** The person `e` of an ERP as the contract writes it. */
const personneJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    e.id, e.version, e.link_id, e.external_id, e.nom, e.prenom, e.email, e.matricule, e.role, e.actif,
    ${instant(sql, sql`e.disparue_at`)} as disparue_at, e.personne_id,
    (select p.prenom || ' ' || p.nom from personnes_nommees p where p.id = e.personne_id) as personne,
    e.trouve_par, e.ignoree, e.note,
    case when e.personne_id is null and not e.ignoree then ${propositions(sql)} else '[]'::json end as propositions,
    ${instant(sql, sql`e.created_at`)} as created_at, ${instant(sql, sql`e.updated_at`)} as updated_at
  ) f)`;

const ETATS = (sql: Sql) => ({
  a_relier: sql`and e.personne_id is null and not e.ignoree and e.actif and e.disparue_at is null`,
  reliees: sql`and e.personne_id is not null`,
  ignorees: sql`and e.ignoree`,
});

/** By name. Only of connexions in use. */
export function listPersonnesErp({ sql, after }: ListAt, { link_id, etat, q, limit }: ListPersonnesErp): Fragment {
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return selectPage(sql, {
    item: personneJson(sql),
    from: sql`erp_personnes e`,
    id: sql`e.id`,
    where: sql`e.link_id = ${link_id} and exists (select from connexions c where c.id = e.link_id)
      ${etat ? ETATS(sql)[etat] : sql``}
      ${like ? sql`and (nom_plie(e.nom, e.prenom) like '%' || nom_plie(${q ?? ''}, null) || '%' or concat_ws(' ', e.prenom, e.nom, e.matricule, e.email) ilike ${like})` : sql``}`,
    order: { key: sql`(coalesce(e.nom, '') || e'\t' || coalesce(e.prenom, ''))`, type: 'text', direction: 'asc' },
    limit,
    after,
  });
}

export async function getPersonneErp(unit: Unit, id: string): Promise<PersonneErp> {
  const row = await one<{ personne: PersonneErp }>(
    unit.sql`select ${personneJson(unit.sql)} as personne from erp_personnes e where e.id = ${id}`,
  );
  return row.personne;
}

export type RowPersonneErp = Pick<
  PersonneErp,
  | 'id'
  | 'version'
  | 'link_id'
  | 'external_id'
  | 'nom'
  | 'prenom'
  | 'email'
  | 'matricule'
  | 'personne_id'
  | 'ignoree'
  | 'note'
> & { disparue: boolean; effacee: boolean };

const row = (sql: Sql | Transaction): Fragment => sql`
  e.id, e.version, e.link_id, e.external_id, e.nom, e.prenom, e.email, e.matricule, e.personne_id, e.ignoree, e.note,
  e.disparue_at is not null as disparue, e.effacee_at is not null as effacee`;

/** Locked for a decision, in one order for everybody; those of connexions in use. */
export const takePersonnesErp = (unit: Unit, ids: readonly string[]): Promise<RowPersonneErp[]> =>
  many<RowPersonneErp>(unit.sql`
    select ${row(unit.sql)} from erp_personnes e join connexions c on c.id = e.link_id
    where e.id = any(${[...ids]}::uuid[]) order by e.id for update of e`);

type Decision = Pick<RowPersonneErp, 'personne_id' | 'ignoree' | 'note'> & {
  trouve_par?: PersonneErp['trouve_par'];
};

/** What a person decided of one of them. Throws on erp_personnes_personne_key. */
export const saveDecision = (unit: Unit, id: string, decision: Decision) => unit.sql`
  update erp_personnes set ${unit.sql(decision as never)}, decidee_at = ${unit.now.toString()} where id = ${id}`;

/** Who of theirs this one of ours is already, on a connexion. */
export const findReliee = (unit: Unit, link_id: string, personne_id: string) =>
  maybeOne<{ id: string; external_id: string; nom: string | null; prenom: string | null }>(unit.sql`
    select id, external_id, nom, prenom from erp_personnes where link_id = ${link_id} and personne_id = ${personne_id}`);

export type Semblable = {
  id: string;
  personne_id: string;
  par: 'matricule' | 'email' | 'nom';
  prise: boolean;
};

/** Whom each of these resembles here, the surest first; `prise`: that one is somebody else over there already. One statement. */
export const findSemblables = (unit: Unit, ids: readonly string[]) =>
  many<Semblable>(unit.sql`
    select e.id, p.id as personne_id, c.par,
           exists (select from erp_personnes r where r.link_id = e.link_id and r.personne_id = p.id and r.id <> e.id) as prise
    from erp_personnes e join personnes_reconnaissables p on true
    cross join lateral (values
      ('matricule', 1, p.matricule_plie = matricule_plie(e.matricule)),
      ('email', 2, p.email = e.email),
      ('nom', 3, p.nom_plie = nom_plie(e.nom, e.prenom))) c(par, rang, ressemble)
    where e.id = any(${[...ids]}::uuid[]) and c.ressemble order by e.id, c.rang, p.id`);

/** What is held of a person as somebody of an ERP. */
export const heldMappings = ({ sql }: ReadAt, personne_id: string): Record<string, Fragment> => ({
  erp_personnes: jsonRows(
    sql,
    sql`select link_id, external_id, nom, prenom, email, matricule, role, actif, note, created_at from erp_personnes
        where personne_id = ${personne_id} order by created_at`,
  ),
});

/** The link stays: hours that are over there still point to it. No reading writes of him again. */
export const forgetPersonneErp = (unit: Unit, personne_id: string) => unit.sql`
  update erp_personnes set nom = null, prenom = null, email = null, matricule = null, role = null, note = null,
    effacee_at = ${unit.now.toString()}
  where personne_id = ${personne_id}`;
