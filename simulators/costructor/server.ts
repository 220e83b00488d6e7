// The face the connector sees: `/external/v1` on loopback. Key, plan, throttle, faults, work, then the answer, in that
// order; every answer says that it is a simulator's.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, type Call, page, type Route, refuse, struck } from './api/answer.ts';
import { download, FILES, MOST_BYTES } from './api/files.ts';
import { HOURS } from './api/hours.ts';
import { READING } from './api/projects.ts';
import { mutate, settle } from './erp-user.ts';
import { distort } from './faults/distort.ts';
import { refuseFirst, retryAfter, send, tellOther } from './faults/misbehave.ts';
import { type Drawn, draw, nameOf } from './faults.ts';
import type { Account } from './store.ts';
import { addAccount, type Key, type World } from './world.ts';

const BASE = '/external/v1';
const CONTENT: Route = {
  method: 'GET',
  path: '/api/files/:id/content',
  handle: call => download(call, call.params['id']!),
};
const ROUTES: readonly Route[] = [...READING, ...HOURS, ...FILES, CONTENT];
const CAPACITY = 10;

export function createApi(world: World): Server {
  const server = createServer((req, res) => void handle(world, req, res));
  // Longer than a client keeps its idle connections: a closed one must be a fault that was asked for.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  return server;
}

async function handle(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const asked = readTarget(req);
  const { method, path, query } = asked;
  const at = new Date(world.clock.now()).toISOString();
  const line = world.log.arrive({ at, method, path, query: query.toString().slice(0, 2000) });
  const key = keyOf(world, req.headers.authorization);
  const told = { key: key?.id ?? null, drawn: [] as readonly Drawn[] };
  try {
    res.setHeader('x-simulateur', 'costructor');
    res.setHeader('date', new Date(world.clock.now()).toUTCString());
    const body = await readBody(req);
    const contentType = req.headers['content-type'] ?? '';
    const outcome = await decide(world, key, { ...asked, n: line.n, body, contentType });
    told.drawn = outcome.drawn;
    if (outcome.answer === 'cut') req.socket.resetAndDestroy();
    else await send(res, { answer: plainOrHtml(world, outcome.answer), drawn: outcome.drawn });
  } catch {
    res.destroy();
  } finally {
    const faults = told.drawn.map(({ fault }) => nameOf(fault));
    line.leave({ key: told.key, status: res.headersSent ? res.statusCode : 0, faults });
  }
}

function readTarget(req: IncomingMessage): { method: string; path: string; query: URLSearchParams } {
  const [rawPath = '/', search = ''] = (req.url ?? '/').split('?', 2);
  const path = rawPath.startsWith(`${BASE}/`) ? rawPath.slice(BASE.length) : rawPath.startsWith('/api/') ? rawPath : '';
  return { method: req.method ?? 'GET', path: path || `hors base ${rawPath}`, query: new URLSearchParams(search) };
}

/** Reads at most what a file may weigh, and a little; the rest is read and thrown away, so that 413 can be told. */
async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES + 1_048_576) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const keyOf = (world: World, header: string | undefined): Key | null =>
  world.keys.find(({ secret }) => header === `Bearer ${secret}`) ?? null;

type Asked = ReturnType<typeof readTarget> & { n: number; body: Buffer; contentType: string };
type Decided = { answer: Answer | 'cut'; drawn: readonly Drawn[] };

async function decide(world: World, key: Key | null, asked: Asked): Promise<Decided> {
  const account = key && !key.revoked ? world.accounts.get(key.account) : undefined;
  if (!key || !account) return { answer: refuse(401, 'Clé API manquante ou révoquée.'), drawn: [] };
  settle({ world, account });
  const refused = planRefusal(account, asked.path) ?? throttle(world, key);
  if (refused) return { answer: refused, drawn: [] };
  const { n, method, path } = asked;
  const listed = Number(asked.query.get('_page') ?? 1) || 1;
  const drawn = draw(world.plan, { n, account: account.name, method, path, page: listed });
  const call: Call = { ...asked, world, key, account, params: {}, drawn };
  const first = refuseFirst(call);
  if (first) return { answer: first, drawn };
  return { answer: await work({ ...call, account: answeringAccount(call) }), drawn };
}

async function work(call: Call): Promise<Answer> {
  const { world, drawn } = call;
  const found = find(call.method, call.path);
  if ('status' in found) return found;
  const answer = await found.route.handle({ ...call, params: found.params });
  for (const { fault, dice } of drawn) if (fault.kind === 'mutate') mutate(call, fault, dice);
  const told = tellOther(answer, drawn);
  return told.json === undefined ? told : { ...told, json: distort(told.json, drawn, world.plan.seed) };
}

/** Not always who asked: the fault `other_account` serves a neighbour. */
function answeringAccount({ world, account, drawn }: Call): Account {
  const fault = struck(drawn, 'other_account');
  if (!fault) return account;
  const others = [...world.accounts.values()].filter(({ name }) => name !== account.name);
  const named = others.find(({ name }) => name === fault.account) ?? others[0];
  return named ?? addAccount(world, 'voisin', { seed: world.options.seed + 1, chantiers: 40 });
}

function planRefusal({ plan }: Account, path: string): Answer | null {
  if (plan === 'sans_api') return refuse(403, 'Votre abonnement ne comprend pas l’accès à l’API.');
  if (plan === 'premium' || !path.startsWith('/timesheet_entries')) return null;
  return refuse(403, 'Votre abonnement ne comprend pas les feuilles d’heures.');
}

/** A bucket of ten, one more each second of the throttle's clock; refused calls do not count (§4.9). */
function throttle(world: World, key: Key): Answer | null {
  const { profiles, clock, buckets } = world;
  if (profiles.has('no-throttle')) return null;
  const name = profiles.has('throttle-per-key') ? key.id : `compte ${key.account}`;
  const at = clock.ticks();
  const old = buckets.get(name) ?? { tokens: CAPACITY, at };
  const tokens = Math.min(CAPACITY, old.tokens + (at - old.at) / 1000);
  if (tokens >= 1) {
    buckets.set(name, { tokens: tokens - 1, at });
    return null;
  }
  const left = profiles.has('throttle-counts-refused') ? Math.max(-CAPACITY, tokens - 1) : tokens;
  buckets.set(name, { tokens: left, at });
  const as = profiles.has('polite') ? 'seconds' : profiles.has('date') ? 'date' : 'absent';
  const headers = retryAfter(as, Math.ceil(1 - left), clock.now());
  return { ...refuse(429, 'Trop de requêtes. Veuillez réessayer plus tard.'), headers };
}

function find(method: string, path: string): { route: Route; params: Record<string, string> } | Answer {
  const fitting = ROUTES.flatMap(route => {
    const params = paramsOf(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return found;
  if (fitting.length === 0) return refuse(404, 'Cette adresse n’existe pas.', 'not_found');
  const allow = fitting.map(({ route }) => route.method).join(', ');
  return { ...refuse(405, 'Méthode non autorisée.'), headers: { allow } };
}

function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = given[i]!;
    else if (part !== given[i]) return null;
  }
  return params;
}

/** 405 and 500 may be a page of HTML over there (§4.8). */
function plainOrHtml({ profiles }: World, answer: Answer): Answer {
  const dressed = profiles.has('html-errors') && (answer.status === 405 || answer.status === 500);
  return dressed ? { ...page(answer.status), headers: answer.headers ?? {} } : answer;
}
