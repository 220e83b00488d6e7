// The identity of the database, checked at each start.
import { type Keyring, keyFingerprint, knowsFingerprint } from '../secrets.ts';
import { StartRefused } from '../start-refused.ts';
import { one, type Sql } from './sql.ts';

/** Whether this database was already written with some key: then a missing key file is a loss, not a first start. */
export async function hasKey(sql: Sql): Promise<boolean> {
  const row = await one<{ known: boolean }>(sql`select key_fingerprint is not null as known from hub_base`);
  return row.known;
}

/**
 * Gives the database's id. Throws StartRefused when the encryption key is not the one this database was written with:
 * going on would make every secret unreadable and hide it until the first use. A new key in front of the old one is
 * fine; the stored fingerprint stays the old one's, because values sealed with it are still there.
 */
export async function checkBase(sql: Sql, keyring: Keyring): Promise<string> {
  const row = await one<{ id: string; key_fingerprint: string }>(sql`
    update hub_base set key_fingerprint = coalesce(key_fingerprint, ${keyFingerprint(keyring)}) returning id, key_fingerprint`);
  if (!knowsFingerprint(keyring, row.key_fingerprint)) throw wrongKey();
  return row.id;
}

const wrongKey = () =>
  new StartRefused(
    'La clé de chiffrement n’est pas celle de cette base : remettez le fichier encryption-keys d’origine, ou HUB_ENCRYPTION_KEYS.',
  );

/** Throws StartRefused outside PostgreSQL 15 to 18, or when the server cannot be reached. */
export async function checkServer(sql: Sql): Promise<void> {
  const { v } = await one<{ v: number }>(sql`select current_setting('server_version_num')::integer as v`).catch(
    error => {
      throw new StartRefused(`La base de données ne répond pas : ${(error as Error).message || 'connexion refusée'}.`, {
        cause: error,
      });
    },
  );
  if (v < 150_000 || v >= 190_000) {
    throw new StartRefused(
      `PostgreSQL ${Math.floor(v / 10_000)} n’est pas pris en charge : utilisez une version 15 à 18.`,
    );
  }
}

/** For commands that work on what a hub has made. Throws StartRefused when none has yet. */
export async function refuseUnmade(sql: Sql): Promise<void> {
  const { made } = await one<{ made: boolean }>(sql`select to_regclass('public.hub_base') is not null as made`);
  if (!made)
    throw new StartRefused('Aucun hub n’a encore démarré sur cette base : npm start, qui donne le premier lien.');
}
