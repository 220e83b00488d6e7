// The identity of the database, checked at each start.
import { type Keyring, keyFingerprint, knowsFingerprint } from '../secrets.ts';
import { StartRefused } from '../start-refused.ts';
import { one, type Sql } from './sql.ts';

/**
 * Gives the database's id. Throws StartRefused when the encryption key is not the one this database was written with:
 * going on would make every secret unreadable and hide it until the first use.
 */
export async function checkBase(sql: Sql, keyring: Keyring): Promise<string> {
  const fingerprint = keyFingerprint(keyring);
  const row = await one<{ id: string; key_fingerprint: string | null }>(sql`
    update hub_base set key_fingerprint = coalesce(key_fingerprint, ${fingerprint}) returning id, key_fingerprint`);
  if (row.key_fingerprint && !knowsFingerprint(keyring, row.key_fingerprint)) {
    throw new StartRefused(
      'La clé de chiffrement n’est pas celle de cette base : remettez le fichier encryption-keys d’origine, ou HUB_ENCRYPTION_KEYS.',
    );
  }
  if (row.key_fingerprint !== fingerprint) await sql`update hub_base set key_fingerprint = ${fingerprint}`;
  return row.id;
}

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
