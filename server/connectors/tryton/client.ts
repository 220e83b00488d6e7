// Calls to Tryton: JSON-RPC under a session for what is read, its timesheet routes under an application key for what is written.
// What each answer means in the seven words; no retry, no decision here, but a session that ended is opened again once.
import { OutboundFailed, type OutboundRequest, type OutboundResponse } from '#platform/outbound.ts';
import { type Effect, fromStatus, fromWire, UpstreamError } from '#platform/upstream.ts';
import type { ErpWorld } from '../connector.ts';
import { Login, Rows, RpcAnswer } from './schemas.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 8 * 1024 * 1024;
export const PAGE = 200;

export type Access = { base_url: string; database: string; user: string; password: string; application_key: string };
/** `refused`: they said why in a page of theirs, and nothing was kept of it. */
export type Answered = { is: 'done'; json: unknown } | { is: 'refused'; texte: string };
export type Search = {
  model: string;
  domain: unknown[];
  fields: readonly string[];
  order?: [string, 'ASC' | 'DESC'][];
  limit?: number;
};
export type Client = {
  search(search: Search): Promise<unknown[]>;
  /** A timesheet route, `/timesheet/line`. Writes throw `doubtful` as soon as they may have been done. */
  rest(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answered>;
};

const strange = (sample: string) => new UpstreamError({ word: 'strange', sample });
const failed = () => new UpstreamError({ word: 'unavailable' });

export function makeClient(access: Access, world: ErpWorld): Client {
  const call = caller(access, world);
  let session: string | null = null;
  const rpc = async (method: string, params: unknown[]): Promise<unknown> => {
    const known = session !== null;
    session ??= await login(access, call, world);
    const response = await call({ method: 'POST', path: '/', authorization: session, body: { id: 1, method, params } });
    if (response.status === 401) session = null;
    if (response.status === 401 && known) return await rpc(method, params);
    check(response, 'read', world);
    return resultOf(response);
  };
  return {
    async search({ model, domain, fields, order = [['id', 'ASC']], limit = PAGE }) {
      const rows = Rows.safeParse(await rpc(`model.${model}.search_read`, [domain, 0, limit, order, fields, {}]));
      if (!rows.success) throw strange('JSON d’une autre forme');
      return rows.data;
    },
    async rest(method, path, body) {
      const response = await call({ method, path, authorization: `Bearer ${access.application_key}`, body });
      const texte = reasonOf(response);
      if (texte !== null) return { is: 'refused', texte };
      const effect = method === 'GET' ? 'read' : 'write';
      check(response, effect, world);
      return { is: 'done', json: jsonOf(response, effect) };
    },
  };
}

type Call = { method: OutboundRequest['method']; path: string; authorization?: string; body?: object | undefined };
type Caller = (call: Call) => Promise<OutboundResponse>;

function caller({ base_url, database }: Access, { outbound, signal }: ErpWorld): Caller {
  return async ({ method, path, authorization, body }) => {
    const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' };
    if (authorization) headers['authorization'] = authorization;
    const url = `${base_url.replace(/\/+$/, '')}/${encodeURIComponent(database)}${path}`;
    try {
      return await outbound.fetch(url, {
        ...{ method, headers, timeout_ms: TIMEOUT_MS, max_bytes: MAX_BYTES, rule: 'public' },
        ...(body ? { body: JSON.stringify(body) } : {}),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      const effect = path === '/' || method === 'GET' ? 'read' : 'write';
      if (effect === 'read' && error instanceof OutboundFailed && error.reason === 'too_large')
        throw strange('réponse de plus de 8 Mo');
      throw fromWire(error, effect);
    }
  };
}

/** `Session` and the user's name, number and session, in base64. */
async function login({ user, password }: Access, call: Caller, world: ErpWorld): Promise<string> {
  const body = { id: 1, method: 'common.db.login', params: [user, { password }] };
  const response = await call({ method: 'POST', path: '/', body });
  check(response, 'read', world);
  const given = Login.safeParse(resultOf(response)).data;
  if (!given) throw strange('ouverture de session d’une autre forme');
  return `Session ${Buffer.from(`${user}:${given[0]}:${given[1]}`).toString('base64')}`;
}

function check({ status, headers }: OutboundResponse, effect: Effect, { now_ms }: ErpWorld): void {
  const word = fromStatus({ status, retry_after: headers['retry-after'], effect, now_ms: now_ms() });
  if (word) throw word;
  if (status < 200 || status > 299) throw strange(`refus ${status}`);
}

/** Errors of the model come under 200. Those made for people speak of rights here: nothing but reading is asked. */
function resultOf(response: OutboundResponse): unknown {
  const answer = RpcAnswer.safeParse(jsonOf(response, 'read')).data;
  if (!answer) throw strange('JSON d’une autre forme');
  if (!('error' in answer)) return answer.result;
  if (answer.error[0] === 'UserError') throw new UpstreamError({ word: 'denied', why: 'rights' });
  throw failed();
}

function jsonOf({ body, headers }: OutboundResponse, effect: Effect): unknown {
  const text = body.toString('utf8');
  if (effect === 'read' && (/html/i.test(headers['content-type'] ?? '') || /^\s*</.test(text)))
    throw strange('page HTML');
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    // What was written is looked for; what was read is cut short, or no JSON at all.
    if (effect === 'write') throw new UpstreamError({ word: 'doubtful' });
    throw /^\s*[{["]/.test(text) ? failed() : strange('réponse qui n’est pas du JSON');
  }
}

/** Their routes answer 500 for whatever the model refuses, with its sentence (`message - description`) in the page; nothing is kept then. */
function reasonOf({ status, body }: OutboundResponse): string | null {
  if (status !== 500) return null;
  const said = /<h1>Internal Server Error<\/h1>\s*<p>([^<]{1,2000}?) - [^<]*<\/p>/.exec(body.toString('utf8'))?.[1];
  return (
    said
      ?.replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)))
      .replace(/&(quot|amp|lt|gt);/g, plain) ?? null
  );
}

const plain = (_: string, name: string): string => ({ quot: '"', amp: '&', lt: '‹', gt: '›' })[name] ?? '';
