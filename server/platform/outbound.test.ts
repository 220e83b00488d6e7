import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { makeLog } from './log.ts';
import {
  makeOutbound,
  OutboundFailed,
  type OutboundOutcome,
  OutboundRefused,
  type OutboundRequest,
} from './outbound.ts';
import { StartRefused } from './start-refused.ts';
import { fromStatus, fromWire, retryAt, UpstreamError } from './upstream.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function listen(server: net.Server): Promise<number> {
  closing.push(() => new Promise<void>(done => server.close(() => done())));
  return new Promise(ready => server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port)));
}
async function serve(handle: http.RequestListener) {
  const server = http.createServer(handle);
  const port = await listen(server);
  closing.unshift(() => server.closeAllConnections());
  return port;
}

type Options = {
  allow?: string;
  assertOutsideUnit?: () => void;
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>;
};
function wire(options: Options = {}) {
  const lines: string[] = [];
  const outcomes: OutboundOutcome[] = [];
  const outbound = makeOutbound({
    allow: '127.0.0.0/8:*',
    assertOutsideUnit: () => {},
    log: makeLog({ level: 'info', stream: { write: line => void lines.push(line) } }),
    metrics: { countOutbound: outcome => void outcomes.push(outcome) },
    ...options,
  });
  closing.unshift(() => outbound.close());
  return { outbound, lines, outcomes };
}
const get = (more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  timeout_ms: 5_000,
  max_bytes: 100_000,
  rule: 'public',
  ...more,
});
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('answered'),
    error => error as OutboundFailed,
  );

test('an answer comes back whole, with our user agent and the body sent as given', async () => {
  const port = await serve((request, response) => {
    const { 'user-agent': agent, 'x-mine': mine, host } = request.headers;
    request.setEncoding('utf8').on('data', body => {
      response.writeHead(201, { 'x-a': ['1', '2'] });
      response.end(JSON.stringify({ agent, mine, host, body }));
    });
  });
  const { outbound, outcomes } = wire();
  const headers = { 'X-Mine': 'yes', 'User-Agent': 'forged', Host: 'forged.example' };
  const answer = await outbound.fetch(`http://127.0.0.1:${port}/a?b=1`, get({ method: 'POST', body: 'é', headers }));
  expect(answer.status).toBe(201);
  expect(answer.headers['x-a']).toBe('1, 2');
  expect(JSON.parse(answer.body.toString())).toEqual({
    agent: expect.stringMatching(/^HubChantier\/\d/),
    mine: 'yes',
    host: `127.0.0.1:${port}`,
    body: 'é',
  });
  expect(outcomes).toEqual(['answered']);
});

test('the operator opens one port: the next one stays closed, and not one byte arrives there', async () => {
  let reached = 0;
  const port = await serve((_request, response) => void response.end(String(++reached)));
  const { outbound, lines, outcomes } = wire({ allow: `127.0.0.0/8:${port}` });
  expect((await outbound.fetch(`http://127.0.0.1:${port}/`, get())).status).toBe(200);
  const closed = await serve((_request, response) => void response.end(String(++reached)));
  const refusal = await failure(outbound.fetch(`http://127.0.0.1:${closed}/`, get()));
  expect(refusal).toBeInstanceOf(OutboundRefused);
  expect(refusal.message).not.toContain('127');
  expect(reached).toBe(1);
  expect(outcomes).toEqual(['answered', 'refused']);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    'event.action': 'hub_ssrf_blocked',
    'destination.address': `127.0.0.1:${closed}`,
  });
});

test.each(['localhost', '127.0.0.1', '[::1]', '0x7f.1', '2130706433', '127.1', '0', '[::ffff:127.0.0.1]'])(
  'a user cannot reach this machine by the name %s',
  async host => {
    let reached = false;
    const port = await serve(() => {
      reached = true;
    });
    const { outbound } = wire({ allow: '' });
    expect(await failure(outbound.fetch(`http://${host}:${port}/`, get()))).toBeInstanceOf(OutboundRefused);
    expect(await failure(outbound.connect(host.replace(/[[\]]/g, ''), port, { rule: 'public' }))).toBeInstanceOf(
      OutboundRefused,
    );
    expect(reached).toBe(false);
  },
);

test('a name with one private address among public ones is refused whole', async () => {
  const resolve = async () => [
    { address: '93.184.216.34', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ];
  const { outbound } = wire({ allow: '', resolve });
  expect(await failure(outbound.fetch('https://erp.example/', get()))).toBeInstanceOf(OutboundRefused);
});

test('the socket goes to the address that was checked, and the name is asked once per connection', async () => {
  const port = await serve((request, response) => void response.end(request.headers.host));
  let asked = 0;
  const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
  const { outbound } = wire({ resolve });
  const answer = await outbound.fetch(`http://rebind.example:${port}/`, get());
  expect(answer.body.toString()).toBe(`rebind.example:${port}`);
  expect(asked).toBe(1);
});

test.each([
  'ftp://example.com/',
  'file:///etc/passwd',
  'https://user:pass@example.com/',
  'not a url',
  'javascript:alert(1)',
])('the address %s is refused before anything is resolved', async url => {
  const { outbound, lines } = wire({ resolve: () => expect.unreachable('resolved') });
  expect(await failure(outbound.fetch(url, get()))).toBeInstanceOf(OutboundRefused);
  expect(lines.join()).not.toContain('pass@');
});

test('a redirection is an answer, never followed', async () => {
  let reached = 0;
  const port = await serve((_request, response) => {
    reached++;
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  });
  const answer = await wire().outbound.fetch(`http://127.0.0.1:${port}/`, get());
  expect([answer.status, answer.headers['location'], reached]).toEqual([302, 'http://127.0.0.1:1/', 1]);
});

test('an answer larger than allowed is cut, announced or not', async () => {
  const port = await serve((_request, response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(50_000)), 1);
    response.on('close', () => clearInterval(timer));
  });
  const error = await failure(wire().outbound.fetch(`http://127.0.0.1:${port}/`, get()));
  expect(error).toMatchObject({ phase: 'after_send', reason: 'too_large' });
});

test.each([
  ['gzip', zlib.gzipSync],
  ['br', zlib.brotliCompressSync],
] as const)('a %s answer is read decompressed, and a bomb stops at the limit', async (encoding, compress) => {
  const port = await serve((request, response) => {
    const body = compress(request.url === '/bomb' ? Buffer.alloc(50_000_000) : Buffer.from('bonjour'));
    response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body);
  });
  const { outbound } = wire();
  expect((await outbound.fetch(`http://127.0.0.1:${port}/`, get())).body.toString()).toBe('bonjour');
  expect(await failure(outbound.fetch(`http://127.0.0.1:${port}/bomb`, get()))).toMatchObject({ reason: 'too_large' });
});

test.each(['gzip', 'compress', 'gzip, gzip'])(
  'an answer that lies about its encoding (%s) fails as unreadable',
  async encoding => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end('plain text');
    });
    const error = await failure(wire().outbound.fetch(`http://127.0.0.1:${port}/`, get()));
    expect(error).toMatchObject({ phase: 'after_send', reason: 'encoding' });
  },
);

test('HEAD and 204 have no body to decompress', async () => {
  const port = await serve((request, response) => {
    response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'content-encoding': 'gzip' }).end();
  });
  const { outbound } = wire();
  expect((await outbound.fetch(`http://127.0.0.1:${port}/`, get({ method: 'HEAD' }))).status).toBe(200);
  expect((await outbound.fetch(`http://127.0.0.1:${port}/`, get())).body).toHaveLength(0);
});

test('a server that never answers, or stops in the middle, is a doubt at the time limit', async () => {
  const port = await serve(
    (request, response) => void (request.url === '/middle' && response.writeHead(200).write('x')),
  );
  const { outbound } = wire();
  for (const path of ['/never', '/middle']) {
    const error = await failure(
      outbound.fetch(`http://127.0.0.1:${port}${path}`, get({ method: 'POST', body: '{}', timeout_ms: 200 })),
    );
    expect(error).toMatchObject({ phase: 'after_send', reason: 'timeout' });
  }
});

test('the caller can give up', async () => {
  const port = await serve(() => {});
  const { outbound } = wire();
  const asked = outbound.fetch(`http://127.0.0.1:${port}/`, get({ signal: AbortSignal.timeout(100) }));
  expect(await failure(asked)).toBeInstanceOf(OutboundFailed);
  const gone = AbortSignal.abort();
  expect(await failure(outbound.fetch(`http://127.0.0.1:${port}/`, get({ signal: gone })))).toMatchObject({
    phase: 'before_send',
  });
  expect(await failure(outbound.connect('127.0.0.1', port, { rule: 'public', signal: gone }))).toMatchObject({
    phase: 'before_send',
  });
});

test('a connection refused, an unknown name or a broken TLS greeting happened before anything was sent', async () => {
  const gone = net.createServer();
  const port = await listen(gone);
  await closing.pop()?.();
  const resolve = async (host: string) => {
    if (host === 'absent.example') throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    return [{ address: '127.0.0.1', family: 4 }];
  };
  const { outbound, outcomes } = wire({ resolve });
  expect(await failure(outbound.fetch(`http://127.0.0.1:${port}/`, get()))).toMatchObject({
    phase: 'before_send',
    reason: 'connect',
  });
  expect(await failure(outbound.fetch('http://absent.example/', get()))).toMatchObject({
    phase: 'before_send',
    reason: 'dns',
  });
  const plain = await serve((_request, response) => void response.end());
  expect(await failure(outbound.fetch(`https://plain.example:${plain}/`, get()))).toMatchObject({
    phase: 'before_send',
    reason: 'tls',
  });
  expect(outcomes).toEqual(['before_send', 'before_send', 'before_send']);
});

test('a connection cut once the request left is a doubt for a write, an absence for a read', async () => {
  const port = await listen(net.createServer(socket => void socket.once('data', () => socket.destroy())));
  const { outbound } = wire();
  const error = await failure(outbound.fetch(`http://127.0.0.1:${port}/`, get({ method: 'POST', body: '{}' })));
  expect(error).toMatchObject({ phase: 'after_send', reason: 'cut' });
  expect(fromWire(error, 'write').is).toEqual({ word: 'doubtful' });
  expect(fromWire(error, 'read').is).toEqual({ word: 'unavailable' });
  const refused = new OutboundFailed({ phase: 'before_send', reason: 'connect' });
  expect(fromWire(refused, 'write').is).toEqual({ word: 'unavailable' });
  expect(() => fromWire(new TypeError('bug'), 'read')).toThrow(TypeError);
});

test('a status is one of the seven words, or left to the plug', () => {
  const now_ms = Date.UTC(2026, 0, 1);
  const word = (status: number, effect: 'read' | 'write', retry_after?: string) =>
    fromStatus({ status, effect, retry_after, now_ms })?.is;
  expect(word(500, 'read')).toEqual({ word: 'unavailable' });
  expect(word(502, 'write')).toEqual({ word: 'doubtful' });
  expect(word(401, 'read')).toEqual({ word: 'denied', why: 'credentials' });
  expect(word(403, 'read')).toEqual({ word: 'denied', why: 'rights' });
  expect(word(429, 'read', '120')).toEqual({ word: 'busy', retry_at: '2026-01-01T00:02:00.000Z' });
  expect(word(302, 'read')).toMatchObject({ word: 'strange' });
  expect([word(200, 'read'), word(422, 'write'), word(404, 'read')]).toEqual([undefined, undefined, undefined]);
  expect(retryAt('Thu, 01 Jan 2026 00:00:30 GMT', now_ms)).toBe('2026-01-01T00:00:30.000Z');
  expect([retryAt(undefined, now_ms), retryAt('soon', now_ms)]).toEqual(Array(2).fill('2026-01-01T00:01:00.000Z'));
  expect(retryAt('99999999', now_ms)).toBe('2026-01-02T00:00:00.000Z');
  expect(new UpstreamError({ word: 'denied', why: 'rights' }).message).toBe('upstream: denied');
});

test('TCP channels get an open socket to the checked address, or a failure of the same kinds', async () => {
  const port = await listen(net.createServer(socket => socket.end('220 ready')));
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const { outbound } = wire({ allow: `127.0.0.0/8:${port}`, resolve });
  const socket = await outbound.connect('smtp.example', port, { rule: 'public' });
  const [greeting] = await new Promise<Buffer[]>(done => socket.once('data', data => done([data])));
  expect(greeting?.toString()).toBe('220 ready');
  socket.destroy();
});

test('nothing leaves while a unit is open', async () => {
  let reached = false;
  const port = await serve((_request, response) => {
    reached = true;
    response.end();
  });
  const { outbound } = wire({
    assertOutsideUnit: () => {
      throw new Error('a unit is open');
    },
  });
  await expect(outbound.fetch(`http://127.0.0.1:${port}/`, get())).rejects.toThrow('a unit is open');
  await expect(outbound.connect('127.0.0.1', port, { rule: 'public' })).rejects.toThrow('a unit is open');
  expect(reached).toBe(false);
});

test('an unreadable opening stops the start', () => expect(() => wire({ allow: 'everything' })).toThrow(StartRefused));
