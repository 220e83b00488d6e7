// The reference for integrators, served by the hub itself: no script, nothing from elsewhere, written from the records.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import type { Clock } from '../unit.ts';
import { makeOpenApi } from './openapi/document.ts';
import { eventsPage, scopesPage } from './reference/catalogue-pages.ts';
import { errorPage, errorPath, errorsPage } from './reference/errors-pages.ts';
import { routesPage } from './reference/routes-page.ts';
import { mountWellKnown } from './reference/well-known.ts';
import type { AnyRoute } from './route.ts';

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HTML = 'text/html; charset=utf-8';

type Reference = {
  routes: readonly AnyRoute[];
  version: string;
  public_url: string;
  /** An e-mail address or a URL. */
  security_contact?: string | undefined;
  clock: Clock;
};

/** Adds /api/openapi.json, the pages under /api/docs and those under /.well-known: public, and the same for everybody. */
export function mountReference(server: FastifyInstance, { routes, version, public_url, ...about }: Reference): void {
  const document = makeOpenApi(routes, { version, public_url });
  const style = readFileSync(new URL('./reference/style.css', import.meta.url), 'utf8');
  const served: [path: string, type: string, body: string][] = [
    ['/api/openapi.json', 'application/json; charset=utf-8', JSON.stringify(document)],
    ['/api/docs', HTML, routesPage(document)],
    ['/api/docs/droits', HTML, scopesPage()],
    ['/api/docs/erreurs', HTML, errorsPage()],
    ['/api/docs/evenements', HTML, eventsPage()],
    ['/api/docs/style.css', 'text/css; charset=utf-8', style],
  ];
  for (const code of Object.keys(ERRORS) as ErrorCode[]) served.push([errorPath(code), HTML, errorPage(code, routes)]);
  for (const [path, type, body] of served) mountText(server, path, { type, body });
  mountWellKnown(server, { public_url, security_contact: about.security_contact, clock: about.clock });
}

function mountText(server: FastifyInstance, path: string, { type, body }: { type: string; body: string }): void {
  const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  server.get(path, async (request, reply) => {
    reply.headers({ etag, 'cache-control': 'no-cache', 'content-security-policy': CSP });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type(type).send(body);
  });
}
