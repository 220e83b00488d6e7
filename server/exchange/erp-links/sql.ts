// Every statement on erp_links, erp_link_jours, erp_ecarts and erp_link_paces.
import type { ErpLink } from '#contract/erp-link.ts';
import { type Fragment, instant, many, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import type { Cursor, Ecart, Traits } from '../../connectors/connector.ts';
import type { LinkRow } from './link-row.ts';
import type { Pace } from './pace/rules.ts';

const columns = (sql: Sql | Transaction): Fragment => sql`
  id, version, kind, kind_nom, nom, system, simulateur, etat, frequence, heure, historique_mois, relier_par_code, champs_app, heures, observed,
  traits || observed as traits, watermark, premier_import_at, derniere_reussite_at, derniere_complete_at, dernier_essai_at,
  prochaine_lecture_at, prochain_essai_at, probleme, probleme_depuis, probleme_annonce, pas_avant`;

/** What a connexion is shown with beside its own row. */
export type Showing = { sql: Sql | Transaction; now: { toString(): string }; public_url: string };

/** The connexion `l` as the contract writes it. */
const linkJson = ({ sql, now, public_url }: Showing): Fragment => {
  const at = (column: Fragment) => instant(sql, column);
  const count = (from: Fragment) => sql`(select count(*)::integer from ${from})`;
  const relies = (etat: string) =>
    count(sql`chantiers_relies v where v.system = l.system and v.etat = ${etat} and v.deleted_at is null`);
  return sql`json_build_object(
    'id', l.id, 'version', l.version, 'kind', l.kind, 'kind_nom', l.kind_nom, 'nom', l.nom, 'system', l.system,
    'simulateur', l.simulateur, 'compte', l.compte, 'etat', l.etat, 'probleme', l.probleme, 'settings', l.settings,
    'frequence', l.frequence, 'heure', l.heure, 'historique_mois', l.historique_mois, 'relier_par_code', l.relier_par_code, 'champs_app', l.champs_app,
    'heures', l.heures, 'traits', l.traits || l.observed,
    'signaux', json_build_object('possibles', l.signaux, 'dernier_at', ${at(sql`l.dernier_signal_at`)},
      'url', ${public_url}::text || '/api/v1/erp-links/' || l.id || '/signaux'),
    'premier_import_at', ${at(sql`l.premier_import_at`)}, 'derniere_reussite_at', ${at(sql`l.derniere_reussite_at`)},
    'prochaine_lecture_at', ${at(sql`l.prochaine_lecture_at`)}, 'prochain_essai_at', ${at(sql`l.prochain_essai_at`)},
    'indisponible_depuis', case when l.probleme->>'mot' = 'unavailable' then ${at(sql`l.probleme_depuis`)} end,
    'pause_jusqua', case when l.pas_avant > ${now.toString()} then ${at(sql`l.pas_avant`)} end,
    'import_en_cours', (select i.id from imports_ouverts i where i.link_id = l.id order by (i.statut = 'running') desc, i.id limit 1),
    'compteurs', json_build_object('chantiers', ${relies('present')}, 'masques', ${relies('masque')},
      'a_relier', ${count(sql`valeurs_a_relier v where v.link_id = l.id`)},
      'mis_de_cote', ${count(sql`fiches_mises_de_cote f where f.link_id = l.id`)}),
    'jours', (select coalesce(json_agg(json_build_object('jour', j.jour, 'reussis', j.reussis, 'partiels', j.partiels,
        'echoues', j.echoues) order by j.jour), '[]')
      from (select * from erp_link_jours where link_id = l.id order by jour desc limit 30) j),
    'created_at', ${at(sql`l.created_at`)}, 'updated_at', ${at(sql`l.updated_at`)})`;
};

export const listErpLinks = (showing: Showing): Fragment => showing.sql`
  select json_build_object('items', coalesce(json_agg(${linkJson(showing)} order by l.created_at, l.id), '[]'))::text as body,
         null::integer as version
  from erp_links l where l.deleted_at is null`;

/** Its ETag follows what is shown; its number alone is asked for by a change (http/serve.ts). */
export const readErpLink = (showing: Showing, id: string): Fragment => showing.sql`
  select f.body, f.version || '-' || md5(f.body) as version
  from (select ${linkJson(showing)}::text as body, l.version from erp_links l where l.id = ${id} and l.deleted_at is null) f`;

/** As it stands in this transaction. Throws erp_link.not_found. */
export async function showErpLink(showing: Showing, id: string): Promise<ErpLink> {
  const row = await maybeOne<{ link: ErpLink }>(
    showing.sql`select ${linkJson(showing)} as link from erp_links l where l.id = ${id} and l.deleted_at is null`,
  );
  if (!row) throw refused('erp_link.not_found');
  return row.link;
}

/** Null when it never was, or is retired. */
export const findErpLink = (unit: Unit, id: string): Promise<LinkRow | null> =>
  maybeOne<LinkRow>(unit.sql`select ${columns(unit.sql)} from erp_links where id = ${id} and deleted_at is null`);

/** Throws erp_link.not_found. */
export async function getErpLink(unit: Unit, id: string): Promise<LinkRow> {
  const link = await findErpLink(unit, id);
  if (!link) throw refused('erp_link.not_found');
  return link;
}

/** Locked for a change; null when it never was, or is retired. */
export const takeErpLink = (unit: Unit, id: string): Promise<LinkRow | null> =>
  maybeOne<LinkRow>(
    unit.sql`select ${columns(unit.sql)} from erp_links where id = ${id} and deleted_at is null for update`,
  );

/** Those that may be read now: neither paused, nor waiting for a person. */
export const listActiveLinks = (unit: Unit): Promise<LinkRow[]> =>
  many<LinkRow>(
    unit.sql`select ${columns(unit.sql)} from erp_links where deleted_at is null and etat = 'active' order by id`,
  );

export type Sealed = { link: LinkRow; settings: Record<string, unknown>; credentials: string };

/** With its credentials, still sealed. */
export async function findSealed(unit: Unit, id: string): Promise<Sealed | null> {
  const row = await maybeOne<LinkRow & Omit<Sealed, 'link'>>(
    unit.sql`select ${columns(unit.sql)}, settings, credentials from erp_links where id = ${id} and deleted_at is null`,
  );
  if (!row) return null;
  const { settings, credentials, ...link } = row;
  return { link, settings, credentials };
}

/** Held until the commit: two connexions made at once never get one name, nor one account. */
export const takeTurn = (unit: Unit) => unit.sql`select pg_advisory_xact_lock(hashtext('erp_links.system'))`;

/** Another connexion in use whose account bears one of these. */
export const findByEmpreinte = (unit: Unit, id: string, empreintes: string[]) =>
  maybeOne<{ id: string; nom: string }>(unit.sql`
    select id, nom from erp_links where empreinte = any(${empreintes}) and id <> ${id} and deleted_at is null limit 1`);

/** Names in use. In the turn that `takeTurn` gives. */
export async function listSystems(unit: Unit): Promise<string[]> {
  return (await many<{ system: string }>(unit.sql`select system from erp_links where deleted_at is null`)).map(
    row => row.system,
  );
}

/** Columns of erp_links; those that hold JSON go as objects. */
export type Columns = Record<string, unknown>;
const JSON_COLUMNS = ['settings', 'probleme', 'observed', 'traits', 'watermark'];

const written = (unit: Unit, values: Columns): never =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        JSON_COLUMNS.includes(name) && value !== null ? unit.sql.json(value as never) : value,
      ]),
  ) as never;

export const insertErpLink = (unit: Unit, values: Columns) =>
  unit.sql`insert into erp_links ${unit.sql(written(unit, values))}`;

export const saveErpLink = (unit: Unit, id: string, values: Columns) =>
  unit.sql`update erp_links set ${unit.sql(written(unit, values))} where id = ${id}`;

/** What a reading leaves on its connexion. Instants are RFC 3339; null empties. */
export type Reading = Partial<{
  watermark: Cursor | null;
  premier_import_at: string | null;
  derniere_reussite_at: string | null;
  derniere_complete_at: string | null;
  dernier_essai_at: string | null;
  prochaine_lecture_at: string | null;
  dernier_signal_at: string | null;
}>;

/** Only the fields given. Does not count as a change of settings (`version` stays). */
export async function saveReading(unit: Unit, id: string, reading: Reading): Promise<void> {
  if (Object.keys(reading).length > 0) await saveErpLink(unit, id, reading);
}

export type Trouble = Pick<LinkRow, 'id' | 'kind' | 'nom' | 'simulateur' | 'probleme_annonce'> & {
  probleme: NonNullable<LinkRow['probleme']>;
  probleme_depuis: string;
};

/** Ends a trouble and gives it as it was; null when there was none, or when only a person can end it. */
export const endTrouble = (unit: Unit, id: string): Promise<Trouble | null> =>
  maybeOne<Trouble>(unit.sql`
    with before as (
      select id, kind, nom, simulateur, probleme, probleme_depuis, probleme_annonce from erp_links
      where id = ${id} and deleted_at is null and probleme is not null and etat in ('active', 'en_pause') for update
    ), ended as (
      update erp_links l set probleme = null, probleme_depuis = null, probleme_annonce = false, prochain_essai_at = null
      from before where l.id = before.id
    )
    select * from before`);

export const countDay = (unit: Unit, id: string, day: { jour: string; outcome: string }) => unit.sql`
  insert into erp_link_jours (link_id, jour, ${unit.sql(day.outcome)}) values (${id}, ${day.jour}, 1)
  on conflict (link_id, jour) do update set ${unit.sql(day.outcome)} = erp_link_jours.${unit.sql(day.outcome)} + 1`;

/** Those never seen before on this connexion. */
export const insertEcarts = (unit: Unit, id: string, ecarts: readonly Ecart[]): Promise<Ecart[]> =>
  many<Ecart>(unit.sql`
    insert into erp_ecarts (link_id, gravite, chemin, constat, premier_at)
    select ${id}, e.gravite, left(e.chemin, 200), left(e.constat, 500), ${unit.now.toString()}
    from jsonb_to_recordset(${unit.sql.json(ecarts as never)}) as e(gravite text, chemin text, constat text)
    on conflict do nothing returning gravite, chemin, constat`);

/** Null when it was known already. */
export const addObserved = (unit: Unit, id: string, observed: Partial<Traits>) =>
  maybeOne<{ id: string }>(unit.sql`
    update erp_links set observed = observed || ${unit.sql.json(observed as never)}
    where id = ${id} and not observed @> ${unit.sql.json(observed as never)} returning id`);

/** The pace of a connexion, locked; with the instant before which nobody calls it (RFC 3339). Null when none is held. */
export const takePace = (unit: Unit, link_id: string) =>
  maybeOne<{ pace: Pace; pas_avant: string | null }>(unit.sql`
    select to_jsonb(p) - 'link_id' as pace, l.pas_avant
    from erp_link_paces p join erp_links l on l.id = p.link_id where p.link_id = ${link_id} for update of p`);

export const savePace = (unit: Unit, link_id: string, pace: Pace) => unit.sql`
  insert into erp_link_paces ${unit.sql({ link_id, ...pace })}
  on conflict (link_id) do update set ${unit.sql(pace)}`;

export const dropPace = (unit: Unit, link_id: string) =>
  unit.sql`delete from erp_link_paces where link_id = ${link_id}`;
