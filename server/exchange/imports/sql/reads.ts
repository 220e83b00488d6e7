// Imports as the contract writes them.
import type { Import, ListImports, ListLignes } from '#contract/import.ts';
import { type Fragment, instant, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** The run `r` of the connexion `c`. */
const importJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    r.id, r.version, r.link_id, c.nom as link_nom, c.kind_nom, c.simulateur, r.genre, r.statut, r.demande,
    (select p.prenom || ' ' || p.nom from personnes_nommees p where p.id = r.demande_par) as demande_par, r.annonces, r.pages,
    json_build_object('read', r.read, 'created', r.created, 'updated', r.updated, 'linked', r.linked, 'unchanged', r.unchanged,
      'skipped', r.skipped, 'set_aside', r.set_aside, 'to_map', r.to_map, 'hidden', r.hidden, 'gone', r.gone) as compte,
    r.essais, ${instant(sql, sql`r.prochain_essai_at`)} as prochain_essai_at, r.probleme, r.question,
    (r.genre = 'initial' and r.annule_at is null and r.statut in ('cancelled', 'succeeded', 'partial', 'failed')
      and import_annulable(c.system)) as annulable,
    ${instant(sql, sql`r.annule_at`)} as annule_at, ${instant(sql, sql`r.created_at`)} as created_at,
    ${instant(sql, sql`r.started_at`)} as started_at, ${instant(sql, sql`r.finished_at`)} as finished_at,
    ${instant(sql, sql`r.updated_at`)} as updated_at
  ) f)`;

const runs = (sql: Sql | Transaction): Fragment => sql`import_runs r join connexions c on c.id = r.link_id`;

export const readImport = ({ sql }: ReadAt, id: string): Fragment => sql`
  select ${importJson(sql)}::text as body, r.version from ${runs(sql)} where r.id = ${id}`;

/** As it stands in this transaction; null when it does not exist. */
export async function findImport(unit: Unit, id: string): Promise<Import | null> {
  const { sql } = unit;
  const row = await maybeOne<{ import: Import }>(
    sql`select ${importJson(sql)} as import from ${runs(sql)} where r.id = ${id}`,
  );
  return row?.import ?? null;
}

/** The latest first. */
export function listImports({ sql, after }: ListAt, { link_id, genre, utiles, limit }: ListImports): Fragment {
  return selectPage(sql, {
    item: importJson(sql),
    from: runs(sql),
    id: sql`r.id`,
    where: sql`true
      ${link_id ? sql`and r.link_id = ${link_id}` : sql``}
      ${genre ? sql`and r.genre = ${genre}` : sql``}
      ${
        utiles === 'oui'
          ? sql`and (r.statut <> 'succeeded' or r.demande = 'manuelle' or r.genre in ('apercu', 'initial')
              or r.created + r.updated + r.linked + r.hidden + r.gone > 0)`
          : sql``
      }`,
    order: {
      key: sql`to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`,
      type: 'text',
      direction: 'desc',
    },
    limit,
    after,
  });
}

/**
 * Lines kept, and the facts that the run made true: what it created or changed stands in their history already, unless a
 * line says more of it.
 */
const lines = (sql: Sql, run_id: string): Fragment => sql`(
  select id, external_id, libelle, chantier_id, chantier_code, action, raison, to_json(champs) as champs, at
  from import_lines where run_id = ${run_id}
  union all
  select min(e.id::text)::uuid, max(e.external_id), max(coalesce(e.nom, e.code, '')), e.chantier_id, max(e.code), e.action, null,
         coalesce(json_agg(distinct champ) filter (where champ is not null), '[]'), e.at
  from (
    select v.*, case v.type when 'chantier.created' then 'created' else 'updated' end as action,
           case v.type when 'chantier.updated' then v.changed when 'chantier.statut_changed' then '["statut"]' else '[]' end as champs,
           (select ref ->> 'external_id' from jsonb_array_elements(v.refs) ref where ref ->> 'system' = c.system) as external_id
    from evenements_import v join import_runs r on r.id = v.run_id join connexions c on c.id = r.link_id
    where v.run_id = ${run_id} and v.type in ('chantier.created', 'chantier.updated', 'chantier.statut_changed')
  ) e left join lateral jsonb_array_elements_text(e.champs) champ on true
  where not exists (
    select from import_lines k
    where k.run_id = ${run_id} and k.chantier_id = e.chantier_id and k.action in ('created', 'updated', 'linked'))
  group by e.chantier_id, e.action, e.at) l`;

/** In the order of the reading. */
export function listLignes({ sql, after }: ListAt, run_id: string, { action, q, limit }: ListLignes): Fragment {
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return selectPage(sql, {
    item: sql`json_build_object('id', l.id, 'external_id', l.external_id, 'libelle', left(l.libelle, 300), 'chantier_id', l.chantier_id,
      'chantier_code', l.chantier_code, 'action', l.action, 'raison', l.raison, 'champs', l.champs, 'at', ${instant(sql, sql`l.at`)})`,
    from: lines(sql, run_id),
    id: sql`l.id`,
    where: sql`true
      ${action ? sql`and l.action = ${action}` : sql``}
      ${like ? sql`and (l.libelle ilike ${like} or l.external_id ilike ${like} or l.chantier_code ilike ${like})` : sql``}`,
    order: { key: sql`l.id::text`, type: 'text', direction: 'asc' },
    limit,
    after,
  });
}
