// What the conventions of the API owe, by the records: bound keys, Idempotency-Key, `fields`, reading in the order of change, versions.
import type { LightMyRequestResponse } from 'fastify';
import type { AnyRoute } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { fieldNames } from '#platform/reads/fields.ts';
import { type Expected, expectFaults, nameOf, send, type World } from '../route-checks.ts';
import { REQUIRED } from './queries.ts';

type Body = { items?: object[]; deleted?: unknown; next_cursor?: unknown; has_more?: unknown };
const bodyOf = (answer: LightMyRequestResponse): Body => JSON.parse(answer.body || 'null') as Body;
const fault = (record: AnyRoute, wrong: boolean, what: string): string[] =>
  wrong ? [`${nameOf(record)}: ${what}`] : [];

/** A key bound to a chantier that has nothing to do here sees nothing and changes nothing; any route that does not know refuses it. */
export async function boundKeyFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (record.access === 'identified') return [];
  if (typeof record.access !== 'object')
    return fault(record, record.bound_keys === true, 'bound_keys where no key comes');
  const answer = await send(world, record, { headers: await world.boundKey([record.access.scope]) });
  if (!record.bound_keys)
    return expectFaults(record, answer, { status: 403, code: 'api_key.bound', why: 'a bound key' });
  if ('list' in record)
    return fault(record, bodyOf(answer).items?.length !== 0, `a bound key lists ${answer.body.slice(0, 200)}`);
  if (record.path.includes(':id'))
    return fault(record, answer.statusCode !== 404, `a bound key got ${answer.statusCode} outside`);
  const items = (bodyOf(answer).items ?? [bodyOf(answer)]) as { problem?: { code: string }; code?: string }[];
  const refused = items.every(item => (item.problem ?? item).code === 'api_key.bound');
  return fault(record, !refused, `a bound key makes something: ${answer.body.slice(0, 200)}`);
}

/** Whatever creates can be sent again. Where the example can be carried out here, it is, twice. */
export async function idempotencyFaults(world: World, record: AnyRoute): Promise<string[]> {
  const creates = record.method === 'POST' && [201, 202, 207].includes(record.status ?? 0);
  const known = record.access !== 'public' && record.access !== 'signature';
  if (!record.idempotent) return fault(record, creates && known, 'creates without Idempotency-Key');
  if ('outside' in record) return [];
  const id = record.params ? await world.target(record) : '';
  const post = (key: string) => send(world, record, { id, headers: { ...world.person, 'idempotency-key': key } });
  const wrong = expectFaults(record, await post('"'), {
    status: 400,
    code: 'invalid',
    pointer: '#/headers/Idempotency-Key',
    why: 'a wrong Idempotency-Key',
  });
  const key = newId();
  const first = await post(key);
  if (first.statusCode >= 300) return wrong;
  const again = await post(key);
  if (record.secret_reply) {
    return [...wrong, ...expectFaults(record, again, { status: 409, code: 'idempotency.secret', why: 'sent again' })];
  }
  const same = again.statusCode === first.statusCode && again.body === first.body;
  return [
    ...wrong,
    ...fault(record, !same, `sent again: ${again.statusCode} ${again.body.slice(0, 200)}`),
    ...fault(record, again.headers['idempotency-replayed'] !== 'true', 'sent again without Idempotency-Replayed'),
  ];
}

/** `fields` is on every read of the public API: one name gives that name only, another's is refused. */
export async function fieldsFaults(world: World, record: AnyRoute): Promise<string[]> {
  const names = fieldNames(record);
  const query = (fields: string) => new URLSearchParams({ ...REQUIRED[record.path], fields }).toString();
  if (!names || record.path === '/mappings') return [];
  const [name] = names;
  const answer = await send(world, record, { query: query(name!) });
  const shown = answer.statusCode === 200 ? (bodyOf(answer).items ?? [bodyOf(answer)]) : [{ nothing: answer.body }];
  return [
    ...fault(
      record,
      !shown.every(item => Object.keys(item).join() === name),
      `fields=${name} gives ${answer.body.slice(0, 200)}`,
    ),
    ...expectFaults(record, await send(world, record, { query: query('intrus') }), {
      status: 400,
      code: 'invalid',
      pointer: '#/query/fields',
      why: 'an unknown name in fields',
    }),
  ];
}

/** A list that `changes` never ends its cursor, and tells what is gone where it is asked for. */
export async function changesFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (!('list' in record) || !record.changes) return [];
  const query = 'sort=changed&include_deleted=true&limit=200';
  const first = bodyOf(await send(world, record, { query }));
  const next = await send(world, record, { query: `${query}&cursor=${first.next_cursor}` });
  const whole = (page: Body) =>
    typeof page.next_cursor === 'string' && typeof page.has_more === 'boolean' && Array.isArray(page.deleted);
  return [
    ...fault(record, !whole(first), 'a page in the order of change without cursor, has_more or deleted'),
    ...fault(
      record,
      next.statusCode !== 200 || !whole(bodyOf(next)),
      `the cursor of a last page: ${next.body.slice(0, 200)}`,
    ),
    ...expectFaults(record, await send(world, record, { query: 'include_deleted=true' }), {
      status: 400,
      code: 'invalid',
      pointer: '#/query/include_deleted',
      why: 'include_deleted out of the order of change',
    }),
  ];
}

/** Every read has an ETag, strong, under which it is 304 and empty while nothing changes. */
export async function etagFaults(world: World, record: AnyRoute): Promise<string[]> {
  if (record.method !== 'GET' || 'stream' in record) return [];
  const id = record.params ? await world.target(record) : '';
  // The uses of keys are noted every few seconds: what shows them may have changed in between, once.
  const faults = await etagFaultsOnce(world, record, id);
  return faults.length > 0 ? await etagFaultsOnce(world, record, id) : faults;
}

async function etagFaultsOnce(world: World, record: AnyRoute, id: string): Promise<string[]> {
  const first = await send(world, record, { id });
  const etag = String(first.headers['etag']);
  const again = await send(world, record, { id, headers: { ...world.person, 'if-none-match': `"autre", ${etag}` } });
  return [
    ...fault(record, !/^"[\w-]+"$/.test(etag), `ETag ${etag}`),
    ...fault(record, again.statusCode !== 304 || again.body !== '', `its own ETag gives ${again.statusCode}`),
    ...fault(record, again.headers['etag'] !== etag, '304 without the ETag'),
  ];
}

/** If-Match missing: 428; stale or not ours: 412. */
export async function versionFaults(world: World, record: AnyRoute): Promise<string[]> {
  const asked = async (tag: string, expected: Expected) => {
    const headers = { ...world.person, ...(tag ? { 'if-match': tag } : {}) };
    const { versioned: _, ...free } = record;
    return expectFaults(record, await send(world, free as AnyRoute, { headers }), expected);
  };
  return [
    ...(await asked('', { status: 428, code: 'precondition.required', why: 'no If-Match' })),
    ...(await asked('"999999"', { status: 412, code: 'precondition.failed', why: 'a stale If-Match' })),
    ...(await asked('*', { status: 412, code: 'precondition.failed', why: 'If-Match: *' })),
    ...(await asked('W/"1"', { status: 412, code: 'precondition.failed', why: 'a weak If-Match' })),
  ];
}
