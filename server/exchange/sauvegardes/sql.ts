import type { Sauvegarde } from '#contract/sauvegarde.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';

const sauvegardeJson = (sql: Sql | Transaction): Fragment => sql`
  json_build_object('id', s.id, 'statut', s.statut, 'started_at', ${instant(sql, sql`s.started_at`)},
    'finished_at', ${instant(sql, sql`s.finished_at`)}, 'fichier', s.fichier, 'octets', s.octets, 'erreur', s.erreur)`;

export const listSauvegardes = ({ sql }: ReadAt): Fragment => sql`
  select json_build_object('items', coalesce(json_agg(${sauvegardeJson(sql)} order by s.started_at desc, s.id desc), '[]'))::text as body,
         null::integer as version
  from (select * from sauvegardes order by started_at desc, id desc limit 60) s`;

/** Null when another one is running: the unique index decides, whatever the number of processes. */
export async function insertSauvegarde(unit: Unit, id: string): Promise<Sauvegarde | null> {
  const row = await maybeOne<{ sauvegarde: Sauvegarde }>(unit.sql`
    insert into sauvegardes as s (id, statut, started_at) values (${id}, 'en_cours', ${unit.now.toString()})
    on conflict do nothing returning ${sauvegardeJson(unit.sql)} as sauvegarde`);
  return row?.sauvegarde ?? null;
}

/** One that a stopped hub left behind no longer stands in the way. */
export const failStale = (unit: Unit, before: { toString(): string }) => unit.sql`
  update sauvegardes set statut = 'echouee', finished_at = ${unit.now.toString()}, erreur = 'Interrompue par un arrêt du hub'
  where statut = 'en_cours' and started_at < ${before.toString()}`;

/** A restored base carries the row of the backup it came from, still under way: its end was written nowhere. */
export const dropRunning = (sql: Sql) => sql`delete from sauvegardes where statut = 'en_cours'`;

export const findRunning = (unit: Unit, id: string) =>
  maybeOne<{ id: string }>(unit.sql`select id from sauvegardes where id = ${id} and statut = 'en_cours'`);

export const recordSuccess = (unit: Unit, id: string, { path, bytes }: { path: string; bytes: number }) => unit.sql`
  update sauvegardes set statut = 'reussie', finished_at = ${unit.now.toString()}, fichier = ${path}, octets = ${bytes} where id = ${id}`;

export const recordFailure = (unit: Unit, id: string, erreur: string) => unit.sql`
  update sauvegardes set statut = 'echouee', finished_at = ${unit.now.toString()}, erreur = ${erreur.slice(0, 500)} where id = ${id}`;

export async function findLastSuccess(unit: Unit): Promise<string | null> {
  return (await one<{ reussie_at: string | null }>(unit.sql`select reussie_at from sauvegardes_dernieres`)).reussie_at;
}
