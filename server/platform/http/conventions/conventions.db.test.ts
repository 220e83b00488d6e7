import { beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '#contract/problem.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';

const LIST = '/api/v1/chantiers';
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const origin = 'https://tableau.exemple.fr';
let hub: TestApp;
let key: Caller;
let session: Caller;
beforeAll(async () => {
  hub = await testApp();
  session = await hub.cookie(await hub.person({ role: 'administrateur' }));
  key = await hub.key(session, ['read', 'chantiers:write']);
  for (let n = 0; n < 5; n += 1) await makeChantier(hub.db.sql, {});
});

test('following the Link of a list reads all of it, once, and the last page has none', async () => {
  const seen: string[] = [];
  let next: string | undefined = `${LIST}?limit=2&sort=code`;
  let pages = 0;
  while (next && pages < 10) {
    const answer = await hub.request('GET', next, { as: key });
    const { items, next_cursor } = answer.json();
    seen.push(...items.map(({ id }: { id: string }) => id));
    const link = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers['link'] ?? ''))?.[1];
    expect(link === undefined).toBe(next_cursor === null);
    if (link) expect(new URLSearchParams(link.split('?')[1]).get('cursor')).toBe(next_cursor);
    next = link;
    pages += 1;
  }
  expect([seen.length, new Set(seen).size, pages]).toEqual([5, 5, 3]);
});

test('a page that did not change names the next one all the same', async () => {
  const first = await hub.request('GET', `${LIST}?limit=2`, { as: key });
  const again = await hub.request('GET', `${LIST}?limit=2`, {
    as: key,
    headers: { 'if-none-match': String(first.headers.etag) },
  });
  expect([again.statusCode, again.headers['link']]).toEqual([304, first.headers['link']]);
});

test('the trace and the id of a request are those of the answer, the problem and the log', async () => {
  const headers = { traceparent: TRACEPARENT, 'x-request-id': 'commande-2026-11-23' };
  const answer = await hub.request('GET', `${LIST}/0199c8f0-6f4a-7000-8000-00000000dead?x`, { as: key, headers });
  expect(answer.headers['x-request-id']).toBe('commande-2026-11-23');
  expect(answer.headers['traceparent']).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
  expect(answer.json()).toMatchObject({
    request_id: 'commande-2026-11-23',
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    instance: `${LIST}/0199c8f0-6f4a-7000-8000-00000000dead`,
  });
  const line = hub.lines.map(text => JSON.parse(text)).find(one => one['http.request.id'] === 'commande-2026-11-23');
  expect(line['trace.id']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

test('what a change writes in the security stream carries its trace', async () => {
  const body = { nom: 'Tracée', scopes: ['read'] };
  await hub.request('POST', '/api/auth/api-keys', { as: session, body, headers: { traceparent: TRACEPARENT } });
  const made = hub.lines
    .map(text => JSON.parse(text))
    .find(line => line['event.action'] === 'authn_token_created' && line['trace.id'] === TRACEPARENT.slice(3, 35));
  expect(made).toBeDefined();
});

test('a problem is told in the language that is asked for, its fields included, and says which', async () => {
  const ask = async (language?: string) => {
    const headers: Record<string, string> = language ? { 'accept-language': language } : {};
    const answer = await hub.request('POST', LIST, { as: key, body: { intrus: 1 }, headers });
    return { answer, problem: Problem.parse(answer.json()) };
  };
  const [french, english] = [await ask('fr'), await ask('en-US,en;q=0.9,fr;q=0.1')];
  expect(french.answer.headers['content-language']).toBe('fr');
  expect(english.answer.headers['content-language']).toBe('en');
  expect(english.answer.headers['vary']).toContain('Accept-Language');
  expect([french.problem.title, english.problem.title]).toEqual(['Demande illisible', 'Unreadable request']);
  expect(english.problem.errors?.map(({ message }) => message)).toContain('Unknown field');
  expect(english.problem.errors?.map(({ message }) => message).join()).not.toMatch(/attendu|invalide/i);
  expect((await ask()).problem.title).toBe('Demande illisible');
});

describe('other origins', () => {
  test('a preflight is answered for a key, and kept for two hours', async () => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const answer = await hub.request('OPTIONS', LIST, { headers });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-max-age': '7200' });
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('an answer to a key is theirs to read with its headers, refusals included; one to a cookie is not', async () => {
    for (const url of [LIST, `${LIST}?intrus=1`]) {
      const { headers } = await hub.request('GET', url, { as: key, headers: { origin } });
      expect(headers['access-control-allow-origin'], url).toBe('*');
      for (const name of ['Link', 'ETag', 'RateLimit', 'Retry-After', 'X-Request-Id'])
        expect(headers['access-control-expose-headers']).toContain(name);
    }
    const withCookie = await hub.request('GET', LIST, { as: session, headers: { origin } });
    expect(withCookie.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('signing in from elsewhere is not opened', async () => {
    const { headers } = await hub.request('OPTIONS', '/api/auth/session', { headers: { origin } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['allow']).toContain('POST');
  });
});

test.each([
  ['PUT', LIST, 'GET, HEAD, OPTIONS, POST'],
  ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
  ['DELETE', '/api/openapi.json', 'GET, HEAD, OPTIONS'],
  ['TRACE', LIST, 'GET, HEAD, OPTIONS, POST'],
])('%s %s is 405 and names what is allowed', async (method, url, allow) => {
  const answer = await hub.request(method, url);
  expect([answer.statusCode, answer.headers['allow'], answer.json().code]).toEqual([405, allow, 'method.not_allowed']);
});

test('an address that does not exist is 404 for every method', async () => {
  for (const method of ['GET', 'PUT', 'OPTIONS']) {
    const answer = await hub.request(method, '/api/v1/inconnu');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'route.not_found']);
  }
});
