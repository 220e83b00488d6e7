// Calls, and the word of each answer. No retry, no wait, no decision: the engine's. The paths and the header are an EXAMPLE.
import { OutboundFailed, type OutboundResponse } from '#platform/outbound.ts';
import { fromStatus, fromWire, UpstreamError } from '#platform/upstream.ts';
import type { ErpWorld } from '../../server/connectors/connector.ts';
import { Failure, Page } from './schemas.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 8 * 1024 * 1024;

export type Access = { base_url: string; api_key: string };
export type Client = {
  /** At most so many, in the order of their numbers, after this one. */
  projects(after: number, limit: number): Promise<unknown[]>;
  /** Undefined: they have none of this number. */
  project(id: string): Promise<unknown>;
};

export const strange = (sample: string) => new UpstreamError({ word: 'strange', sample });
const failed = () => new UpstreamError({ word: 'unavailable' });

export function makeClient(access: Access, world: ErpWorld): Client {
  const get = getter(access, world);
  return {
    async projects(after, limit) {
      const page = Page.safeParse(await get(`/projects?after=${after}&limit=${limit}`)).data;
      if (!page) throw strange('liste d’une autre forme');
      return page.projects;
    },
    project: id => get(`/projects/${id}`),
  };
}

/** Undefined for a 404. */
function getter({ base_url, api_key }: Access, { outbound, now_ms, signal }: ErpWorld) {
  const headers = { accept: 'application/json', authorization: `Bearer ${api_key}` };
  return async (path: string): Promise<unknown> => {
    const request = { method: 'GET', headers, timeout_ms: TIMEOUT_MS, max_bytes: MAX_BYTES, rule: 'public' } as const;
    const url = `${base_url.replace(/\/+$/, '')}${path}`;
    const response = await outbound.fetch(url, { ...request, ...(signal ? { signal } : {}) }).catch(onWire);
    const { status } = response;
    const retry_after = response.headers['retry-after'];
    const word = fromStatus({ status, retry_after, effect: 'read', now_ms: now_ms() });
    if (word) throw word;
    if (status === 404) return undefined;
    if (status < 200 || status > 299) throw strange(`refus ${status}`);
    return jsonOf(response);
  };
}

function onWire(error: unknown): never {
  if (error instanceof OutboundFailed && error.reason === 'too_large') throw strange('réponse de plus de 8 Mo');
  throw fromWire(error, 'read');
}

/** What was cut short comes whole another time; a page made for people will not. */
function jsonOf({ body, headers }: OutboundResponse): unknown {
  const text = body.toString('utf8');
  if (/html/i.test(headers['content-type'] ?? '') || /^\s*</.test(text)) throw strange('page HTML');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw /^\s*[{[]/.test(text) ? failed() : strange('réponse qui n’est pas du JSON');
  }
  if (Failure.safeParse(json).success) throw failed();
  return json;
}
