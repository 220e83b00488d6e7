// What a handler is given and gives back. How the bytes then leave, or do not, is the business of faults/misbehave.ts.
import type { Fault, FaultOf } from '../faults/catalogue.ts';
import type { Drawn } from '../faults.ts';
import type { Account } from '../store.ts';
import type { Key, World } from '../world.ts';

export type Answer = {
  status: number;
  json?: unknown;
  raw?: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
};

export type Call = {
  world: World;
  account: Account;
  key: Key;
  method: string;
  /** Without the base. */
  path: string;
  /** The parts of the path that the route names. */
  params: Record<string, string>;
  query: URLSearchParams;
  body: Buffer;
  contentType: string;
  drawn: Drawn[];
};

export type Route = { method: string; path: string; handle: (call: Call) => Answer | Promise<Answer> };

export const say = (status: number, json: unknown): Answer => ({ status, json });

/** §4.8: a message in French, sometimes a code. */
export const refuse = (status: number, message: string, code: string | null = null): Answer =>
  say(status, code === null ? { message } : { message, code });

const TITLES: Record<number, string> = { 405: 'Méthode non autorisée', 429: 'Trop de requêtes', 500: 'Erreur serveur' };

export function page(status: number): Answer {
  const title = TITLES[status] ?? `Erreur ${status}`;
  const raw = `<!doctype html><html lang="fr"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, raw, type: 'text/html; charset=utf-8' };
}

export const struck = <K extends Fault['kind']>(drawn: readonly Drawn[], kind: K): FaultOf<K> | undefined =>
  drawn.map(({ fault }) => fault).find((fault): fault is FaultOf<K> => fault.kind === kind);

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
