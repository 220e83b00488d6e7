// Requests nobody thought of, drawn from the published document, several at a time: no 5xx, nothing undeclared.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problem } from '#contract/problem.ts';
import { type Caller, testApp } from './app.ts';
import { arbitraryOf, type Json } from './arbitrary.ts';
import { makeChantier, makeCommune, makeKey, makePersonne } from './make.ts';
import { answerOf, type Inject } from './routes/answers.ts';
import { makeTarget } from './routes/targets.ts';

const AT_ONCE = 6;
/** 20,000 by `npm test` (issue 3/5). */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 3000);
const TIME_LIMIT_MS = 30_000 + REQUESTS * 30;

type Parameter = { name: string; in: string; schema: Json };
type Response = { content?: Record<string, { examples?: Json }> };
type Operation = {
  parameters?: (Parameter & { $ref?: string })[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, Response>;
};
type Asked = { id: string; query: [string, unknown][]; body: unknown; tag: string | undefined; who: number };

const hub = await testApp({ jobs: true });
await makeCommune(hub.db.sql);
const document = (await hub.request('GET', '/api/openapi.json')).json<{
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}>();
const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);
type Named = (typeof OPERATIONS)[number];

/** What `:id` may name, by the noun of its route: what is created on the way joins. A key is named by two nouns. */
const keys: string[] = [];
const pools: Record<string, string[]> = { personnes: [], chantiers: [], sessions: [], 'api-keys': keys, cles: keys };
const poolOf = (path: string) => pools[path.split('/')[3]!] ?? [];
/** Few: a person has ten keys at most, and some must live when they are asked for. */
const KEYS_EACH = 3;
for (let n = 0; n < 4; n += 1) {
  const { id } = await makePersonne(hub.db.sql, { role: n === 0 ? 'administrateur' : 'compagnon' });
  pools['personnes']!.push(id);
  pools['chantiers']!.push((await makeChantier(hub.db.sql, { equipe: [id] })).id);
  for (const noun of ['erp-links', 'imports', 'mappings']) {
    pools[noun] ??= [];
    pools[noun].push(await makeTarget(hub.ground, `/${noun}/:id`));
  }
}

const NOBODY: Caller = { headers: {} };
const people = [
  await hub.person({ role: 'administrateur' }),
  await hub.person({ role: 'conducteur', gestionnaire_paie: true }),
  await hub.person({ role: 'compagnon' }),
] as const;
for (const { id } of people) for (let n = 0; n < KEYS_EACH; n += 1) keys.push(await makeKey(hub.db.sql, id));
const signIns = [
  () => hub.jwt(people[0]),
  () => hub.cookie(people[0]),
  () => hub.jwt(people[1]),
  () => hub.cookie(people[2]),
  async () => {
    await hub.db.sql`delete from api_keys where personne_id = ${people[0].id}`;
    return await hub.key(await hub.jwt(people[0]), ['read', 'write']);
  },
];
const callers: Caller[] = await Promise.all(signIns.map(signIn => signIn()));

const anyOf = (pool: string[]) => fc.nat().map(n => pool.at(n % Math.max(1, pool.length)) ?? '');
const idsOf = (path: string) =>
  fc.oneof(
    { weight: 30, arbitrary: anyOf(poolOf(path)) },
    { weight: 2, arbitrary: anyOf(Object.values(pools).flat()) },
    { weight: 1, arbitrary: fc.uuid() },
  );

function askedOf({ path, operation }: Named): fc.Arbitrary<Asked> {
  const around = { components: document.components.schemas, ids: idsOf('/api/v1/personnes') };
  const queries = (operation.parameters ?? []).filter(parameter => parameter.in === 'query');
  const query = queries.map(({ name, schema }) => fc.tuple(fc.constant(name), arbitraryOf(schema, around)));
  const body = operation.requestBody?.content['application/json']?.schema;
  return fc.record({
    id: fc.oneof({ weight: 20, arbitrary: idsOf(path) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }),
    query: query.length > 0 ? fc.subarray(query).chain(chosen => fc.tuple(...chosen)) : fc.constant([]),
    body: body ? arbitraryOf(body, around) : fc.constantFrom(undefined, undefined, {}, []),
    tag: fc.constantFrom('"1"', '"1"', '"2"', '"3"', '"999999999"', '*', undefined),
    who: fc.nat(signIns.length),
  }) as fc.Arbitrary<Asked>;
}

/** Each from its own address: what is tried here is not the patience of the rate limiter. */
let addresses = 0;
const nextAddress = () => {
  addresses += 1;
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
};

/** Objects are drawn too, whose `toString` may be anything. */
const written = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');

async function send({ method, path }: Named, asked: Asked) {
  const id = encodeURIComponent(asked.id.toWellFormed());
  const query = asked.query
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(written(value).toWellFormed()).slice(0, 6000)}`);
  const json = method === 'GET' || asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const headers = {
    host: 'localhost',
    'x-requested-with': 'hub',
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(asked.tag ? { [method === 'GET' ? 'if-none-match' : 'if-match']: asked.tag } : {}),
    ...(callers[asked.who] ?? NOBODY).headers,
  };
  const url = path.replace('{id}', id) + (query.length > 0 ? `?${query.join('&')}` : '');
  const inject = hub.app.server.inject.bind(hub.app.server) as unknown as Inject;
  const request = { method, url, headers, remoteAddress: nextAddress() };
  return await answerOf(inject, { ...request, ...(json === undefined ? {} : { payload: json }) });
}

type Answer = Awaited<ReturnType<typeof send>>;

/** Why this answer is not one that the document promises; replies themselves are held to their schemas by the server. */
function faultOf({ operation }: Named, { statusCode, body, headers }: Answer): string | null {
  if (statusCode >= 500) return `${statusCode} ${body}\n${hub.lines.filter(line => line.includes('"error"')).at(-1)}`;
  const declared = operation.responses[String(statusCode)];
  if (!declared) return `undeclared ${statusCode}: ${body.slice(0, 300)}`;
  if (statusCode < 400) return body === '' || declared.content ? null : `an undeclared body: ${body.slice(0, 300)}`;
  if (!String(headers['content-type']).startsWith('application/problem+json')) return `no problem: ${body}`;
  const { code } = Problem.parse(JSON.parse(body));
  const codes = declared.content?.['application/problem+json']?.examples ?? {};
  return code in codes ? null : `undeclared ${statusCode} ${code}`;
}

const seen = new Map<string, Set<number>>();

async function tryOne(named: Named, asked: Asked): Promise<void> {
  const answer = await send(named, asked);
  const name = `${named.method} ${named.path}`;
  seen.set(name, (seen.get(name) ?? new Set()).add(answer.statusCode));
  const fault = faultOf(named, answer);
  if (fault) throw new Error(`${name} ${JSON.stringify(asked).slice(0, 2000)}\n→ ${fault}`);
  if (answer.statusCode === 201) {
    const { id } = answer.json<{ id?: string }>();
    if (id) poolOf(named.path).push(id);
  }
  if (answer.body.includes('"unauthenticated"')) await comeBack(asked.who);
}

/** Sessions end on the way, and wrong passwords close the account for a quarter of an hour. */
async function comeBack(who: number): Promise<void> {
  const signIn = signIns[who];
  if (!signIn) return;
  callers[who] = await signIn().catch(() => {
    hub.clock.advance({ minutes: 16 });
    return signIn();
  });
}

test(
  'whatever is asked, the answer is a promise of the document',
  async () => {
    // What takes a body has more to be wrong about.
    const bodied = OPERATIONS.filter(({ operation }) => operation.requestBody);
    const request = fc
      .constantFrom(...OPERATIONS, ...bodied, ...bodied)
      .chain(named => fc.tuple(fc.constant(named), askedOf(named)));
    const together = fc.array(request, { minLength: AT_ONCE, maxLength: AT_ONCE });
    await fc.assert(
      fc.asyncProperty(together, async requests => {
        await Promise.all(requests.map(([named, asked]) => tryOne(named, asked)));
      }),
      {
        numRuns: Math.ceil(REQUESTS / AT_ONCE),
        endOnFailure: true,
        interruptAfterTimeLimit: TIME_LIMIT_MS,
        markInterruptAsFailure: true,
      },
    );
    const never = OPERATIONS.map(({ method, path }) => `${method} ${path}`).filter(name => !seen.has(name));
    expect(never).toEqual([]);
    // Below that, the requests are turned away at the door and prove nothing.
    const succeeded = [...seen].filter(([, statuses]) => [...statuses].some(status => status < 400));
    expect(succeeded.length).toBeGreaterThan(20);
  },
  TIME_LIMIT_MS + 15_000,
);
