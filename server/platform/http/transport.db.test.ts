import { type AddressInfo, connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { Problem } from '#contract/problem.ts';
import { type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});

const ask = (url: string, headers: Record<string, string>) => t.app.server.inject({ method: 'GET', url, headers });

test.each(['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000'])('plain HTTP answers to %s', async host => {
  expect((await ask('/api/v1/chantiers', { host })).statusCode).toBe(401);
});

test('from another machine plain HTTP gives a person a page that says what to do, and a program a problem', async () => {
  const page = await ask('/chantiers', { host: 'hub.entreprise.lan:3000' });
  expect(page.statusCode).toBe(403);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.body).toContain('HTTPS nécessaire');
  const problem = await ask('/api/v1/chantiers', { host: 'hub.entreprise.lan:3000', authorization: 'Bearer eyJ.x.y' });
  expect([problem.statusCode, problem.json().code]).toEqual([403, 'https.required']);
});

test('X-Forwarded headers of a stranger are not believed', async () => {
  const headers = { host: 'hub.entreprise.lan', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'localhost' };
  expect((await ask('/api/v1/chantiers', headers)).json().code).toBe('https.required');
});

test('health answers everywhere; measures answer nearby and never through a proxy', async () => {
  expect((await ask('/health/live', { host: 'x.lan' })).statusCode).toBe(200);
  expect((await ask('/health/ready', { host: 'x.lan' })).json()).toMatchObject({
    status: 'ok',
    checks: { database: 'ok' },
  });
  expect((await ask('/metrics', { host: 'x.lan' })).body).toContain('process_resident_memory_bytes');
  expect((await ask('/metrics', { host: 'localhost', 'x-forwarded-for': '10.0.0.1' })).statusCode).toBe(404);
});

test('every answer carries its request id and the headers that close browsers’ doors', async () => {
  const { headers } = await ask('/api/v1/chantiers', { host: 'localhost' });
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('an unknown address, a malformed body, a huge one and another media type are problems, never a 500', async () => {
  const post = async (payload: string, type = 'application/json') => {
    const answer = await t.app.server.inject({
      method: 'POST',
      url: '/api/auth/token',
      headers: { host: 'localhost', 'content-type': type },
      payload,
    });
    return [answer.statusCode, answer.json().code, answer.headers['content-type']];
  };
  const kind = 'application/problem+json; charset=utf-8';
  expect(await post('{"grant":')).toEqual([400, 'json.malformed', kind]);
  expect(await post('{"__proto__":{"a":1}}')).toEqual([400, 'json.malformed', kind]);
  expect(await post(JSON.stringify('x'.repeat(1_100_000)))).toEqual([413, 'body.too_large', kind]);
  expect(await post('<xml/>', 'application/xml')).toEqual([415, 'media.unsupported', kind]);
  expect((await ask('/api/v1/inconnu', { host: 'localhost' })).json().code).toBe('route.not_found');
});

test('two Authorization headers are refused as ambiguous', async () => {
  const answer = await t.app.server.inject({
    method: 'GET',
    url: '/api/v1/chantiers',
    headers: { host: 'localhost', authorization: ['Bearer a', 'Bearer b'] as unknown as string },
  });
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'authorization.ambiguous']);
});

test('what is no HTTP, or could be read in two ways, gets one problem and the end of the line', async () => {
  await t.app.server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = t.app.server.server.address() as AddressInfo;
  const say = (text: string) =>
    new Promise<string>(done => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', chunk => {
        heard += String(chunk);
      });
      socket.on('close', () => done(heard));
    });
  const post = 'POST /api/auth/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  for (const text of [
    'bonjour\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
    `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${post}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}{`,
  ]) {
    const [head = '', body = ''] = (await say(text)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head).toContain('application/problem+json');
    expect(Problem.parse(JSON.parse(body)).code).toBe('invalid');
  }
});
