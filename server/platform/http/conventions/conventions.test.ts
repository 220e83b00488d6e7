import { expect, test } from 'vitest';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { languageOf } from './language.ts';
import { nextLink } from './link.ts';
import { makeMethods } from './methods.ts';
import { makeTrace, requestId, traceparent } from './trace.ts';

test.each([
  [undefined, 'fr'],
  ['', 'fr'],
  ['*', 'fr'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  ['en;q=0.5, fr;q=0.4', 'en'],
  ['en;q=0', 'fr'],
  ['de', 'fr'],
  ['de, en;q=0.1', 'en'],
  ['en;q=abc', 'fr'],
  [`${'x,'.repeat(10_000)}en`, 'fr'],
])('Accept-Language: %s is answered in %s', (header, language) => expect(languageOf(header)).toBe(language));

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

test('the trace of the caller is kept, with a span of ours and his flags', () => {
  const trace = makeTrace(`00-${TRACE}-${PARENT}-01`);
  expect(trace).toMatchObject({ trace_id: TRACE, flags: '01' });
  expect(trace.span_id).toMatch(/^[0-9a-f]{16}$/);
  expect(trace.span_id).not.toBe(PARENT);
  expect(traceparent(trace)).toBe(`00-${TRACE}-${trace.span_id}-01`);
  expect(makeTrace(`cc-${TRACE}-${PARENT}-01-what.comes.later`).trace_id).toBe(TRACE);
});

test.each([
  undefined,
  '',
  `ff-${TRACE}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-01-more`,
  `00-${'0'.repeat(32)}-${PARENT}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}`,
  `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
])('the traceparent « %s » begins a new trace', header => {
  const trace = makeTrace(header);
  expect(trace.trace_id).toMatch(/^[0-9a-f]{32}$/);
  expect(trace.trace_id).not.toBe(TRACE);
  expect(trace.flags).toBe('00');
});

test.each([
  ['chantier-import-42', true],
  ['court', false],
  ['x'.repeat(65), false],
  ['a b c d e f g h', false],
  ['ligne\nsuivante', false],
  ['hbc_0123456789', false],
])('the request id « %s » is kept: %s', (given, kept) => {
  const id = requestId({ headers: { 'x-request-id': given } } as never);
  expect(id === given).toBe(kept);
  if (!kept) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

const origin = 'https://tableau.exemple.fr';

test('another origin may read what a key or nobody asked, never what a cookie asked', () => {
  const opened = (path: string, headers: object) =>
    corsHeaders(path, { origin, ...headers })['access-control-allow-origin'];
  expect(opened('/api/v1/chantiers', { authorization: 'Bearer x' })).toBe('*');
  expect(opened('/api/v1/chantiers', {})).toBe('*');
  expect(opened('/api/v1/chantiers', { authorization: 'Bearer x', cookie: 'a=b' })).toBe('*');
  expect(opened('/api/v1/chantiers', { cookie: 'a=b' })).toBeUndefined();
  expect(opened('/api/auth/session', {})).toBeUndefined();
  expect(opened('/api/v12/x', {})).toBeUndefined();
  expect(opened('/', {})).toBeUndefined();
  expect(corsHeaders('/api/v1/chantiers', {})).toEqual({});
});

test('no answer to a preflight admits credentials, nor the header that lets a cookie write', () => {
  const headers = preflightHeaders('/api/v1/chantiers', ['GET', 'POST']);
  expect(headers['access-control-allow-methods']).toBe('GET, POST');
  expect(headers['access-control-allow-headers']).toContain('Authorization');
  expect(JSON.stringify(headers)).not.toMatch(/credentials|x-requested-with/i);
  expect(Number(headers['access-control-max-age'])).toBeGreaterThan(600);
  expect(preflightHeaders('/api/auth/session', ['POST'])).toEqual({});
});

test('the next page is the same list with another cursor', () => {
  expect(nextLink('/api/v1/chantiers?statut=ouvert&limit=2&cursor=a', 'b.c')).toEqual({
    link: '</api/v1/chantiers?statut=ouvert&limit=2&cursor=b.c>; rel="next"',
  });
  const { link = '' } = nextLink('/api/v1/chantiers?q=%3E%22,%20x&q=<>', 'z');
  expect(link.match(/[<>"]/g)?.join('')).toBe('<>""');
});

test('an address knows its methods, whatever stands for its parameters', () => {
  const methods = makeMethods();
  for (const [method, url] of [
    ['GET', '/api/v1/chantiers/:id'],
    ['HEAD', '/api/v1/chantiers/:id'],
    [['PATCH', 'DELETE'], '/api/v1/chantiers/:id'],
    ['GET', '/api/docs/style.css'],
    ['GET', '/*'],
  ] as const)
    methods.learn({ method: method as string, url });
  expect(methods.of('/api/v1/chantiers/42')).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH']);
  expect(methods.of('/api/v1/chantiers')).toBeNull();
  expect(methods.of('/api/v1/chantiers/42/x')).toBeNull();
  expect(methods.of('/api/docs/styleXcss')).toBeNull();
});
