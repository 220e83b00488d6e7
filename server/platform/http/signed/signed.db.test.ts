import { createHmac, timingSafeEqual } from 'node:crypto';
import { expect, test } from 'vitest';
import { ById } from '#contract/page.ts';
import { testApp } from '#testing/app.ts';
import { refused } from '../../errors.ts';
import { keepReplies } from '../../reads/kept-replies.ts';
import { type Input, route, SIGNED_BODY_LIMIT } from '../route.ts';
import { makeServer } from '../server.ts';

const hub = await testApp();
const seen: { raw: Buffer; headers: Record<string, string>; kind: string }[] = [];
const sign = (raw: Buffer | string) => createHmac('sha256', 'secret').update(raw).digest('hex');

const hook = route({
  method: 'POST',
  base: 'v1',
  path: '/crochets/:id',
  tag: 'Essai',
  summary: 'Recevoir',
  access: 'signature',
  status: 202,
  params: ById,
  handle: async (unit, { raw, headers }: Input) => {
    const given = Buffer.from(headers['x-signature'] ?? '');
    const wanted = Buffer.from(sign(raw));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw refused('unauthenticated');
    seen.push({ raw, headers, kind: unit.actor.kind });
  },
});
const schemes = {
  cookie_name: 'none',
  cookie: async () => null,
  bearer: {
    hbc_: async () => {
      throw new Error('a credential was read');
    },
  },
};
const server = makeServer({
  ...hub.ground,
  inUnit: hub.app.inUnit,
  routes: [hook],
  kept: keepReplies({ max_bytes: 0 }),
  cursors: { seal: () => '', open: () => ({ key: '', id: '' }) },
  schemes,
  seen: () => {},
});
const ID = '0199c8f0-6f4a-7000-8000-00000000dead';
const post = (payload: Buffer | string, headers: Record<string, string>, id = ID) =>
  server.inject({
    method: 'POST',
    url: `/api/v1/crochets/${id}`,
    payload,
    headers: { host: 'localhost', 'x-signature': sign(payload), ...headers },
  });

test.each([
  ['JSON', 'application/json', Buffer.from('{ "a":1,\n "a": 2 }')],
  ['broken JSON', 'application/json', Buffer.from('{"a":')],
  ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1&b=%20')],
  ['bytes that are no text', 'application/octet-stream', Buffer.from([0, 255, 128, 10, 13])],
  ['a type nobody knows', 'x-erp/v2', Buffer.from('é')],
  ['no type at all', '', Buffer.from('abc')],
])('the bytes of %s arrive as they were signed', async (_case, type, raw) => {
  const answer = await post(raw, type ? { 'content-type': type } : {});
  expect(answer.statusCode).toBe(202);
  expect(seen.at(-1)!.raw.equals(raw)).toBe(true);
  expect(seen.at(-1)!.kind).toBe('anonymous');
});

test('headers come by their lower-case names', async () => {
  await post('x', { 'X-Erp-Event': 'Chantier.Updated', 'content-type': 'text/plain' });
  expect(seen.at(-1)!.headers).toMatchObject({ 'x-erp-event': 'Chantier.Updated', 'content-type': 'text/plain' });
});

test('an empty body is zero bytes', async () => {
  expect((await post('', {})).statusCode).toBe(202);
  expect(seen.at(-1)!.raw).toHaveLength(0);
});

test('a credential beside the signature is not even read, and opens nothing', async () => {
  expect((await post('x', { authorization: 'Bearer hbc_x', cookie: 'none=x' })).statusCode).toBe(202);
  const forged = await post('x', { authorization: 'Bearer hbc_x', 'x-signature': 'no' });
  expect(forged.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('unsigned, every target answers the same: one that exists, one that does not, and what is no id', async () => {
  for (const id of [ID, 'pas-un-id', `${ID}?intrus=1`]) {
    const answer = await post('x', { 'x-signature': '' }, id);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).not.toHaveProperty('errors');
  }
});

test('what is larger than 256 kB is refused, and what is exactly that is not', async () => {
  const limit = Buffer.alloc(SIGNED_BODY_LIMIT, 'x');
  expect((await post(limit, {})).statusCode).toBe(202);
  expect((await post(Buffer.concat([limit, Buffer.from('x')]), {})).json()).toMatchObject({ code: 'body.too_large' });
});
