// The built web app: its files as they are, and index.html for every other path, with a fresh nonce each time.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const CSP = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What the service worker itself may do: speak to this hub. It is asked for again at each visit (a stale one would stay). */
const WORKER_HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'none'; connect-src 'self'",
};

const headersOf = (path: string): Record<string, string> => {
  if (path.endsWith('/sw.js')) return WORKER_HEADERS;
  return { 'cache-control': path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache' };
};

/** `dir` is the build of web/. Without it (API only, tests) every other path is a 404. */
export function mountWeb(server: FastifyInstance, { dir, demo }: { dir: string; demo: boolean }): void {
  const index = join(dir, 'index.html');
  if (!existsSync(index)) return;
  const html = readFileSync(index, 'utf8').replaceAll('__HUB_DEMO__', String(demo));
  server.register(fastifyStatic, {
    root: dir,
    index: false,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(headersOf(path))) reply.header(name, value);
    },
  });
  server.route({
    method: 'GET',
    url: '/*',
    handler: async (request, reply) => {
      const path = request.url.split('?')[0] ?? '/';
      if (path.startsWith('/api/') || /\.[a-z0-9]{2,5}$/i.test(path)) return reply.callNotFound();
      const nonce = randomBytes(16).toString('base64');
      return reply
        .type('text/html; charset=utf-8')
        .headers({ 'content-security-policy': CSP(nonce), 'cache-control': 'no-store' })
        .send(html.replaceAll('__CSP_NONCE__', nonce));
    },
  });
}
