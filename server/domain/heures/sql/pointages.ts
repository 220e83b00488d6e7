// The statements that read pointages, as the contract writes them.
import type { ListPointages, Pointage } from '#contract/pointage.ts';
import { type Fragment, instant, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { type Order, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** The pointage `p`. */
export const pointageJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    p.id, p.version, p.personne_id, n.nom, n.prenom, p.chantier_id, c.code as chantier_code, c.nom as chantier_nom, c.couleur, p.jour,
    to_char(p.jour, 'IYYY"-W"IW') as semaine, p.minutes, p.plages, p.panier, p.zone, p.commentaire, p.statut, p.revision, p.origine,
    p.affectation_id, p.saisi_par, ${instant(sql, sql`p.soumis_at`)} as soumis_at, ${instant(sql, sql`p.valide_at`)} as valide_at,
    p.valide_par, p.motif_rejet,
    case when p.valide_revision is not null and p.statut <> 'valide' then
      json_build_object('revision', p.valide_revision, 'minutes', p.valide_minutes, 'plages', p.valide_plages) end as valide,
    ${instant(sql, sql`p.created_at`)} as created_at, ${instant(sql, sql`p.updated_at`)} as updated_at
    from personnes_nommees n cross join chantiers_pointes c where n.id = p.personne_id and c.id = p.chantier_id
  ) f)`;

const visibles = (sql: Sql): Fragment =>
  sql`pointages_visibles(acteur.personne_id, acteur.role, acteur.voit_tout, acteur.chantiers)`;

const orders = (sql: Sql): Record<string, Order> => ({
  jour: { key: sql`p.jour`, type: 'date', direction: 'asc' },
  '-jour': { key: sql`p.jour`, type: 'date', direction: 'desc' },
  changed: { key: sql`p.changed_xid`, type: 'xid8', direction: 'asc' },
});

export function listPointages({ sql, after }: ListAt, query: ListPointages): Fragment {
  const { personne_id, chantier_id, du, au, statut, updated_since, include_deleted } = query;
  const gone = sql`pointages_disparus(acteur.personne_id, acteur.role, acteur.voit_tout, acteur.chantiers)`;
  return selectPage(sql, {
    item: pointageJson(sql),
    from: sql`${visibles(sql)} p`,
    id: sql`p.id`,
    where: sql`true
      ${updated_since ? sql`and p.updated_at >= ${updated_since}` : sql``}
      ${personne_id ? sql`and p.personne_id = ${personne_id}` : sql``}
      ${chantier_id ? sql`and p.chantier_id = ${chantier_id}` : sql``}
      ${du ? sql`and p.jour >= ${du}` : sql``} ${au ? sql`and p.jour <= ${au}` : sql``}
      ${statut ? sql`and p.statut = ${statut}` : sql``}`,
    order: orders(sql)[query.sort]!,
    limit: query.limit,
    after,
    gone:
      include_deleted !== 'true'
        ? null
        : updated_since
          ? sql`(select * from ${gone} g where g.deleted_at >= ${updated_since})`
          : gone,
  });
}

/** The last transaction that changed what a list shows: pointages, names of people and of chantiers, teams (they mark chantiers). */
export const lastChange = ({ sql }: ReadAt): Fragment => sql`
  select greatest((select changed_xid from pointages order by changed_xid desc limit 1),
    (select changed_xid from personnes_changes), (select changed_xid from chantiers_changes))`;

export const readPointage = ({ sql }: ReadAt, id: string): Fragment => sql`
  select ${pointageJson(sql)}::text as body, p.version from ${visibles(sql)} p where p.id = ${id}`;

/** As it stands in this transaction, whoever asks. */
export async function getPointage(unit: Unit, id: string): Promise<Pointage> {
  const row = await one<{ pointage: Pointage }>(
    unit.sql`select ${pointageJson(unit.sql)} as pointage from pointages p where p.id = ${id}`,
  );
  return row.pointage;
}
