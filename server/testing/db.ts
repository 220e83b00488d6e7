// A real PostgreSQL for tests: one server per run (global-setup.ts), one database per file from a migrated template.
import { inject } from 'vitest';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { atTheEnd } from './endings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    pg_url: string;
  }
}

export const TEMPLATE = 'hub_modele';

export const databaseUrl = (name: string): string => {
  const url = new URL(inject('pg_url'));
  url.pathname = `/${name}`;
  return url.toString();
};

export type TestDatabase = { url: string; sql: Sql; statements: string[] };

/** A database of this file's own, dropped after it. `statements` grows with each statement sent through `sql`. */
export async function testDatabase({ template = TEMPLATE }: { template?: string } = {}): Promise<TestDatabase> {
  const name = `hub_${newId().replaceAll('-', '')}`;
  const admin = openDatabase({ url: databaseUrl('postgres'), max: 1 });
  await admin.unsafe(`create database ${name} template ${template}`);
  const statements: string[] = [];
  const url = databaseUrl(name);
  const sql = openDatabase({ url, max: 12, onStatement: text => statements.push(text) });
  atTheEnd(async () => {
    await sql.end({ timeout: 2 });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return { url, sql, statements };
}
