// Every refusal leaves by here: one document, one log line, and patience for whoever keeps knocking.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { languageOf } from '../conventions/language.ts';
import { traceOf } from '../conventions/trace.ts';
import { problemHeaders, toProblem } from '../problem.ts';
import { addressKey, type RateLimit } from '../rate-limit.ts';
import { pathOf, requestFields } from './request-fields.ts';

/** Failed identifications one address may make in a quarter of an hour before it is told to wait. */
export const BAD_CREDENTIALS = { limit: 100, window_s: 900 };
/** A credential or a signature that is not good. Signing in has limits of its own. */
const KNOCKS: ReadonlySet<string> = new Set(['unauthenticated', 'hook.refused']);

type Deps = { log: Log; rateLimit: RateLimit };
type Sending = { request: FastifyRequest; reply: FastifyReply; deps: Deps };

export async function sendProblem(error: AppError, { request, reply, deps }: Sending): Promise<FastifyReply> {
  const answer = KNOCKS.has(error.code) ? await slowDown(error, request, deps) : error;
  const language = languageOf(request.headers['accept-language']);
  const { trace_id } = traceOf(request.raw);
  const problem = toProblem(answer, { request_id: request.id, trace_id, path: pathOf(request), language });
  const fields = { ...requestFields(request), 'http.response.status_code': problem.status, 'hub.code': answer.code };
  if (answer.kind === 'internal') deps.log.error('request failed', { ...fields, error: answer.cause });
  else
    deps.log.info('request refused', { ...fields, ...(answer.kind === 'unavailable' ? { error: answer.cause } : {}) });
  if (answer.kind === 'forbidden') deps.log.security('authz_fail', fields);
  return reply.code(problem.status).headers(problemHeaders(answer, language)).send(JSON.stringify(problem));
}

/** Who keeps knocking with bad credentials is asked to wait; whoever has a good one is never counted here. */
async function slowDown(error: AppError, request: FastifyRequest, { log, rateLimit }: Deps): Promise<AppError> {
  const taken = await rateLimit.take(`bad-credentials:${addressKey(request.ip)}`, BAD_CREDENTIALS);
  if (taken.allowed) {
    if (request.headers.authorization) log.security('authn_login_fail', requestFields(request));
    // Said once: a flood of requests must not become a flood of lines.
    if (taken.remaining === 0) log.security('excess_rate_limit_exceeded', requestFields(request));
    return error;
  }
  return new AppError('too_many', { retry_after_s: taken.retry_after_s });
}
