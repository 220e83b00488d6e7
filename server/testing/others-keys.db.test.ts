// Issue 3/5: user A never sees, revokes, changes, rotates nor guesses B's key: whatever the route that names a key, his answer is
// the one of a key that does not exist. Drawn from the records.
import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyRoute, fullPath } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, testApp } from './app.ts';
import { goodBody, nameOf } from './route-checks.ts';

const hub = await testApp();
const OWN = hub.app.features
  .flatMap(feature => feature.routes)
  .filter(record => record.base === 'auth' && record.path.startsWith('/api-keys/:id'));
const people: Record<string, Caller> = {};
const theirs = { living: '', revoked: '', secret: '' };

beforeAll(async () => {
  const owner = await hub.jwt(await hub.person({ role: 'conducteur' }));
  const [living, revoked] = [await hub.key(owner, ['read']), await hub.key(owner, ['write'])];
  await hub.request('DELETE', `/api/auth/api-keys/${revoked.id}`, { as: owner });
  Object.assign(theirs, { living: living.id, revoked: revoked.id, secret: living.secret });
  people['a conducteur'] = await hub.jwt(await hub.person({ role: 'conducteur' }));
  people['an administrateur'] = await hub.jwt(await hub.person({ role: 'administrateur' }));
});

async function ask(record: AnyRoute, as: Caller, id: string) {
  const body = goodBody(record);
  const headers: Record<string, string> = record.versioned ? { 'if-match': '"1"' } : {};
  const url = fullPath(record).replace(':id', id);
  const answer = await hub.request(record.method, url, { as, headers, ...(body === undefined ? {} : { body }) });
  const { request_id: _id, trace_id: _trace, instance: _path, ...said } = answer.json();
  const { 'x-request-id': _r, traceresponse: _t, date: _d, 'content-length': _l, ...told } = answer.headers;
  return { status: answer.statusCode, said, headers: Object.keys(told).toSorted() };
}

const rowOf = async () => JSON.stringify(await hub.db.sql`select k::text from api_keys k where id = ${theirs.living}`);

test('there are routes that name a key', () => expect(OWN.length).toBeGreaterThan(5));

describe.each(OWN.map(record => ({ name: nameOf(record), record })))('$name', ({ record }) => {
  test.each(['a conducteur', 'an administrateur'])(
    'tells %s of another’s key what it tells of none, and does nothing',
    async who => {
      const as = people[who]!;
      const before = await rowOf();
      const none = await ask(record, as, newId());
      expect(none).toMatchObject({ status: 404, said: { code: 'api_key.not_found' } });
      expect(await ask(record, as, theirs.living)).toEqual(none);
      expect(await ask(record, as, theirs.revoked)).toEqual(none);
      expect(await rowOf()).toBe(before);
    },
  );
});

test('no list of anybody else holds it, and the preview that an administrateur sees does not make the secret', async () => {
  for (const as of Object.values(people)) {
    const { body } = await hub.request('GET', '/api/auth/api-keys', { as });
    expect(body).not.toContain(theirs.living);
  }
  for (const end of [1, 4, 20]) {
    const guess = `${theirs.secret.slice(0, -end)}${'0'.repeat(end)}`;
    const as = { headers: { authorization: `Bearer ${guess === theirs.secret ? `${guess}0` : guess}` } };
    expect((await hub.request('GET', '/api/v1/me', { as })).statusCode).toBe(401);
  }
});
