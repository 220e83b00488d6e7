// Issue 3/5: whatever secret lands in whatever input of whatever route, by mistake or on purpose, no log line, no problem
// document and no event repeats it. Drawn from the records: a new route, field or parameter is covered the day it is born.
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { newApiKey } from '#platform/api-key-format.ts';
import type { AnyRoute } from '#platform/http/route.ts';
import { COOKIE, testApp } from './app.ts';
import { replaced, wherever } from './hostile.ts';
import { makeCommune } from './make.ts';
import { type Change, goodBody, nameOf, send, type World } from './route-checks.ts';
import { makeTarget } from './routes/targets.ts';

const SHAPED = newApiKey();
/**
 * One that our patterns know, one that looks like nothing: as a path, a name or the
 * number of a request, which are said again on purpose, nobody can tell that one from another word.
 */
const SECRETS = [SHAPED, 'Zq7pTr0mbone9Vw'];
const HEADERS = [
  'authorization',
  'cookie',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'origin',
  'referer',
  'user-agent',
  'accept-language',
  'traceparent',
  'x-request-id',
  'x-requested-with',
  'x-forwarded-for',
  'content-type',
  'host',
];
const BEFORE: Record<string, string> = { authorization: 'Bearer ', cookie: `${COOKIE}=` };
/** Whatever is stored, these never are, nor told. */
const SECRET_FIELDS = [
  'mot_de_passe',
  'ancien',
  'nouveau',
  'jeton',
  'code_totp',
  'credentials',
  'refresh_token',
  'secret',
];

const hub = await testApp({ jobs: true });
const { sql } = hub.db;
await makeCommune(sql);
const ROUTES = hub.app.features.flatMap(feature => feature.routes);

let caller = 0;
const inject: World['inject'] = request => {
  caller += 1;
  const remoteAddress = `10.${caller >> 16}.${(caller >> 8) & 255}.${caller & 255}`;
  return hub.app.server.inject({ ...request, remoteAddress } as never) as never;
};
let signedIn: Record<string, string> | null = null;
/** Some of these requests end the session they come with. */
async function admin(): Promise<Record<string, string>> {
  signedIn ??= (await hub.jwt(await hub.person({ role: 'administrateur' }))).headers;
  return signedIn;
}
const NOTHING = async () => ({});
const world: World = {
  inject,
  person: {},
  cookie: {},
  key: NOTHING,
  boundKey: NOTHING,
  target: record => makeTarget(hub.ground, record.path),
};

type Planted = Change & { where: string };

function plantings(record: AnyRoute, secret: string): Planted[] {
  const good = goodBody(record);
  const bodies = wherever(good).map(path => ({ where: `/${path.join('/')}`, body: replaced(good, path, secret) }));
  const queries = record.query ? Object.keys((record.query as z.ZodObject).shape) : [];
  return [
    ...HEADERS.filter(name => secret === SHAPED || name !== 'x-request-id').map(name => ({
      where: name,
      headers: { [name]: `${BEFORE[name] ?? ''}${secret}` },
    })),
    ...[...queries, 'fields', ...(secret === SHAPED ? [secret] : [])].map(name => ({
      where: `?${name}`,
      query: `${name}=${secret}`,
    })),
    ...(record.params && secret === SHAPED ? [{ where: 'path', id: secret }] : []),
    ...bodies,
    { where: 'an unknown field', body: { ...(good as object), [secret === SHAPED ? secret : 'intrus']: secret } },
    { where: 'a broken body', body: `{"nom": "${secret}` },
  ];
}

const holds = (text: string, secret: string): boolean => text.includes(secret);

/** Events and the trail: of a request that was refused, nothing; of any, no field that is secret by its name. */
async function toldOf(secret: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select (select count(*) from events e where e::text like ${`%${secret}%`})::int
         + (select count(*) from audit_trail t where t::text like ${`%${secret}%`})::int
         + (select count(*) from audit_details d where d::text like ${`%${secret}%`})::int as n`;
  return row!.n;
}

async function leaks(record: AnyRoute, secret: string): Promise<string[]> {
  const found: string[] = [];
  let told = await toldOf(secret);
  for (const { where, ...change } of plantings(record, secret)) {
    const from = hub.lines.length;
    const headers = { ...(await admin()), ...change.headers };
    const answer = await send(world, record, { ...change, headers });
    const say = (what: string) => found.push(`${nameOf(record)} ${where}: ${what}`);
    const line = hub.lines.slice(from).find(text => holds(text, secret));
    if (line) say(`logged ${line.slice(0, 300)}`);
    if (answer.statusCode >= 400 && holds(answer.body + JSON.stringify(answer.headers), secret))
      say(`answered ${answer.body.slice(0, 200)}`);
    const mustBeSilent = answer.statusCode >= 400 || SECRET_FIELDS.some(name => where.includes(name));
    const toldNow = await toldOf(secret);
    if (mustBeSilent && toldNow > told) say(`told in an event after ${answer.statusCode}`);
    told = toldNow;
    if (answer.statusCode === 401 && where !== 'authorization') signedIn = null;
  }
  return found;
}

describe.each(ROUTES.map(record => ({ name: nameOf(record), record })))('$name', ({ record }) => {
  test('repeats no secret that is put in its inputs', async () => {
    for (const secret of SECRETS) expect(await leaks(record, secret)).toEqual([]);
  }, 60_000);
});
