// What concerns the connection and not the request: HTTPS from afar, and the headers of every answer.
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refused } from '../errors.ts';
import { traceOf, traceparent } from './conventions/trace.ts';
import { problemHeaders, toProblem } from './problem.ts';

const LOCAL_NAMES = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
const ALWAYS_ANSWERED = /^\/(health\/(live|ready)|metrics)$/;

/** The browser's own view decides: a `__Host-` cookie works over HTTPS, or over plain HTTP on this very machine. */
export const isSafeTransport = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || LOCAL_NAMES.test(request.host);

/** From another machine, plain HTTP carries no secret: the API refuses, a person gets a page that says what to do. */
export function guardTransport({ public_url }: { public_url: string }) {
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const path = request.url.split('?')[0] ?? '';
    if (isSafeTransport(request) || ALWAYS_ANSWERED.test(path)) done();
    else if (path.startsWith('/api/')) done(refused('https.required'));
    else reply.code(403).type('text/html; charset=utf-8').send(httpsPage(public_url));
  };
}

export function securityHeaders(request: FastifyRequest): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'x-request-id': request.id,
    traceparent: traceparent(traceOf(request.raw)),
    ...(request.protocol === 'https' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

function httpsPage(public_url: string): string {
  const address = public_url.startsWith('https:')
    ? `<p>Ouvrez <a href="${public_url}">${public_url}</a>.</p>`
    : `<p>Pour l’ouvrir aux autres postes, un administrateur place le hub derrière un serveur HTTPS
       (le fichier compose.yaml du projet le fait avec Caddy) et donne son adresse dans <code>HUB_PUBLIC_URL</code>.</p>
       <p>Sur le poste même où le hub fonctionne, utilisez <code>http://localhost</code>.</p>`;
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>HTTPS nécessaire — Hub Chantier</title>
<h1>HTTPS nécessaire</h1>
<p>Vous ouvrez le hub depuis un autre poste sans chiffrement : mots de passe et heures circuleraient en clair.</p>
${address}</html>`;
}

/** What Node cannot read as HTTP (framing that disagrees, endless headers) never reaches a route: one problem, and the line is cut. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer = refused('invalid');
  const body = JSON.stringify(toProblem(answer, { request_id: randomUUID() }));
  const headers = { ...problemHeaders(answer), 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 400 Bad Request\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
