// Issue 3/5, figures: a flood of keys that nobody has costs the database no more than a look-up each, and a flood of what
// cannot be a key costs it nothing.
import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { newApiKey } from '#platform/api-key-format.ts';
import { type TestApp, testApp } from '#testing/app.ts';

const FLOOD = 200;
let hub: TestApp;
beforeAll(async () => {
  hub = await testApp();
});

const ROUTES = [
  ['GET', '/api/v1/chantiers'],
  ['GET', '/api/v1/chantiers/0199c8f0-6f4a-7000-8000-00000000dead'],
  ['GET', '/api/v1/me'],
  ['POST', '/api/v1/chantiers'],
] as const;
type Asked = readonly [method: 'GET' | 'POST', url: string];

let addresses = 0;
/** From an address of its own: else the limit on bad credentials would be what answers. */
async function knock([method, url]: Asked, secret: string): Promise<number> {
  addresses += 1;
  const { statusCode } = await hub.app.server.inject({
    method,
    url,
    remoteAddress: `10.1.${addresses >> 8}.${addresses & 255}`,
    headers: { host: 'localhost', authorization: `Bearer ${secret}` },
    ...(method === 'POST' ? { payload: { nom: 'Villa Rose' } } : {}),
  });
  return statusCode;
}

/**
 * Apart: a change opens a transaction before its first statement, the driver asks for types once a connection, and the
 * refusals of five seconds are looked at together, in one statement whatever their number.
 */
const APART = /^\s*(begin|commit|rollback)|pg_catalog\.pg_type|secret_hash in \(select decode/i;
const lookUps = (texts: string[]) => texts.filter(text => !APART.test(text)).length;

async function flood(route: Asked, make: (n: number) => string, atOnce: boolean) {
  const before = hub.db.statements.length;
  const statuses: number[] = [];
  const secrets = Array.from({ length: FLOOD }, (_, n) => make(n));
  if (atOnce) statuses.push(...(await Promise.all(secrets.map(secret => knock(route, secret)))));
  else for (const secret of secrets) statuses.push(await knock(route, secret));
  return { statuses: [...new Set(statuses)], statements: lookUps(hub.db.statements.slice(before)) };
}

test.each(ROUTES)(
  '%s %s: random well-formed keys cost one look-up each at most, after each other or at once',
  async (...route) => {
    for (const atOnce of [false, true]) {
      const { statuses, statements } = await flood(route, () => newApiKey(), atOnce);
      expect(statuses).toEqual([401]);
      expect(statements).toBeGreaterThan(0);
      expect(statements).toBeLessThanOrEqual(FLOOD);
    }
  },
);

test.each(ROUTES)('%s %s: what cannot be a key costs the database nothing', async (...route) => {
  const noise = (n: number) => {
    const text = randomBytes(40).toString('base64url').replace(/[-_]/g, 'x').slice(0, 49);
    return [`hbc_${text}`, `hbc_${text}x`, `hbc_test_${text}`, `hbc_${text.slice(n % 40)}`, text][n % 5]!;
  };
  for (const atOnce of [false, true]) {
    expect(await flood(route, noise, atOnce)).toEqual({ statuses: [401], statements: 0 });
  }
});
