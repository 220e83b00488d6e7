import { readdirSync, readFileSync } from 'node:fs';
import { StartRefused } from '../start-refused.ts';
import type { Sql } from './sql.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** Any constant, the same in every process: the door through which migrations pass one at a time. */
const MIGRATION_LOCK = 4_810_211;

type Migration = { number: number; name: string; text: string; breaking: boolean };

export function listMigrations(): Migration[] {
  const files = readdirSync(FOLDER).filter(name => /^\d{4}_[a-z0-9_]+\.sql$/.test(name));
  return files.sort().map(name => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    return { number: Number(name.slice(0, 4)), name, text, breaking: text.startsWith('-- breaking') };
  });
}

/**
 * Brings the database forward, never back. Two starters may race: the second waits, then finds nothing to do.
 * Throws StartRefused when the database was made by a newer hub whose migration is marked `-- breaking`.
 */
export async function migrate(sql: Sql, { upTo = Number.POSITIVE_INFINITY } = {}): Promise<number> {
  const known = listMigrations();
  return await sql.begin(async tx => {
    await tx`set local statement_timeout = 0`;
    await tx`set local lock_timeout = 0`;
    await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await tx`create table if not exists hub_migrations (
      number integer primary key, name text not null, breaking boolean not null, applied_at timestamptz not null default now()
    )`;
    const done = await tx<{ number: number; name: string; breaking: boolean }[]>`
      select number, name, breaking from hub_migrations order by number`;
    refuseNewerBase(done, known);
    const applied = new Set(done.map(row => row.number));
    for (const migration of known) {
      if (applied.has(migration.number) || migration.number > upTo) continue;
      // The number goes first: should the lock ever fail, the second starter collides here and not in the middle.
      await tx`insert into hub_migrations (number, name, breaking) values (${migration.number}, ${migration.name}, ${migration.breaking})`;
      await tx.unsafe(migration.text);
    }
    return Math.max(0, ...applied, ...known.map(migration => migration.number).filter(number => number <= upTo));
  });
}

function refuseNewerBase(done: { number: number; name: string; breaking: boolean }[], known: Migration[]): void {
  const last = known.at(-1)?.number ?? 0;
  const newer = done.find(row => row.number > last && row.breaking);
  if (newer) {
    throw new StartRefused(
      `La base a été mise à jour par une version plus récente du hub (${newer.name}) : démarrez cette version-là, ou restaurez une sauvegarde.`,
    );
  }
}
