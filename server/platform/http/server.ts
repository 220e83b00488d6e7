// Fastify stays in this folder. It listens, reads bodies and writes answers; what a request means is in serve.ts.
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { KeyRefusal } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { makeAskState } from '../reads/ask-states.ts';
import type { Actor } from '../unit.ts';
import { checkSameOrigin, readCredential, type Schemes } from './access.ts';
import { factsOf, pathOf, report } from './answers/request-fields.ts';
import { sendElsewhere } from './answers/send-elsewhere.ts';
import { sendProblem } from './answers/send-problem.ts';
import { corsHeaders } from './conventions/cors.ts';
import { languageOf } from './conventions/language.ts';
import { makeMethods } from './conventions/methods.ts';
import { requestId } from './conventions/trace.ts';
import { HOUR_ALONE, makeGuard, type RateSettings } from './guard/guard.ts';
import { refusalOf } from './guard/refused-key.ts';
import { toAppError } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';
import { type AnyRoute, fullPath, type RequestFacts, SIGNED_BODY_LIMIT, type StreamRoute } from './route.ts';
import { type Call, type Serving, serve } from './serve.ts';
import { headersOf, takeRawBodies } from './signed/raw-body.ts';
import type { Live } from './stream/live.ts';
import type { Times } from './stream/pump.ts';
import { isStream, makeStreams, type Streams } from './stream/streams.ts';
import { guardTransport, refuseUnreadable, securityHeaders } from './transport.ts';

const BODY_LIMIT = 1_048_576;
export type HttpDeps = Omit<Serving, 'guard' | 'askState'> & {
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
  /** Told of each well-formed key that is turned away, never waited for (Feature.refusedKey). */
  refusedKey?: (key: string, reason: KeyRefusal, facts: RequestFacts) => void;
  /** What is counted of a key beside its hour; nothing when absent. */
  rate?: RateSettings;
};

type Deps = HttpDeps & Pick<Serving, 'guard' | 'askState'>;

export function makeServer(given: HttpDeps): FastifyInstance {
  const guard = makeGuard(given.rateLimit, given.rate ?? HOUR_ALONE);
  const deps = { ...given, guard, askState: makeAskState(given) };
  const server = Fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: requestId,
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
  const methods = makeMethods();
  server.addHook('onRoute', methods.learn);
  server.addHook('onRequest', guardTransport(deps));
  addHooksOfAnswers(server, deps);
  server.setErrorHandler((error, request, reply) => sendProblem(toAppError(error), { request, reply, deps }));
  server.setNotFoundHandler(async (request, reply) => sendElsewhere(request, reply, methods));
  mountAll(server, deps);
  return server;
}

type PlainRoute = Exclude<AnyRoute, StreamRoute>;

function mountAll(server: FastifyInstance, deps: Deps): void {
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

/** They call back: an async hook costs each request a turn of promises. */
function addHooksOfAnswers(server: FastifyInstance, { metrics }: Pick<Deps, 'metrics'>): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', (request, reply, ...[payload, done]) => {
    reply.headers(securityHeaders(request)).headers(corsHeaders(pathOf(request), request.headers));
    // A connection whose last answer was under way at the stop would hold it back for as long as it may stay idle.
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observeRequest({
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: reply.statusCode,
      duration_s: reply.elapsedTime / 1000,
    });
    done();
  });
}

function mount(server: FastifyInstance, record: PlainRoute, deps: Deps): void {
  const signed = record.access === 'signature';
  server.route({
    method: record.method,
    url: fullPath(record),
    ...(signed ? { bodyLimit: SIGNED_BODY_LIMIT } : {}),
    handler: async (request, reply) => {
      const facts = factsOf(request);
      const { tell, watch } = makeWatch(reply, facts, deps);
      const call = signed ? signedCall(request, facts, deps.clock()) : await toCall(request, { facts, tell }, deps);
      const served = await watch(call, () => serve(record, call, deps));
      if (served.actor.credential_id) deps.seen(served.actor, facts);
      report(request, { record, status: served.status, actor: served.actor, log: deps.log });
      reply.code(served.status).headers(served.headers);
      if (served.body === null) return reply.send();
      if (!served.headers['content-type']) reply.type('application/json; charset=utf-8');
      return reply.send(served.body);
    },
  });
}

function mountStream(server: FastifyInstance, record: StreamRoute, at: { deps: Deps; streams: Streams }): void {
  const { deps, streams } = at;
  server.route({
    method: 'GET',
    exposeHeadRoute: false,
    url: fullPath(record),
    handler: async (request, reply) => {
      const facts = factsOf(request);
      const { tell, watch } = makeWatch(reply, facts, deps);
      const call = await toCall(request, { facts, tell }, deps);
      const credentialNow = async () => (await toCall(request, { facts, tell }, deps)).credential;
      const { body, headers, actor } = await watch(call, () => streams.open(record, { ...call, credentialNow }));
      deps.seen(actor, facts);
      report(request, { record, status: 200, actor, log: deps.log });
      return reply.headers(headers).send(body);
    },
  });
}

/** `watch` runs the work; a key that is turned away leaves its trace, and a 404 or a 412 is a use like any other. */
function makeWatch(reply: FastifyReply, facts: RequestFacts, { refusedKey, seen }: Deps) {
  let known: Actor | null = null;
  return {
    tell: (actor: Actor, headers: Record<string, string>) => {
      known = actor;
      reply.headers(headers);
    },
    watch: async <T>({ credential }: Call, work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        const reason = credential?.kind === 'api_key' ? refusalOf(error) : null;
        if (reason) refusedKey?.(known?.credential_id ?? credential!.name, reason, facts);
        else if (known?.credential_id) seen(known, facts);
        throw error;
      }
    },
  };
}

/** No credential is read: the signature is the handler's to believe. */
const signedCall = (request: FastifyRequest, facts: RequestFacts, now: Call['now']): Call => ({
  raw: { params: request.params, query: request.query, body: request.body },
  headers: headersOf(request),
  facts,
  now,
  tell: () => {},
  url: request.url,
  language: languageOf(request.headers['accept-language']),
  credential: null,
  idempotency_key: undefined,
  if_match: undefined,
  if_none_match: undefined,
});

/** Node keeps the first of two Authorization headers and says nothing: only the raw list shows both. */
function valuesOf(raw: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]!.length === name.length && raw[at]!.toLowerCase() === name) values.push(raw[at + 1]!);
  }
  return values;
}

async function toCall(
  request: FastifyRequest,
  { facts, tell }: Pick<Call, 'facts' | 'tell'>,
  deps: HttpDeps,
): Promise<Call> {
  const { headers } = request;
  const authorization = valuesOf(request.raw.rawHeaders, 'authorization');
  const now = deps.clock();
  const credential = await readCredential(deps.schemes, { authorization, cookie: headers.cookie }, now);
  const safe = request.method === 'GET' || request.method === 'HEAD';
  // Without a header, the browser decides what leaves: signing in counts too (login CSRF).
  if (!safe && authorization.length === 0 && headers.cookie) checkSameOrigin(headers, facts.origin);
  return {
    raw: { params: request.params, query: request.query, body: request.body },
    headers: {},
    facts,
    now,
    tell,
    url: request.url,
    language: languageOf(headers['accept-language']),
    credential,
    idempotency_key: headers['idempotency-key'] as string | undefined,
    if_match: headers['if-match'],
    if_none_match: headers['if-none-match'],
  };
}
