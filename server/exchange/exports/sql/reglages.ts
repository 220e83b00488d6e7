// When hours leave on a connexion, and what waits from before.
import { type Fragment, instant, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { parisDay, type Schedule } from '../rules.ts';
import { backlog } from './jours.ts';

const DEFAUTS = { frequence: 'hebdomadaire', jour: 1, heure: '06:00' };

/** With `maintenant`, from which `prochain_at` is worked out (rules.ts). */
const body = (sql: Sql | Transaction, id: string, now: ReadAt['now']): Fragment => sql`
  select coalesce(g.version, 0) as version, json_build_object(
    'link_id', c.id, 'version', coalesce(g.version, 0), 'possible', t.traits ->> 'hours' <> 'none',
    'actif', coalesce(g.actif, false), 'frequence', coalesce(g.frequence, ${DEFAUTS.frequence}),
    'jour', coalesce(g.jour, ${DEFAUTS.jour}), 'heure', coalesce(g.heure, ${DEFAUTS.heure}), 'depuis', g.depuis,
    'horaires_demandes', t.traits ->> 'hours' = 'slots', 'horaires_acceptes_at', ${instant(sql, sql`g.horaires_acceptes_at`)},
    'arriere', (select row_to_json(a) from (${backlog(sql, id, sql`case when g.actif then g.depuis else ${parisDay(now)}::date end`)}) a),
    'updated_at', ${instant(sql, sql`g.updated_at`)}, 'maintenant', ${now.toString()}::text) as reglages
  from connexions c join connexions_traits t on t.link_id = c.id left join export_reglages g on g.link_id = c.id
  where c.id = ${id}`;

export const readReglages = ({ sql, now }: ReadAt, id: string): Fragment =>
  sql`select b.version, b.reglages::text as body from (${body(sql, id, now)}) b`;

export const findReglages = (unit: Unit, id: string) =>
  maybeOne<{ reglages: never }>(unit.sql`select b.reglages from (${body(unit.sql, id, unit.now)}) b`);

export type Reglages = Schedule & {
  link_id: string;
  version: number;
  actif: boolean;
  depuis: string;
  actif_depuis: string | null;
  horaires_acceptes_at: string | null;
};
const columns = (sql: Sql | Transaction): Fragment =>
  sql`g.link_id, g.version, g.actif, g.frequence, g.jour, g.heure, g.depuis, g.actif_depuis, g.horaires_acceptes_at`;

/** Locked for a change; null when sending was never set. */
export const takeReglages = (unit: Unit, link_id: string) =>
  maybeOne<Reglages>(
    unit.sql`select ${columns(unit.sql)} from export_reglages g where g.link_id = ${link_id} for update`,
  );

export const findReglagesRow = (unit: Unit, link_id: string) =>
  maybeOne<Reglages>(unit.sql`select ${columns(unit.sql)} from export_reglages g where g.link_id = ${link_id}`);

/** Connexions whose hours leave by themselves and that work now. */
export const listActive = (unit: Unit) => unit.sql<Reglages[]>`
  select ${columns(unit.sql)} from export_reglages g join connexions c on c.id = g.link_id and c.etat = 'active' where g.actif`;

export type NewReglages = Omit<Reglages, 'version'> & { horaires_acceptes_par: string | null };
export const saveReglages = (unit: Unit, reglages: NewReglages) => unit.sql`
  insert into export_reglages ${unit.sql(reglages as never)}
  on conflict (link_id) do update set actif = excluded.actif, frequence = excluded.frequence, jour = excluded.jour,
    heure = excluded.heure, depuis = excluded.depuis, actif_depuis = excluded.actif_depuis,
    horaires_acceptes_at = excluded.horaires_acceptes_at,
    horaires_acceptes_par = coalesce(excluded.horaires_acceptes_par, export_reglages.horaires_acceptes_par)`;
