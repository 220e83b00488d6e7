// For machines that watch: alive, ready, measured. No personal data, no secret.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Sql } from '../db/sql.ts';
import { refused } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import type { RateLimit } from './rate-limit.ts';

type Health = { sql: Sql; metrics: Metrics; rateLimit: RateLimit; version: string; isStopping: () => boolean };

export function mountHealth(server: FastifyInstance, { sql, metrics, rateLimit, version, isStopping }: Health): void {
  server.get('/health/live', { logLevel: 'silent' }, async (_request, reply) => reply.send({ status: 'ok', version }));
  server.get('/health/ready', async (_request, reply) => {
    const database = await sql`select 1`.then(
      () => 'ok',
      () => 'unreachable',
    );
    const ready = database === 'ok' && !isStopping();
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ok' : 'unavailable',
      version,
      checks: { database, rate_limit: rateLimit.status(), stopping: isStopping() },
    });
  });
  server.get('/metrics', async (request, reply) => {
    if (!isNear(request)) throw refused('route.not_found');
    return reply.type(metrics.content_type).send(await metrics.render());
  });
}

/** From this machine or a private network, and not through a proxy: figures are for the operator. */
function isNear(request: FastifyRequest): boolean {
  if (request.headers['x-forwarded-for'] !== undefined) return false;
  const range = ipaddr.process(request.socket.remoteAddress ?? '0.0.0.0').range();
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(range);
}
