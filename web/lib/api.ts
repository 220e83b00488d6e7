// The one door to the server: same-origin JSON, problem+json turned into a typed error.
import { Problem } from '#contract/problem.ts';
import { noteReply } from './kept.ts';
import { KEPT_AT } from './kept-header.ts';

/** An answer of the API that says no. `code` is one of contract/errors.ts. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly request_id: string;
  readonly errors: NonNullable<Problem['errors']>;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}`);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.request_id = problem.request_id;
    this.errors = problem.errors ?? [];
  }
}

/** The request never reached the hub, or its answer never came back. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super('offline', { cause });
    this.name = 'OfflineError';
  }
}

type Query = Record<string, string | number | boolean | undefined>;
type Options = {
  query?: Query;
  body?: unknown;
  version?: number;
  signal?: AbortSignal;
  /** Idempotency-Key: the same request sent again is done once. */
  key?: string;
  /** Refuses a reply that the service worker had kept: only the hub's own word will do. */
  fresh?: boolean;
};
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

function addressOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

/** A proxy in between may answer with its own page: then we say what we know, without inventing a request id. */
async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const read = Problem.safeParse(body);
  if (read.success) return new ApiProblem(read.data);
  return new ApiProblem({
    type: 'about:blank',
    title: 'Réponse inattendue',
    status: Math.min(599, Math.max(400, response.status)),
    code: response.status >= 500 ? 'unavailable' : 'unexpected',
    detail: 'Le hub n’a pas répondu comme prévu. Réessayez dans quelques instants.',
    request_id: response.headers.get('x-request-id') ?? '',
  });
}

function headersOf({ body, version, key }: Options): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Requested-With': 'hub' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  if (key !== undefined) headers['Idempotency-Key'] = key;
  return headers;
}

/**
 * Calls the API. `version` becomes the If-Match header of a change.
 * Throws ApiProblem when the hub refuses, OfflineError when it cannot be reached.
 */
export async function api<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const headers = headersOf(options);
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.signal) init.signal = options.signal;
  const response = await fetch(addressOf(path, options.query), init).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new OfflineError(error);
  });
  if (!response.ok) throw await problemOf(response);
  const kept = response.headers.get(KEPT_AT);
  if (method === 'GET') noteReply(path, kept);
  if (kept && options.fresh) throw new OfflineError('kept');
  // Done, or taken charge of: nothing more is said.
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T;
  return (await response.json().catch((error: unknown) => {
    throw new OfflineError(error);
  })) as T;
}

export const isProblem = (error: unknown, code?: string): error is ApiProblem =>
  error instanceof ApiProblem && (code === undefined || error.code === code);
