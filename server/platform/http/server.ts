// Fastify stays in this folder. It listens, reads bodies and writes answers; what a request means is in serve.ts.
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError, refused } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Actor } from '../unit.ts';
import { checkSameOrigin, readCredential, type Schemes } from './access.ts';
import { problemHeaders, toAppError, toProblem } from './problem.ts';
import { addressKey, type RateLimit } from './rate-limit.ts';
import { type AnyRoute, fullPath, type RequestFacts, SIGNED_BODY_LIMIT, type StreamRoute } from './route.ts';
import { type Call, type Serving, serve } from './serve.ts';
import { headersOf, takeRawBodies } from './signed/raw-body.ts';
import type { Live } from './stream/live.ts';
import type { Times } from './stream/pump.ts';
import { isStream, makeStreams, type Streams } from './stream/streams.ts';
import { guardTransport, refuseUnreadable, securityHeaders } from './transport.ts';

const BODY_LIMIT = 1_048_576;
/** Failed identifications one address may make in a quarter of an hour before it is told to wait. */
export const BAD_CREDENTIALS = { limit: 100, window_s: 900 };
/** Successful reads are many and tell little: one in twenty is logged (settled.md 16). */
const SAMPLE = 20;

export type HttpDeps = Serving & {
  routes: readonly AnyRoute[];
  schemes: Schemes;
  rateLimit: RateLimit;
  log: Log;
  metrics: Metrics;
  live: Live;
  /** Tests have less time. */
  stream_times?: Times;
  trusted_proxies: string[];
  public_url: string;
  /** Told after each identified request, never waited for: last use of keys and sessions. */
  seen: (actor: Actor, facts: RequestFacts) => void;
};

export function makeServer(deps: HttpDeps): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    trustProxy: deps.trusted_proxies.length > 0 ? deps.trusted_proxies : false,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    logger: false,
    clientErrorHandler: refuseUnreadable,
    // What the router refuses before any route is known speaks like everything else.
    frameworkErrors: (error, request, reply) => void sendProblem(toAppError(error), { request, reply, deps }),
  });
  server.removeAllContentTypeParsers();
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body.length === 0 ? done(null, undefined) : parseJson(request, body as string, done),
  );
  server.addHook('onRequest', guardTransport(deps));
  server.addHook('onSend', async (request, reply) => void reply.headers(securityHeaders(request)));
  letGoWhenClosing(server);
  server.addHook('onResponse', async (request, reply) =>
    deps.metrics.observeRequest({
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: reply.statusCode,
      duration_s: reply.elapsedTime / 1000,
    }),
  );
  server.setErrorHandler((error, request, reply) => sendProblem(toAppError(error), { request, reply, deps }));
  server.setNotFoundHandler((request, reply) => sendProblem(refused('route.not_found'), { request, reply, deps }));
  mountAll(server, deps);
  return server;
}

type PlainRoute = Exclude<AnyRoute, StreamRoute>;

function mountAll(server: FastifyInstance, deps: HttpDeps): void {
  const streams = makeStreams(deps);
  server.addHook('preClose', async () => streams.close());
  for (const record of deps.routes.filter(isStream)) mountStream(server, record, { deps, streams });
  const plain = deps.routes.filter((record): record is PlainRoute => !isStream(record));
  for (const record of plain) if (record.access !== 'signature') mount(server, record, deps);
  server.register(async scope => {
    takeRawBodies(scope);
    for (const record of plain) if (record.access === 'signature') mount(scope, record, deps);
  });
}

/** A connection whose last answer was under way at the stop would hold it back for as long as it may stay idle. */
function letGoWhenClosing(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

export function factsOf(request: FastifyRequest): RequestFacts {
  return {
    id: request.id,
    ip: addressOf(request),
    agent: String(request.headers['user-agent'] ?? '').slice(0, 300),
    origin: `${request.protocol}://${request.host}`,
  };
}

function mount(server: FastifyInstance, record: PlainRoute, deps: HttpDeps): void {
  const signed = record.access === 'signature';
  server.route({
    method: record.method,
    url: fullPath(record),
    ...(signed ? { bodyLimit: SIGNED_BODY_LIMIT } : {}),
    handler: async (request, reply) => {
      const facts = factsOf(request);
      const call = signed ? signedCall(request, facts) : await toCall(request, facts, deps);
      const served = await serve(record, call, deps);
      if (served.actor.credential_id) deps.seen(served.actor, facts);
      report(request, { record, status: served.status, actor: served.actor, deps });
      reply.code(served.status).headers(served.headers);
      if (served.body === null) return reply.send();
      return reply.type('application/json; charset=utf-8').send(served.body);
    },
  });
}

function mountStream(server: FastifyInstance, record: StreamRoute, at: { deps: HttpDeps; streams: Streams }): void {
  const { deps, streams } = at;
  server.route({
    method: 'GET',
    exposeHeadRoute: false,
    url: fullPath(record),
    handler: async (request, reply) => {
      const facts = factsOf(request);
      const call = await toCall(request, facts, deps);
      const credentialNow = async () => (await toCall(request, facts, deps)).credential;
      const { body, headers, actor } = await streams.open(record, { ...call, credentialNow });
      deps.seen(actor, facts);
      report(request, { record, status: 200, actor, deps });
      return reply.headers(headers).send(body);
    },
  });
}

/** No credential is read: the signature is the handler's to believe. */
const signedCall = (request: FastifyRequest, facts: RequestFacts): Call => ({
  raw: { params: request.params, query: request.query, body: request.body },
  headers: headersOf(request),
  facts,
  credential: null,
  if_match: undefined,
  if_none_match: undefined,
});

/** Node keeps the first of two Authorization headers and says nothing: only the raw list shows both. */
const valuesOf = (raw: readonly string[], name: string): string[] =>
  raw.filter((_, index) => index % 2 === 1 && raw[index - 1]!.toLowerCase() === name);

async function toCall(request: FastifyRequest, facts: RequestFacts, deps: HttpDeps): Promise<Call> {
  const { headers } = request;
  const authorization = valuesOf(request.raw.rawHeaders, 'authorization');
  const credential = await readCredential(deps.schemes, { authorization, cookie: headers.cookie }, deps.clock());
  const safe = request.method === 'GET' || request.method === 'HEAD';
  // Without a header, the browser decides what leaves: signing in counts too (login CSRF).
  if (!safe && authorization.length === 0 && headers.cookie) checkSameOrigin(headers, facts.origin);
  return {
    raw: { params: request.params, query: request.query, body: request.body },
    headers: {},
    facts,
    credential,
    if_match: headers['if-match'],
    if_none_match: headers['if-none-match'],
  };
}

type Sending = { request: FastifyRequest; reply: FastifyReply; deps: HttpDeps };

async function sendProblem(error: AppError, { request, reply, deps }: Sending): Promise<FastifyReply> {
  const answer = KNOCKS.has(error.code) ? await slowDown(error, request, deps) : error;
  const problem = toProblem(answer, request.id);
  const fields = { ...requestFields(request), 'http.response.status_code': problem.status, 'hub.code': answer.code };
  if (answer.kind === 'internal') deps.log.error('request failed', { ...fields, error: answer.cause });
  else
    deps.log.info('request refused', { ...fields, ...(answer.kind === 'unavailable' ? { error: answer.cause } : {}) });
  if (answer.kind === 'forbidden') deps.log.security('authz_fail', fields);
  return reply.code(problem.status).headers(problemHeaders(answer)).send(JSON.stringify(problem));
}

/** A credential or a signature that is not good. Signing in has limits of its own. */
const KNOCKS: ReadonlySet<string> = new Set(['unauthenticated', 'hook.refused']);

/** Who keeps knocking with bad credentials is asked to wait; whoever has a good one is never counted here. */
async function slowDown(error: AppError, request: FastifyRequest, deps: HttpDeps): Promise<AppError> {
  const taken = await deps.rateLimit.take(`bad-credentials:${addressKey(request.ip)}`, BAD_CREDENTIALS);
  if (taken.allowed) {
    if (request.headers.authorization) deps.log.security('authn_login_fail', requestFields(request));
    // Said once: a flood of requests must not become a flood of lines.
    if (taken.remaining === 0) deps.log.security('excess_rate_limit_exceeded', requestFields(request));
    return error;
  }
  return new AppError('too_many', { retry_after_s: taken.retry_after_s });
}

/** Listening on `::`, IPv4 callers arrive as `::ffff:10.0.0.7`: one writing for one address. */
const addressOf = (request: FastifyRequest): string => request.ip.replace(/^::ffff:/i, '');

const requestFields = (request: FastifyRequest) => ({
  'event.action': 'request',
  'http.request.id': request.id,
  'http.request.method': request.method,
  'url.path': request.url.split('?')[0],
  'source.ip': addressOf(request),
});

let reads = 0;
type Reported = { record: AnyRoute; status: number; actor: Actor; deps: HttpDeps };

function report(request: FastifyRequest, { record, status, actor, deps }: Reported): void {
  if (record.method === 'GET' && reads++ % SAMPLE !== 0) return;
  deps.log.info('request done', {
    ...requestFields(request),
    'http.response.status_code': status,
    'user.id': actor.personne_id,
    'hub.credential_id': actor.credential_id,
  });
}
