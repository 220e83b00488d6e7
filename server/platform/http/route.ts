// Routes are data: from a record come validation, access, documentation and the tests that walk all routes (house §5).
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { ErrorCode } from '#contract/errors.ts';
import type { RouteScope } from '#contract/scopes.ts';
import type { Role } from '#contract/values.ts';
import type { Fragment, Sql } from '../db/sql.ts';
import type { Actor, Unit } from '../unit.ts';
import type { Language } from './conventions/language.ts';
import type { Once } from './idempotency/once.ts';

/**
 * Who may call: a scope (a person, or a key that carries it), `account` (a person: session or JWT, never a key),
 * `identified` (a person or any key, whatever its scopes), or `public`. `roles` narrows it further; `gestionnaire_paie` is the right of that name.
 * `signature`: a machine that signs the bytes it posts. No credential is read, any content type is let in up to
 * SIGNED_BODY_LIMIT; the handler verifies `input.raw` against `input.headers` and throws `unauthenticated`.
 */
export type Access = { scope: RouteScope } | 'account' | 'identified' | 'signature' | 'public';
export type Who = Role | 'gestionnaire_paie';

/** What the edge knows of the request beside its input. `ip` is the true client behind the configured proxies. */
export type RequestFacts = {
  id: string;
  trace_id?: string;
  ip: string;
  agent: string;
  origin: string;
  /** Of problems inside of an answer; French when absent. */
  language?: Language;
};

type Schema = z.ZodType;
type Of<S> = S extends Schema ? z.output<S> : undefined;
export type Input<P = unknown, Q = unknown, B = unknown> = {
  params: P;
  query: Q;
  body: B;
  /** From If-Match, on `versioned` routes. */
  version: number;
  /** On reads: one text for all requests that ask the same, whoever asks. */
  question: string;
  /** On reads, asked for by `fields`: the edge cuts the reply to these. */
  fields: readonly string[] | null;
  request: RequestFacts;
  /** On `idempotent` routes of kind `outside`: around what their unit does. The edge does it for the others. */
  once: Once;
  /** On `signature` routes: the body as it came, and the headers by their lower-case names. Empty elsewhere. */
  raw: Buffer;
  headers: Record<string, string>;
};

/** What a read is written with. Its statement may name the row `acteur` (columns: see access.ts). */
export type ReadAt = { sql: Sql; now: Temporal.Instant };
export type ListAt = ReadAt & { after: { key: string; id: string } | null };

/**
 * `change`: a scalar xid8, the last transaction that changed anything the reply is made of, the caller's own rights included.
 * With it the edge keeps the bytes and has the rows read again only when it moved.
 */
type Kept = { change?: (at: ReadAt) => Fragment };

export type FileType = 'application/pdf' | 'text/csv';
/** `nom`: ASCII, what the browser proposes to save it as. */
export type WrittenFile = { bytes: Buffer; nom: string };

/**
 * `shape`: what SQL cannot decide, laid over what the statement gave; pure (rules.ts). `produces`: the answer is not that JSON but
 * a file that `write` makes of it, once nothing is held open; its ETag is that of the JSON, and `reply` says what is written.
 */
type Shaped<I> = { shape?: (found: never, input: I) => unknown } & (
  | { produces?: never }
  | { produces: FileType; write: (found: never, input: I) => Promise<WrittenFile> }
);

type Handlers<I> =
  /** One statement, without transaction: a row with `body` (JSON text) and `version`, or no row (→ `absent`). */
  | ({ read: (input: I, at: ReadAt) => Fragment; absent?: ErrorCode } & Kept & Shaped<I>)
  /**
   * A GET answered as `text/event-stream`. The statement is that of a `read`; it is sent as `event: etat` on opening, and
   * read again with the caller's credential each time `unit.tell` names the topic. `event: fin` says not to come back.
   */
  | { kind: 'events'; stream: (input: I, at: ReadAt) => Fragment; topic: (input: I) => string; absent?: ErrorCode }
  /**
   * One statement made by `selectPage` (reads/statement.ts). `changes`: it can be followed in the order of change; its query is
   * a ChangesQuery with `sort`, its reply a `changesPageOf`.
   */
  | ({ list: (input: I, at: ListAt) => Fragment; absent?: ErrorCode; changes?: true } & Kept)
  /** One transaction, opened by the edge. */
  | { handle: (unit: Unit, input: I) => Promise<unknown> }
  /** No transaction held: for passwords and for the few routes that wait for the outside. Opens its own units. */
  | { outside: (input: I, actor: Actor) => Promise<unknown> };

type Declared<P, Q, B> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under its base, with `:id` parameters. */
  path: `/${string}`;
  base: 'v1' | 'auth';
  access: Access;
  roles?: readonly Who[];
  /** What gives access (keys, links, the second factor) asks for a sign-in under 12 h old (ASVS 7.5.3). */
  fresh_sign_in?: true;
  summary: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  /** No schema: 204. */
  reply?: Schema;
  status?: 200 | 201 | 202 | 204 | 207;
  /** What a route that makes or changes answers with when it made (`status` says the other). */
  made_status?: 201;
  errors?: readonly ErrorCode[];
  /**
   * Keeps a key that is bound to chantiers inside of them, in its SQL. Any other route refuses such a key (api_key.bound):
   * a new route must say that it knows.
   */
  bound_keys?: true;
  /** The array of the body that makes this a lot: where the operator asks for it, a lot counts by its items (HUB_RATE_BULK_ITEMS). */
  bulk?: string;
  /** Demands If-Match and gives `version` to the handler. */
  versioned?: true;
  /**
   * Takes an Idempotency-Key: sent again under it, the request is answered as it was, and not done again. An answer that
   * carries a secret is not repeated (idempotency.secret).
   */
  idempotent?: true;
  /** The answer carries a secret: `Cache-Control: no-store`. */
  secret_reply?: true;
};

export type AnyRoute = Declared<Schema, Schema, Schema> & Handlers<Input<never, never, never>>;
export type StreamRoute = Extract<AnyRoute, { stream: unknown }>;

export function route<P extends Schema | undefined, Q extends Schema | undefined, B extends Schema | undefined>(
  record: Omit<Declared<Schema, Schema, Schema>, 'params' | 'query' | 'body'> & {
    params?: P;
    query?: Q;
    body?: B;
  } & Handlers<Input<Of<P>, Of<Q>, Of<B>>>,
): AnyRoute {
  return record as unknown as AnyRoute;
}

/** An answer with headers of its own (Location, Set-Cookie); a handler that needs none returns its body. */
export class Answer {
  readonly body: unknown;
  readonly headers: Record<string, string>;
  /** Undefined: the record's. */
  readonly status: number | undefined;
  constructor(body: unknown, headers: Record<string, string>, status?: number) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }
}

export const SIGNED_BODY_LIMIT = 262_144;

export const BASES = { v1: '/api/v1', auth: '/api/auth' } as const;
export const fullPath = (record: AnyRoute): string => `${BASES[record.base]}${record.path === '/' ? '' : record.path}`;
