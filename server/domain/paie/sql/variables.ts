// Statements on variables_paie that people ask for; those of the rules are in calcul.ts.
import type { ListVariables, Rubrique, VariablePaie } from '#contract/paie.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt } from '#platform/http/route.ts';
import { type Order, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

const variableJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    v.id, v.version, v.personne_id, p.nom, p.prenom, p.matricule, v.jour, v.rubrique, r.libelle, r.unite, v.quantite, v.zone,
    v.chantier_id, v.origine, v.commentaire,
    ${instant(sql, sql`v.created_at`)} as created_at, ${instant(sql, sql`v.updated_at`)} as updated_at) f)`;
const FROM = (sql: Sql | Transaction): Fragment => sql`
  variables_paie v join personnes_au_travail p on p.id = v.personne_id join rubriques r on r.code = v.rubrique`;

const orders = (sql: Sql): Record<string, Order> => ({
  jour: { key: sql`v.jour`, type: 'date', direction: 'asc' },
  '-jour': { key: sql`v.jour`, type: 'date', direction: 'desc' },
  changed: { key: sql`v.changed_xid`, type: 'xid8', direction: 'asc' },
});

/** Administrateur and gestionnaire de paie read all of them, everybody else his own. */
export function listVariables({ sql, after }: ListAt, query: ListVariables): Fragment {
  const { personne_id, du, au, rubrique, updated_since, include_deleted } = query;
  return selectPage(sql, {
    item: variableJson(sql),
    from: FROM(sql),
    gone: include_deleted === 'true' ? goneSince(sql, updated_since) : null,
    id: sql`v.id`,
    where: sql`v.deleted_at is null and (acteur.voit_tout or v.personne_id = acteur.personne_id)
      ${personne_id ? sql`and v.personne_id = ${personne_id}` : sql``}
      ${du ? sql`and v.jour >= ${du}` : sql``} ${au ? sql`and v.jour <= ${au}` : sql``}
      ${rubrique ? sql`and v.rubrique = ${rubrique}` : sql``}
      ${updated_since ? sql`and v.updated_at >= ${updated_since}` : sql``}`,
    order: orders(sql)[query.sort]!,
    limit: query.limit,
    after,
  });
}

const goneSince = (sql: Sql, since: string | undefined): Fragment => sql`
  (select d.id, d.deleted_at, d.changed_xid from variables_paie d
   where d.deleted_at is not null and (acteur.voit_tout or d.personne_id = acteur.personne_id)
     ${since ? sql`and d.deleted_at >= ${since}` : sql``})`;

export async function getVariable(unit: Unit, id: string): Promise<VariablePaie> {
  const row = await one<{ variable: VariablePaie }>(
    unit.sql`select ${variableJson(unit.sql)} as variable from ${FROM(unit.sql)} where v.id = ${id}`,
  );
  return row.variable;
}

/** Whose it is; null when it is not there. His turn is to be taken before it is changed. */
export const findOwner = (unit: Unit, id: string) =>
  maybeOne<{ personne_id: string }>(
    unit.sql`select personne_id from variables_paie where id = ${id} and deleted_at is null`,
  );

/** Locked for a change. */
export async function takeVariable(unit: Unit, id: string): Promise<VariablePaie | null> {
  const row = await maybeOne(
    unit.sql`select id from variables_paie where id = ${id} and deleted_at is null for update`,
  );
  return row ? await getVariable(unit, id) : null;
}

export type Place = Pick<VariablePaie, 'personne_id' | 'jour' | 'rubrique' | 'chantier_id'> & { id: string };
export type Around = {
  rubrique: Pick<Rubrique, 'unite' | 'portee' | 'une_par_jour' | 'active'> | null;
  employe: boolean;
  chantier: boolean;
  closed: boolean;
  /** By hand, of that rubrique and day (and chantier, where it is told by the chantier). */
  others: number;
};

/** What decides whether it may stand there. `chantier`: one that whoever acts sees. */
export const readAround = (unit: Unit, { id, personne_id, jour, rubrique, chantier_id }: Place): Promise<Around> =>
  one<Around>(unit.sql`
    select (select json_build_object('unite', r.unite, 'portee', r.portee, 'une_par_jour', r.une_par_jour, 'active', r.active)
        from rubriques r where r.code = ${rubrique}) as rubrique,
      exists (select from personnes_au_travail p where p.id = ${personne_id} and p.type_personne = 'employe') as employe,
      exists (select from chantiers_visibles(${unit.actor.personne_id}, ${unit.actor.voit_tout}, ${unit.actor.chantiers}::uuid[]) c
        where c.id = ${chantier_id}::uuid) as chantier,
      jour_cloture(${jour}) as closed,
      (select count(*)::integer from variables_paie v join rubriques r on r.code = v.rubrique
        where v.personne_id = ${personne_id} and v.jour = ${jour} and v.rubrique = ${rubrique} and v.origine = 'main'
          and v.deleted_at is null and v.id <> ${id} and (r.portee = 'jour' or v.chantier_id = ${chantier_id}::uuid)) as others`);

export type Columns = Partial<Omit<VariablePaie, 'nom' | 'prenom' | 'matricule' | 'libelle' | 'unite' | 'version'>> & {
  saisie_par?: string | null;
  deleted_at?: string;
};
export const insertVariable = (unit: Unit, columns: Columns) =>
  unit.sql`insert into variables_paie ${unit.sql(columns as Record<string, never>)}`;
export const saveVariable = (unit: Unit, id: string, columns: Columns) =>
  unit.sql`update variables_paie set ${unit.sql(columns as Record<string, never>)} where id = ${id}`;

export const purgeVariables = (unit: Unit, before: string) =>
  unit.sql`delete from variables_paie where deleted_at < ${before}`;
