// Every statement on absences. The motif leaves by absenceJson alone, which asks who reads.
import type { Absence, ListAbsences } from '#contract/absence.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { jsonRows, type Order, selectPage } from '#platform/reads/statement.ts';
import type { Actor, Unit } from '#platform/unit.ts';
import type { Champs, Jours } from './rules.ts';

/** The absence `a` of the person `p`, as the contract writes it to `acteur`. */
const absenceJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    a.id, a.version, a.personne_id, p.nom, p.prenom, a.debut, a.fin, a.moment,
    case when l.lisible then a.motif end as motif, a.motif is null as a_preciser,
    case when l.lisible then a.commentaire end as commentaire,
    -- peutChanger (rules.ts), as the reader is to know it before he tries.
    (acteur.role = 'administrateur' or acteur.gestionnaire_paie
      or a.motif is null and a.saisie_par = acteur.personne_id) is true as modifiable,
    ${instant(sql, sql`a.created_at`)} as created_at, ${instant(sql, sql`a.updated_at`)} as updated_at
    from (select motif_lisible(a.personne_id, acteur.personne_id, acteur.role, acteur.gestionnaire_paie, acteur.scopes) as lisible) l
  ) f)`;

const visibles = (sql: Sql): Fragment => sql`
  absences_visibles(acteur.personne_id, acteur.role, acteur.voit_tout) a join personnes_nommees p on p.id = a.personne_id`;

/** As text that sorts like the days do: the index absences_ordre. */
const orders = (sql: Sql): Record<string, Order> => {
  const key = sql`lpad((a.debut - date '1900-01-01')::text, 6, '0')`;
  return {
    debut: { key, type: 'text', direction: 'asc' },
    '-debut': { key, type: 'text', direction: 'desc' },
    changed: { key: sql`a.changed_xid`, type: 'xid8', direction: 'asc' },
  };
};

export function listAbsences({ sql, after }: ListAt, query: ListAbsences): Fragment {
  const { personne_id, du, au, a_preciser, updated_since, include_deleted } = query;
  const gone = sql`absences_disparues(acteur.personne_id, acteur.role, acteur.voit_tout)`;
  const since = updated_since ? sql`(select * from ${gone} g where g.deleted_at >= ${updated_since})` : gone;
  return selectPage(sql, {
    item: absenceJson(sql),
    from: visibles(sql),
    gone: include_deleted === 'true' ? since : null,
    id: sql`a.id`,
    where: sql`true
      ${updated_since ? sql`and a.updated_at >= ${updated_since}` : sql``}
      ${personne_id ? sql`and a.personne_id = ${personne_id}` : sql``}
      ${du ? sql`and a.fin >= ${du}` : sql``}
      ${au ? sql`and a.debut <= ${au}` : sql``}
      ${a_preciser ? sql`and (a.motif is null) = ${a_preciser === 'true'}` : sql``}`,
    order: orders(sql)[query.sort]!,
    limit: query.limit,
    after,
  });
}

/** The ETag is of what this reader is shown. */
export const readAbsence = ({ sql }: ReadAt, id: string): Fragment => sql`
  select f.body, f.version || '-' || md5(f.body) as version
  from (select ${absenceJson(sql)}::text as body, a.version from ${visibles(sql)} where a.id = ${id}) f`;

/** As it stands in this transaction, with what this actor may read of it. */
export async function getAbsence({ sql, actor }: Unit, id: string): Promise<Absence> {
  const row = await one<{ absence: Absence }>(sql`
    select ${absenceJson(sql)} as absence from absences a join personnes_nommees p on p.id = a.personne_id
    cross join (select ${actor.personne_id}::uuid as personne_id, ${actor.role}::text as role,
      ${actor.gestionnaire_paie}::boolean as gestionnaire_paie, ${actor.scopes}::text[] as scopes) acteur
    where a.id = ${id}`);
  return row.absence;
}

export type Row = Champs & { id: string; version: number; personne_id: string; saisie_par: string | null };

/** Locked for a change, motif included; null outside of what this actor reads. */
export const takeAbsence = ({ sql, actor }: Unit, id: string) =>
  maybeOne<Row>(sql`
    select a.id, a.version, a.personne_id, a.debut, a.fin, a.moment, a.motif, a.commentaire, a.saisie_par from absences a
    where a.id = ${id} and a.id in (
      select v.id from absences_visibles(${actor.personne_id}, ${actor.role}, ${actor.voit_tout}) v)
    for update of a`);

/** Whether the person exists for whoever would say him absent; locked, so that his days stay as they are read. */
export async function lockPersonne({ sql, actor }: Unit, id: string): Promise<boolean> {
  const row = await maybeOne(sql`
    select p.id from personnes_au_travail p
    where p.id = ${id} and p.effacee_at is null and ${reach(sql, actor)} for no key update of p`);
  return row !== null;
}

function reach(sql: Transaction, { personne_id, role, voit_tout }: Actor): Fragment {
  if (voit_tout || role === 'conducteur') return sql`true`;
  const his = role === 'chef_chantier' ? sql`or p.id in (select e.personne_id from encadres(${personne_id}) e)` : sql``;
  return sql`(p.id = ${personne_id} ${his})`;
}

/** Whether he is absent already on one of these days, at that moment; the absence `sauf` apart. */
export async function isAbsent(
  { sql }: Unit,
  personne_id: string,
  { debut, fin, moment, sauf }: Jours & { moment: string; sauf: string | null },
): Promise<boolean> {
  const row = await one<{ yes: boolean }>(sql`
    select exists (
      select from absences a
      where a.personne_id = ${personne_id} and a.deleted_at is null and a.debut <= ${fin} and a.fin >= ${debut}
        and (a.moment = 'journee' or ${moment} in ('journee', a.moment)) and a.id is distinct from ${sauf}::uuid) as yes`);
  return row.yes;
}

/** Whether one of these days lies in a closed pay period. */
export async function isClosed({ sql }: Unit, periodes: readonly Jours[]): Promise<boolean> {
  const row = await one<{ yes: boolean }>(sql`
    select exists (
      select from jsonb_to_recordset(${sql.json([...periodes])}) as p(debut date, fin date)
      cross join lateral generate_series(date_trunc('month', p.debut), p.fin, interval '1 month') as m(mois)
      where jour_cloture(m.mois::date)) as yes`);
  return row.yes;
}

export type Columns = Partial<Omit<Row, 'version'>> & { deleted_at?: string };
export const insertAbsence = ({ sql }: Unit, columns: Columns) => sql`insert into absences ${sql(columns as never)}`;
export const saveAbsence = ({ sql }: Unit, id: string, columns: Columns) =>
  sql`update absences set ${sql(columns as never)} where id = ${id}`;

/** Deleted ones too: they are still held. */
export const heldAbsences = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  absences: jsonRows(
    sql,
    sql`select a.id, a.debut, a.fin, a.moment, a.motif, a.commentaire, a.created_at, a.updated_at, a.deleted_at
        from absences a where a.personne_id = ${id} order by a.debut, a.id`,
  ),
});

/** Days and motifs count for pay and are kept as long as it; what was written of them is not. */
export const forgetCommentaires = async ({ sql }: Unit, personne_id: string): Promise<void> => {
  await sql`update absences set commentaire = null where personne_id = ${personne_id} and commentaire is not null`;
};

/** His days away stay, under the id that takes his place. */
export const renameAbsences = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  await sql`
    update absences t set personne_id = n.nouveau from jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid)
    where t.personne_id = n.ancien`;
};
