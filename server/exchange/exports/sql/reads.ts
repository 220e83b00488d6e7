// Envois, lines and corrections as the contract writes them; each caller sees what he may (export_lisible).
import type {
  Envoi,
  LigneEnvoi,
  ListEnvois,
  ListLignesEnvoi,
  ListRegularisationsErp,
  RegularisationErp,
} from '#contract/export.ts';
import { type Fragment, instant, many, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';
import { compte } from './envoi.ts';

type At = Sql | Transaction;

const named = (sql: At, id: Fragment): Fragment =>
  sql`(select p.prenom || ' ' || p.nom from personnes_nommees p where p.id = ${id})`;
const chantier = (sql: At, id: Fragment): Fragment =>
  sql`(select left(c.code || ' – ' || c.nom, 310) from chantiers_situes c where c.id = ${id})`;
const note = (sql: At, prefix: { at: Fragment; par: Fragment; note: Fragment }): Fragment => sql`
  case when ${prefix.at} is not null then json_build_object('at', ${instant(sql, prefix.at)}, 'par', ${named(sql, prefix.par)},
    'note', ${prefix.note}) end`;
const raison = (sql: At, code: Fragment, phrase: Fragment): Fragment =>
  sql`case when ${code} is not null then json_build_object('code', ${code}, 'phrase', coalesce(${phrase}, '')) end`;

/** Of a request: who asks. Of a unit: whoever may do it has seen it. */
const ASKS = (sql: Sql) => ({
  tout: sql`acteur.voit_tout`,
  voit: (id: Fragment) => sql`export_lisible(acteur.personne_id, acteur.role, acteur.voit_tout, ${id})`,
});
const SEES = (sql: Transaction, { voit_tout, personne_id, role }: Unit['actor']) => ({
  tout: sql`${voit_tout}::boolean`,
  voit: (id: Fragment) => sql`export_lisible(${personne_id}::uuid, ${role}::text, ${voit_tout}::boolean, ${id})`,
});
type Eye = { tout: Fragment; voit: (chantier_id: Fragment) => Fragment };

/** The run `r` of the connexion `c`. Who sees some chantiers only has its lines there counted. */
const envoiJson = (sql: At, { tout, voit }: Eye): Fragment => sql`
  (select row_to_json(f) from (select
    r.id, r.version, r.link_id, c.nom as link_nom, c.kind_nom, c.simulateur, r.objet, r.periode, r.du, r.au, r.statut, r.demande,
    ${named(sql, sql`r.demande_par`)} as demande_par,
    case when ${tout} and r.compte is not null then r.compte::json
      else (${compte(sql, sql`(select * from export_lignes l where l.run_id = r.id and ${voit(sql`l.chantier_id`)}) x`)}) end as compte,
    case when r.statut = 'running' then (select count(*)::integer from export_lignes l
      where l.run_id = r.id and l.envoye_at > (select max(m.envoye_at) from export_lignes m where m.run_id = r.id) - interval '1 minute')
      end as par_minute,
    r.essais, ${instant(sql, sql`r.prochain_essai_at`)} as prochain_essai_at,
    case when r.statut in ('waiting', 'running') then ${instant(sql, sql`c.pas_avant`)} end as pause_jusqua, r.probleme,
    ${instant(sql, sql`r.created_at`)} as created_at, ${instant(sql, sql`r.started_at`)} as started_at,
    ${instant(sql, sql`r.finished_at`)} as finished_at, ${instant(sql, sql`r.updated_at`)} as updated_at
  ) f)`;

/** Retired connexions too: what was sent is not undone. */
const runs = (sql: At, now: { toString(): string }): Fragment => sql`export_runs r join (
    select k.id, k.nom, k.kind_nom, k.simulateur, case when k.pas_avant > ${now.toString()} then k.pas_avant end as pas_avant
    from connexions_connues k) c on c.id = r.link_id`;

/** A conducteur sees what he asked for, and what touches his chantiers. */
const seen = (sql: Sql): Fragment => sql`(acteur.voit_tout or r.demande_par = acteur.personne_id
  or exists (select from export_lignes l where l.run_id = r.id and ${ASKS(sql).voit(sql`l.chantier_id`)}))`;

/** Its ETag follows what is shown: lines move, and the wait of the connexion ends, while the row of the run stays as it is. */
export const readExport = ({ sql, now }: ReadAt, id: string): Fragment => sql`
  select f.body, f.version || '-' || md5(f.body) as version
  from (select ${envoiJson(sql, ASKS(sql))}::text as body, r.version from ${runs(sql, now)} where r.id = ${id} and ${seen(sql)}) f`;

/** As it stands in this transaction; null when it does not exist. */
export async function findExport(unit: Unit, id: string): Promise<Envoi | null> {
  const { sql } = unit;
  const row = await maybeOne<{ envoi: Envoi }>(
    sql`select ${envoiJson(sql, SEES(sql, unit.actor))} as envoi from ${runs(sql, unit.now)} where r.id = ${id}`,
  );
  return row?.envoi ?? null;
}

/** The latest first. */
export function listExports({ sql, now, after }: ListAt, { link_id, statut, utiles, limit }: ListEnvois): Fragment {
  return selectPage(sql, {
    item: envoiJson(sql, ASKS(sql)),
    from: runs(sql, now),
    id: sql`r.id`,
    where: sql`${seen(sql)}
      ${link_id ? sql`and r.link_id = ${link_id}` : sql``}
      ${statut ? sql`and r.statut = ${statut}` : sql``}
      ${
        utiles === 'oui'
          ? sql`and (r.statut <> 'succeeded' or r.demande = 'manuelle' or (r.compte ->> 'lignes')::integer > 0)`
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

/** The line `l`. */
const ligneJson = (sql: At): Fragment => sql`
  (select row_to_json(f) from (select
    l.id, l.numero, l.marque, l.link_id, l.run_id, l.personne_id, ${named(sql, sql`l.personne_id`)} as personne, l.jour,
    l.pointage_id, l.chantier_id, ${chantier(sql, sql`l.chantier_id`)} as chantier, l.minutes, l.jour_erp, l.debut, l.fin, l.indicatif,
    l.rattrapage, l.etat, l.retrait, ${raison(sql, sql`l.raison_code`, sql`l.raison_phrase`)} as raison, l.external_id,
    (select json_build_object('numero', o.numero, 'minutes', o.minutes, 'debut', o.debut, 'fin', o.fin)
      from export_lignes o where o.id = l.remplace_id) as remplace,
    l.essais, ${instant(sql, sql`l.tente_at`)} as tente_at, ${instant(sql, sql`l.envoye_at`)} as envoye_at,
    ${note(sql, { at: sql`l.ignoree_at`, par: sql`l.ignoree_par`, note: sql`l.ignoree_note` })} as ignoree,
    ${instant(sql, sql`l.created_at`)} as created_at, ${instant(sql, sql`l.updated_at`)} as updated_at
  ) f)`;

const lisible = (sql: Sql): Fragment => ASKS(sql).voit(sql`l.chantier_id`);

export const readLigne = ({ sql }: ReadAt, id: string): Fragment => sql`
  select ${ligneJson(sql)}::text as body, l.version from export_lignes l where l.id = ${id} and ${lisible(sql)}`;

export async function findLigne({ sql }: Unit, id: string): Promise<LigneEnvoi | null> {
  const row = await maybeOne<{ ligne: LigneEnvoi }>(
    sql`select ${ligneJson(sql)} as ligne from export_lignes l where l.id = ${id}`,
  );
  return row?.ligne ?? null;
}

const A_VOIR = (sql: Sql) =>
  sql`(l.etat in ('refused', 'unmapped', 'doubtful') or l.retrait in ('refused', 'doubtful')) and l.ignoree_at is null`;

/** The latest day first. */
export function listLignesEnvoi({ sql, after }: ListAt, query: ListLignesEnvoi): Fragment {
  const { link_id, run_id, personne_id, etat, retrait, ignoree, a_voir, du, au, q, limit } = query;
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return selectPage(sql, {
    item: ligneJson(sql),
    from: sql`export_lignes l`,
    id: sql`l.id`,
    where: sql`${lisible(sql)}
      ${link_id ? sql`and l.link_id = ${link_id}` : sql``}
      ${run_id ? sql`and (l.run_id = ${run_id} or exists (select from export_gestes g where g.run_id = ${run_id} and g.ligne_id = l.id))` : sql``}
      ${personne_id ? sql`and l.personne_id = ${personne_id}` : sql``}
      ${etat ? sql`and l.etat = ${etat}` : sql``}
      ${retrait ? sql`and l.retrait = ${retrait}` : sql``}
      ${ignoree ? sql`and (l.ignoree_at is not null) = ${ignoree === 'oui'}` : sql``}
      ${a_voir ? sql`and (${A_VOIR(sql)}) ${a_voir === 'oui' ? sql`` : sql`is not true`}` : sql``}
      ${du ? sql`and l.jour >= ${du}` : sql``}
      ${au ? sql`and l.jour <= ${au}` : sql``}
      ${
        like
          ? sql`and (l.marque ilike ${like} or l.external_id ilike ${like}
              or exists (select from personnes_nommees p where p.id = l.personne_id and p.prenom || ' ' || p.nom ilike ${like})
              or exists (select from chantiers_situes c where c.id = l.chantier_id and c.code || ' ' || c.nom ilike ${like}))`
          : sql``
      }`,
    order: { key: sql`l.jour`, type: 'date', direction: 'desc' },
    limit,
    after,
  });
}

/** Every state, oldest first. */
export const readHistorique = ({ sql }: ReadAt, id: string): Fragment => sql`
  select json_build_object('items', coalesce((
      select json_agg(json_build_object('at', ${instant(sql, sql`g.at`)}, 'etat', g.etat, 'retrait', g.retrait,
        'raison', ${raison(sql, sql`g.raison_code`, sql`g.raison_phrase`)}, 'run_id', g.run_id, 'par', ${named(sql, sql`g.par`)})
        order by g.id)
      from (select * from export_gestes h where h.ligne_id = l.id order by h.id limit 1000) g), '[]'))::text as body, l.version
  from export_lignes l where l.id = ${id} and ${lisible(sql)}`;

const regularisationJson = (sql: At): Fragment => sql`json_build_object(
  'id', e.id, 'link_id', e.link_id, 'personne_id', e.personne_id, 'personne', ${named(sql, sql`e.personne_id`)}, 'jour', e.jour,
  'chantier_id', e.chantier_id, 'chantier', ${chantier(sql, sql`e.chantier_id`)}, 'minutes', e.minutes,
  'raison', ${raison(sql, sql`e.raison_code`, sql`e.raison_phrase`)}, 'at', ${instant(sql, sql`e.at`)},
  'reportee', ${note(sql, { at: sql`e.reportee_at`, par: sql`e.reportee_par`, note: sql`e.reportee_note` })})`;

export async function findRegularisation({ sql }: Unit, id: string): Promise<RegularisationErp | null> {
  const row = await maybeOne<{ item: RegularisationErp }>(
    sql`select ${regularisationJson(sql)} as item from export_regularisations e where e.id = ${id}`,
  );
  return row?.item ?? null;
}

/** The latest first. */
export function listRegularisations({ sql, after }: ListAt, query: ListRegularisationsErp): Fragment {
  const { link_id, personne_id, reportee, limit } = query;
  return selectPage(sql, {
    item: regularisationJson(sql),
    from: sql`export_regularisations e`,
    id: sql`e.id`,
    where: sql`${ASKS(sql).voit(sql`e.chantier_id`)}
      ${link_id ? sql`and e.link_id = ${link_id}` : sql``}
      ${personne_id ? sql`and e.personne_id = ${personne_id}` : sql``}
      ${reportee ? sql`and (e.reportee_at is not null) = ${reportee === 'oui'}` : sql``}`,
    order: {
      key: sql`to_char(e.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`,
      type: 'text',
      direction: 'desc',
    },
    limit,
    after,
  });
}

/** Chantiers that somebody leads. */
export const listChantiersLed = async (unit: Unit, personne_id: string): Promise<string[]> =>
  (
    await many<{ chantier_id: string }>(
      unit.sql`select m.chantier_id from meneurs m where m.personne_id = ${personne_id} order by m.chantier_id`,
    )
  ).map(row => row.chantier_id);
