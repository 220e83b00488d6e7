// What is answered where no route is: 405 with Allow on a known address, OPTIONS, and 404.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, refused } from '../../errors.ts';
import { preflightHeaders } from '../conventions/cors.ts';
import type { Methods } from '../conventions/methods.ts';
import { pathOf } from './request-fields.ts';

/** Answers OPTIONS; throws route.not_found, or method.not_allowed with the Allow header. */
export function sendElsewhere(request: FastifyRequest, reply: FastifyReply, methods: Methods): FastifyReply {
  const path = pathOf(request);
  const allowed = methods.of(path);
  if (!allowed) throw refused('route.not_found');
  const allow = allowed.join(', ');
  if (request.method !== 'OPTIONS') throw new AppError('method.not_allowed', { headers: { allow } });
  return reply
    .code(204)
    .headers({ allow, ...preflightHeaders(path, allowed) })
    .send();
}
