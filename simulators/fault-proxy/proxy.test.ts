import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Fault, startFaultProxy } from './proxy.ts';

/** What the real server was asked to do, in order. */
const done: string[] = [];
const real = http.createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  done.push(`${request.method} ${request.url} ${Buffer.concat(chunks)}`);
  response.writeHead(200, { 'content-type': 'application/json', 'x-real': 'yes' }).end('{"fait":"oui, en entier"}');
});
await new Promise<void>(ready => real.listen(0, '127.0.0.1', ready));
const proxy = await startFaultProxy(`http://127.0.0.1:${(real.address() as AddressInfo).port}`);
afterAll(async () => {
  await proxy.close();
  real.closeAllConnections();
  real.close();
});
beforeEach(() => {
  done.length = 0;
  proxy.calm();
});

const ask = async (ms = 2_000) => {
  try {
    const answer = await fetch(`${proxy.url}/a?b=c`, {
      method: 'POST',
      body: 'corps',
      signal: AbortSignal.timeout(ms),
    });
    return `${answer.status} ${await answer.text()}`;
  } catch {
    return 'nothing';
  }
};
const WHOLE = '200 {"fait":"oui, en entier"}';

test('without a rule, what is asked and what is answered pass as they are', async () => {
  const answer = await fetch(`${proxy.url}/a?b=c`, { method: 'POST', body: 'corps' });
  expect([answer.headers.get('x-real'), await answer.json(), done]).toEqual([
    ...['yes', { fait: 'oui, en entier' }],
    ['POST /a?b=c corps'],
  ]);
});

test.each<[Fault, string, boolean]>([
  [{ kind: 'delay', ms: 5 }, WHOLE, true],
  [{ kind: 'cut_request' }, 'nothing', false],
  [{ kind: 'cut_answer' }, 'nothing', true],
  [{ kind: 'cut_body' }, 'nothing', true],
  [{ kind: 'stall', ms: 10_000, forwarded: false }, 'nothing', false],
  [{ kind: 'stall', ms: 10_000, forwarded: true }, 'nothing', true],
  [{ kind: 'stall_body', ms: 10_000 }, 'nothing', true],
  [{ kind: 'truncate' }, '200 {"fait":"oui', true],
  [{ kind: 'answer', status: 429, headers: { 'retry-after': '3' }, body: 'non' }, '429 non', false],
  [{ kind: 'answer', status: 500, forwarded: true }, '500 ', true],
])('%j answers %s; acted upon: %s', async (fault, expected, acted) => {
  proxy.rules([{ fault, times: 1 }]);
  expect(await ask(fault.kind.startsWith('stall') ? 200 : 2_000)).toBe(expected);
  expect(done.length).toBe(acted ? 1 : 0);
  // Spent: the next one passes.
  expect(await ask()).toBe(WHOLE);
});

test('a rule plays on what it matches only, and the same seed gives the same faults', async () => {
  proxy.rules([
    { match: { method: 'GET' }, fault: { kind: 'cut_request' } },
    { match: { body: /autre/ }, fault: { kind: 'cut_request' } },
  ]);
  expect(await ask()).toBe(WHOLE);
  const played = async (seed: number) => {
    proxy.calm();
    proxy.rules([{ fault: { kind: 'answer', status: 500 }, probability: 0.5 }], seed);
    const answers: string[] = [];
    for (let n = 0; n < 12; n += 1) answers.push((await ask()).slice(0, 3));
    return answers.join(' ');
  };
  const once = await played(7);
  expect([await played(7), once.includes('500'), once.includes('200')]).toEqual([once, true, true]);
  expect(await played(8)).not.toBe(once);
});

test('a hook acts between the server’s answer and the client, and another changes what he reads', async () => {
  proxy.after = async ({ body }) => void done.push(`behind: ${body}`);
  proxy.rewrite = (_, answer) => answer.replace('oui', 'non');
  expect(await ask()).toBe('200 {"fait":"non, en entier"}');
  expect(done).toEqual(['POST /a?b=c corps', 'behind: corps']);
});
