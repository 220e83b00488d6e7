// What the log says of a request, and who asked it.
import type { FastifyRequest } from 'fastify';
import type { Log } from '../../log.ts';
import type { Actor } from '../../unit.ts';
import { languageOf } from '../conventions/language.ts';
import { traceOf } from '../conventions/trace.ts';
import type { AnyRoute, RequestFacts } from '../route.ts';

/** Successful reads are many and tell little: one in twenty is logged (settled.md 16). */
const SAMPLE = 20;

export const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

/** Listening on `::`, IPv4 callers arrive as `::ffff:10.0.0.7`: one writing for one address. */
const addressOf = (request: FastifyRequest): string => request.ip.replace(/^::ffff:/i, '');

export const requestFields = (request: FastifyRequest) => ({
  'event.action': 'request',
  'http.request.id': request.id,
  'trace.id': traceOf(request.raw).trace_id,
  'http.request.method': request.method,
  'url.path': pathOf(request),
  'source.ip': addressOf(request),
});

export function factsOf(request: FastifyRequest): RequestFacts {
  return {
    id: request.id,
    trace_id: traceOf(request.raw).trace_id,
    ip: addressOf(request),
    agent: String(request.headers['user-agent'] ?? '').slice(0, 300),
    origin: `${request.protocol}://${request.host}`,
    language: languageOf(request.headers['accept-language']),
  };
}

let reads = 0;
type Reported = { record: AnyRoute; status: number; actor: Actor; log: Log };

export function report(request: FastifyRequest, { record, status, actor, log }: Reported): void {
  if (record.method === 'GET' && reads++ % SAMPLE !== 0) return;
  log.info('request done', {
    ...requestFields(request),
    'http.response.status_code': status,
    'user.id': actor.personne_id,
    'hub.credential_id': actor.credential_id,
  });
}
