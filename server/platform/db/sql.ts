// The one door to PostgreSQL. Slices receive `Sql` in their unit and write statements with it.
import postgres from 'postgres';
import { surviveLostConnections } from './lost-connection.ts';

export type Sql = postgres.Sql<{ instant: string; day: string }>;
export type Transaction = postgres.TransactionSql<{ instant: string; day: string }>;
/** A piece of a statement, or a whole one: composes with `${}` inside another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

const MAX_BACKOFF_S = 0.5;

type Options = { url: string; max?: number; onStatement?: (text: string) => void; application?: string };

/**
 * Opens a pool. Instants travel as RFC 3339 text in UTC, days as `YYYY-MM-DD`: no JavaScript Date on either side.
 * `onStatement` sees every statement's text (tests count them).
 */
export function openDatabase({ url, max = 10, onStatement, application = 'hub-chantier' }: Options): Sql {
  const pool = postgres(url, {
    max,
    idle_timeout: 60,
    max_lifetime: 3600,
    connect_timeout: 10,
    // Its own backoff grows to 20 s: that long a request would wait for its 503, and a base that is back for its hub.
    backoff: retries => Math.min(0.05 * 2 ** retries, MAX_BACKOFF_S),
    onnotice: () => {},
    connection: { application_name: application, TimeZone: 'UTC', statement_timeout: 30_000, lock_timeout: 10_000 },
    types: {
      instant: { to: 1184, from: [1184], serialize: String, parse: toRfc3339 },
      json: { to: 114, from: [114, 3802], serialize: toJson, parse: (text: string) => JSON.parse(text) },
      day: { to: 1082, from: [1082], serialize: String, parse: String },
    },
    ...(onStatement ? { debug: (_connection: number, text: string) => onStatement(text) } : {}),
  });
  return surviveLostConnections(pool) as unknown as Sql;
}

/** Every escape of a JSON text, each taken whole: an escaped backslash before `u0000` is no NUL. */
const ESCAPES = /\\(?:u(0000|d[89a-f][0-9a-f]{2})|[\s\S])/g;

/** PostgreSQL has no text for NUL nor for half of a surrogate pair: the first is left out, the second becomes U+FFFD. */
function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json;
  return json.replace(ESCAPES, (whole, code?: string) => (code ? (code === '0000' ? '' : '\ufffd') : whole));
}

/** `2026-11-23 08:15:00.12+00` → `2026-11-23T08:15:00.120Z` (sessions run in UTC). */
function toRfc3339(text: string): string {
  return new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString();
}

/** The single row of a statement that always gives one. */
export async function one<T>(statement: PromiseLike<readonly unknown[]>): Promise<T> {
  const rows = await statement;
  if (rows.length !== 1) throw new Error(`one row expected, ${rows.length} found`);
  return rows[0] as T;
}

export async function maybeOne<T>(statement: PromiseLike<readonly unknown[]>): Promise<T | null> {
  const rows = await statement;
  if (rows.length > 1) throw new Error(`at most one row expected, ${rows.length} found`);
  return (rows[0] as T | undefined) ?? null;
}

export async function many<T>(statement: PromiseLike<readonly unknown[]>): Promise<T[]> {
  return [...(await statement)] as T[];
}

/** The API's writing of an instant, inside a JSON built by PostgreSQL: UTC, milliseconds, `Z`. */
export const instant = (sql: Sql | Transaction, column: Fragment): Fragment =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The database cannot be reached or is shutting down: the caller may try again, nothing was half done. */
export function isUnavailable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    typeof code === 'string' &&
    /^(CONNECTION_|CONNECT_|ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|08|57P0|53|40001|40P01|55P03|57014)/.test(code)
  );
}
