import { expect, test } from 'vitest';
import { type LogLevel, makeLog } from './log.ts';
import { tolerate } from './tolerate.ts';

function capture(level: LogLevel = 'debug') {
  const chunks: string[] = [];
  const log = makeLog({ level, stream: { write: line => void chunks.push(line) } });
  const lines = () => chunks.join('').split('\n').slice(0, -1);
  return { log, text: () => chunks.join(''), lines, records: () => lines().map(line => JSON.parse(line)) };
}

const KEY = 'hbc_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf4Nn3RY';
const SECRETS = [
  KEY,
  'hbc_test_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2yS3NN',
  `hbl_${'a1B2'.repeat(10)}xyz`,
  `hbr_${'Z9y8'.repeat(10)}abc`,
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
];

test('a line is ECS: timestamp in UTC milliseconds, dotted level, message, our dataset', () => {
  const { log, records } = capture();
  log.info('request done', { 'http.request.id': 'r1', 'url.path': '/api/v1/chantiers', 'hub.job_id': 'j1' });
  expect(records()[0]).toMatchObject({
    'log.level': 'info',
    message: 'request done',
    'event.dataset': 'hub.app',
    'http.request.id': 'r1',
    'hub.job_id': 'j1',
  });
  expect(records()[0]['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test.each(SECRETS)('a planted secret never appears, wherever it was planted (%#)', secret => {
  const { log, text } = capture();
  const cause = new Error(`cause ${secret}`);
  log.error(`message with ${secret}`, {
    error: new Error(`failed for ${secret}`, { cause }),
    'url.path': `/liens/${secret}`,
    'url.query': `?x=1&jeton=${secret}#${secret}`,
    deep: { a: { b: { c: [{ note: `x${'-'}${secret}` }] } } },
    [`key ${secret}`]: 1,
    quoted: JSON.stringify({ inner: secret }),
    'http.request.headers': { authorization: `Bearer ${secret}`, 'set-cookie': [`a=${secret}`, 'b=2'] },
  });
  log.child({ 'hub.note': secret }).security('authn_token_reuse', { reason: secret });
  expect(text()).not.toContain(secret);
  expect(text()).not.toContain(secret.slice(8));
});

test('secrets without a recognisable shape are hidden by the name of their field, at any depth and in any case', () => {
  const { log, text } = capture();
  log.info('x', {
    password: 'correct horse "battery"',
    body: { mot_de_passe: 'correct horse "battery"', a: { b: { c: { Client_Secret: 'correct horse' } } } },
    headers: { Authorization: 'correct horse', Cookie: 'correct horse', 'Set-Cookie': ['correct horse', 'a]b'] },
  });
  expect(text()).not.toContain('correct horse');
  expect(() => JSON.parse(text())).not.toThrow();
});

test('credentials inside addresses, cookies and Basic headers are hidden', () => {
  const { log, text } = capture();
  log.warn('postgres://hub:s3cr3tpass@db.example/hub refused', {
    h: '__Host-hub_session=abcdefghijkl; other=1',
    i: 'Basic dXNlcjpwYXNzd29yZA==',
  });
  expect(text()).not.toMatch(/s3cr3tpass|abcdefghijkl|dXNlcjpwYXNz/);
  expect(text()).toContain('db.example/hub refused');
});

test('ordinary text, and the short preview of a key, stay readable', () => {
  const { log, records } = capture();
  log.info('clé hbc_003a…n3RY refusée', { 'hub.email': 'https://hub.example/a@b', 'user.id': 'u-1' });
  expect(records()[0]).toMatchObject({
    message: 'clé hbc_003a…n3RY refusée',
    'hub.email': 'https://hub.example/a@b',
    'user.id': 'u-1',
  });
});

test.each(['\r\n', '\n', '\u2028', '\u2029', '\u0085', '\u009b31m', '\u202e'])(
  '%j cannot forge or disguise a line',
  evil => {
    const { log, lines, text } = capture();
    const forged = `a${evil}{"log.level":"error","message":"forged"}`;
    log.info(forged, { 'url.path': forged, [forged]: forged, error: new Error(forged) });
    expect(lines()).toHaveLength(1);
    expect(text().trimEnd()).not.toContain(evil);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ 'log.level': 'info', message: forged, 'url.path': forged });
  },
);

test('a caller cannot write the fields that belong to the writer, nor a key twice', () => {
  const { log, lines } = capture();
  log
    .child({ 'hub.run_id': 'a', '@timestamp': 'x' })
    .info('m', { 'hub.run_id': 'b', 'log.level': 'fatal', message: 'n' });
  expect(lines()[0]?.match(/"(hub\.run_id|@timestamp|log\.level|message)":/g)).toHaveLength(4);
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ 'hub.run_id': 'b', 'log.level': 'info', message: 'm' });
});

test('the security stream is marked and is written even when the level is silent for the rest', () => {
  const { log, records } = capture('error');
  log.info('hidden');
  log.child({ 'user.id': 'u1' }).security('authn_login_fail', { 'event.outcome': 'failure', 'source.ip': '192.0.2.1' });
  expect(records()).toHaveLength(1);
  expect(records()[0]).toMatchObject({
    'event.dataset': 'hub.security',
    'event.action': 'authn_login_fail',
    'user.id': 'u1',
    'event.outcome': 'failure',
  });
});

test('anything thrown, circular or enormous is still one bounded, readable line', () => {
  const { log, lines } = capture();
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.error('x'.repeat(100_000), { loop, big: 10n, error: 'a string', long: 'y'.repeat(1_000_000) });
  log.error('null', { error: null });
  log.error('nested', { 'hub.job_id': 'j', body: { text: 'z'.repeat(1_000_000) } });
  expect(lines()).toHaveLength(3);
  expect(JSON.parse(lines()[2] ?? '')).toMatchObject({
    message: 'nested',
    'hub.job_id': 'j',
    'hub.log_truncated': true,
  });
  expect((lines()[0] ?? '').length).toBeLessThan(20_000);
});

test('a tolerated failure is logged with its reason and gives undefined', async () => {
  const { log, records } = capture();
  expect(await tolerate('the cache is only a cache', Promise.reject(new Error('boom')), log)).toBeUndefined();
  expect(await tolerate('never fails', Promise.resolve(3), log)).toBe(3);
  expect(records()).toHaveLength(1);
  expect(records()[0]).toMatchObject({ message: 'tolerated: the cache is only a cache', 'error.message': 'boom' });
});
