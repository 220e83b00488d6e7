// What is asked of every route, as functions that answer with the faults they found (none: all is well).
// Used by every-route.db.test.ts on the real routes, and there on planted bad ones.
import type { LightMyRequestResponse } from 'fastify';
import type { z } from 'zod';
import type { ErrorCode } from '#contract/errors.ts';
import { Problem } from '#contract/problem.ts';
import { opens, SCOPES } from '#contract/scopes.ts';
import { exampleOf } from '#platform/http/openapi/example.ts';
import { possibleErrors } from '#platform/http/openapi/possible-errors.ts';
import { makeSchemas } from '#platform/http/openapi/schema.ts';
import { statusOf } from '#platform/http/problem.ts';
import { type AnyRoute, fullPath, SIGNED_BODY_LIMIT } from '#platform/http/route.ts';
import { fieldNames } from '#platform/reads/fields.ts';
import { hostileIds, hostileQueries, hostileStrings, hostileValues, replaced, wherever } from './hostile.ts';
import { answerOf, type Inject } from './routes/answers.ts';
import { REQUIRED } from './routes/queries.ts';

type Headers = Record<string, string>;
export type World = {
  inject: Inject;
  /** Headers of a person who may do everything. */
  person: Headers;
  cookie: Headers;
  /** Headers of that person's key with these scopes. */
  key: (scopes: string[]) => Promise<Headers>;
  /** The same, of a key bound to a chantier that is no target. */
  boundKey: (scopes: string[]) => Promise<Headers>;
  /** The id of a new object of the kind that `:id` names on this route, at version 1. */
  target: (record: AnyRoute) => Promise<string>;
};
export type Change = { headers?: Headers; id?: string; query?: string; body?: unknown };

export const nameOf = (record: AnyRoute): string => `${record.method} ${fullPath(record)}`;
const isUnsafe = (record: AnyRoute): boolean => record.method !== 'GET';

/** A request that the schemas of the route accept. */
export function goodBody(record: AnyRoute): unknown {
  if (!record.body) return undefined;
  const schemas = makeSchemas();
  return exampleOf(schemas.request(record.body), schemas.components);
}

/** `:id`, or what stands for it, is the target; other parameters have a value of their own. */
const pathOf = (record: AnyRoute, id: string): string =>
  fullPath(record).replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'system') return 'compta';
    if (name === 'semaine') return '2026-W41';
    return name === 'mois' && record.path.endsWith('/:id/pdf') ? '2026-10' : id;
  });

export async function send(world: World, record: AnyRoute, change: Change = {}): Promise<LightMyRequestResponse> {
  const id = change.id ?? (record.params ? await world.target(record) : '');
  const body = 'body' in change ? change.body : goodBody(record);
  const required = record.query ? REQUIRED[record.path] : undefined;
  const query = change.query ?? new URLSearchParams(required).toString();
  return await answerOf(world.inject, {
    method: record.method,
    url: `${pathOf(record, id)}${query ? `?${query}` : ''}`,
    headers: {
      host: 'localhost',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(record.versioned ? { 'if-match': '"1"' } : {}),
      ...(change.headers ?? world.person),
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** Whatever is answered must be a promise of the record: a declared problem, or a reply (its schema is held by the server). */
function answerFaults(record: AnyRoute, answer: LightMyRequestResponse): string[] {
  const { statusCode, headers, body } = answer;
  const said = `${nameOf(record)} answered ${statusCode}`;
  const streams = String(headers['content-type']).startsWith('text/event-stream');
  if (statusCode < 400 && streams !== 'stream' in record) return [`${said} with ${headers['content-type']}`];
  if (statusCode < 400) return record.reply || body === '' ? [] : [`${said} with an undeclared body`];
  const problem = Problem.safeParse(tryJson(body));
  if (!problem.success || !String(headers['content-type']).startsWith('application/problem+json')) {
    return [`${said} without a problem document: ${body.slice(0, 200)}`];
  }
  const code = problem.data.code as ErrorCode;
  if (statusCode >= 500) return [`${said} ${code}`];
  if (!possibleErrors(record).includes(code)) return [`${said} with the undeclared ${code}`];
  return statusOf(code) === statusCode ? [] : [`${said} for ${code}`];
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export type Expected = { status: number; code?: ErrorCode; pointer?: string; why: string };

export function expectFaults(
  record: AnyRoute,
  answer: LightMyRequestResponse,
  { status, code, pointer, why }: Expected,
): string[] {
  const problem = tryJson(answer.body) as Partial<Problem>;
  const got = `${answer.statusCode} ${problem.code ?? ''}`;
  const wanted = `${status} ${code ?? problem.code ?? ''}`;
  const pointed = !pointer || (problem.errors ?? []).some(error => error.pointer === pointer);
  return [
    ...answerFaults(record, answer),
    ...(got === wanted && pointed
      ? []
      : [`${nameOf(record)}: ${why}: ${wanted} ${pointer ?? ''} expected, ${got} found`]),
  ];
}

/** Without a credential: 401, and nothing said of what the route expects. */
export async function strangerFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (record.access === 'public') return [];
  const good = await send(world, record, { headers: {} });
  const garbage = await send(world, record, {
    headers: {},
    id: 'x',
    query: 'intrus=1',
    ...(isUnsafe(record) ? { body: { intrus: 1 } } : {}),
  });
  const signed = record.access === 'signature';
  const expected: Expected = { status: 401, ...(signed ? {} : { code: 'unauthenticated' }), why: 'no credential' };
  return [good, garbage].flatMap(answer => [
    ...expectFaults(record, answer, expected),
    ...((tryJson(answer.body) as Partial<Problem>).errors ? [`${nameOf(record)} tells a stranger its schema`] : []),
    ...(answer.headers['www-authenticate'] ? [] : [`${nameOf(record)}: 401 without WWW-Authenticate`]),
  ]);
}

/** A key with every other scope is refused, and told which one is missing; on an account route any key is refused. */
export async function keyFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (record.access === 'public' || record.access === 'signature') return [];
  if (record.access === 'account') {
    const answer = await send(world, record, { headers: await world.key([...SCOPES]) });
    return expectFaults(record, answer, { status: 403, code: 'account_only', why: 'a key on an account route' });
  }
  if (record.access === 'identified') {
    const { statusCode } = await send(world, record, { headers: await world.key([SCOPES[0]!]) });
    return statusCode === 200 ? [] : [`${nameOf(record)}: any key got ${statusCode}`];
  }
  const { scope } = record.access;
  const others = SCOPES.filter(granted => !opens([granted], scope));
  const refused = await send(world, record, { headers: await world.key(others) });
  const opened = await send(world, record, { headers: await world.key([scope]) });
  return [
    ...expectFaults(record, refused, { status: 403, code: 'insufficient_scope', why: 'every other scope' }),
    ...(refused.body.includes(`"scope":"${scope}"`) ? [] : [`${nameOf(record)} does not name the missing scope`]),
    ...answerFaults(record, opened),
    ...([401, 403].includes(opened.statusCode) ? [`${nameOf(record)}: the right scope got ${opened.statusCode}`] : []),
  ];
}

/** A person with every right gets in, by JWT and by cookie; a cookie alone, from elsewhere, does not. */
export async function personFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (record.access === 'public') return [];
  if (record.access === 'signature') return await unsignedFaults(world, record);
  const faults: string[] = [];
  if (isUnsafe(record)) {
    const forged = await send(world, record, { headers: world.cookie });
    faults.push(
      ...expectFaults(record, forged, { status: 403, code: 'csrf.refused', why: 'a cookie without our header' }),
    );
  }
  for (const headers of [{ ...world.cookie, 'x-requested-with': 'hub' }, world.person]) {
    const answer = await send(world, record, { headers });
    const wrongProof = answer.body.includes('"sign_in.');
    faults.push(...answerFaults(record, answer));
    if (!isUnsafe(record) && answer.statusCode !== 200)
      faults.push(`${nameOf(record)}: a person got ${answer.statusCode}`);
    if ([401, 403].includes(answer.statusCode) && !wrongProof)
      faults.push(`${nameOf(record)} is closed to a person: ${answer.body}`);
  }
  return faults;
}

/** No credential stands in for the signature, and what cannot be a signed body is cut at its limit. */
async function unsignedFaults(world: World, record: AnyRoute): Promise<string[]> {
  const unsigned: Expected = { status: 401, why: 'a person instead of a signature' };
  const tooLarge: Expected = { status: 413, code: 'body.too_large', why: 'over 256 kB' };
  return [
    ...expectFaults(record, await send(world, record, { headers: world.person }), unsigned),
    ...expectFaults(record, await send(world, record, { headers: world.cookie, body: { a: 1 } }), unsigned),
    ...expectFaults(record, await send(world, record, { body: 'x'.repeat(SIGNED_BODY_LIMIT + 1) }), tooLarge),
  ];
}

/** Wrong shapes are 400 with their pointer, in parameters, query and body; a body of another kind or size is named so. */
export async function garbageFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (record.access === 'signature') return [];
  const wrong = async (change: Change, expected: Expected) =>
    expectFaults(record, await send(world, record, change), expected);
  const faults = await wrong(
    { query: 'intrus=1' },
    { status: 400, code: 'invalid', pointer: '#/query/intrus', why: 'unknown query' },
  );
  if (record.path.includes(':id')) {
    faults.push(
      ...(await wrong(
        { id: 'pas-un-uuid' },
        { status: 400, code: 'invalid', pointer: '#/params/id', why: 'a wrong id' },
      )),
    );
  }
  if (!isUnsafe(record)) return faults;
  const good = (goodBody(record) ?? {}) as object;
  const parser = async (body: string, type: string, expected: Expected) =>
    wrong({ body, headers: { ...world.person, 'content-type': type } }, expected);
  const json = 'application/json';
  const malformed: Expected = { status: 400, code: 'json.malformed', why: 'broken JSON' };
  faults.push(
    ...(await wrong(
      { body: { ...good, intrus: 1 } },
      { status: 400, code: 'invalid', pointer: '/intrus', why: 'an unknown field' },
    )),
    ...(await wrong({ body: [] }, { status: 400, code: 'invalid', why: 'a list as body' })),
    ...(await parser('{"nom": ', json, malformed)),
    ...(await parser('{"__proto__": {"a": 1}}', json, malformed)),
    ...(await parser('nom=x', 'application/x-www-form-urlencoded', {
      status: 415,
      code: 'media.unsupported',
      why: 'a form',
    })),
    ...(await parser(`"${'x'.repeat(1_048_577)}"`, json, { status: 413, code: 'body.too_large', why: 'over 1 MiB' })),
  );
  return faults;
}

/** Each field in turn holds something hostile: never a 500, never an undeclared answer. */
export async function hostileFaults(world: World, record: AnyRoute): Promise<string[]> {
  const faults: string[] = [];
  const look = async (change: Change) => void faults.push(...answerFaults(record, await send(world, record, change)));
  const good = goodBody(record);
  for (const path of wherever(good)) {
    for (const value of [...hostileStrings, ...hostileValues]) await look({ body: replaced(good, path, value) });
  }
  const queries = record.query ? Object.keys((record.query as z.ZodObject).shape) : [];
  if (fieldNames(record)) queries.push('fields');
  for (const query of hostileQueries(queries)) await look({ query });
  if (record.params) for (const id of hostileIds) await look({ id });
  return faults;
}
