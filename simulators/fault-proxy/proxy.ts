// A proxy on loopback that does harm on the way to a real server: it knows nothing of what it carries. Faults are rules, tried in
// order; the first that matches and is not spent plays. Hooks see what passed, so that a test can act behind the client's back.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drawFrom } from './random.ts';

export type Fault =
  | { kind: 'delay'; ms: number }
  /** The request never arrives. */
  | { kind: 'cut_request' }
  /** The request arrives and is acted upon; its answer does not come back, or only half of it. */
  | { kind: 'cut_answer' }
  | { kind: 'cut_body' }
  /** Nothing comes for so long, the request having arrived or not; or the first half of the answer, and then nothing. */
  | { kind: 'stall'; ms: number; forwarded: boolean }
  | { kind: 'stall_body'; ms: number }
  | { kind: 'truncate' }
  /** Answered here. `forwarded`: the request is acted upon all the same. */
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string; forwarded?: boolean };

export type Match = { method?: string; path?: RegExp; body?: RegExp };
/** `times`: how often it plays before it is spent. `probability`: drawn from the seed. */
export type Rule = { match?: Match; fault: Fault; times?: number; probability?: number };
export type Passed = { method: string; path: string; body: string };

export type FaultProxy = {
  url: string;
  /** Requests received so far. */
  calls(): number;
  rules(rules: Rule[], seed?: number): void;
  calm(): void;
  /** After the server has answered, before the client hears of it. */
  after: ((passed: Passed) => Promise<void>) | null;
  /** The answer's body as the client will see it. */
  rewrite: ((passed: Passed, answer: string) => string) | null;
  close(): Promise<void>;
};

type Answer = { status: number; headers: http.OutgoingHttpHeaders; body: Buffer };

/** `target`: the real server, `http://127.0.0.1:8000`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let calls = 0;
  let rules: (Rule & { left: number })[] = [];
  let draw = drawFrom(1);
  const pick = (passed: Passed): Fault | null => {
    const rule = rules.find(one => one.left > 0 && fits(one.match ?? {}, passed) && draw() < (one.probability ?? 1));
    if (rule) rule.left -= 1;
    return rule?.fault ?? null;
  };
  const server = http.createServer((request, response) => {
    calls += 1;
    void serve({ target, proxy, pick }, request, response).catch(() => response.destroy());
  });
  const proxy: FaultProxy = {
    url: '',
    calls: () => calls,
    rules(more, seed) {
      if (seed !== undefined) draw = drawFrom(seed);
      rules.push(...more.map(rule => ({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY })));
    },
    calm() {
      rules = [];
      proxy.after = null;
      proxy.rewrite = null;
    },
    ...{ after: null, rewrite: null },
    async close() {
      server.closeAllConnections();
      await new Promise<void>(done => server.close(() => done()));
    },
  };
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

const fits = ({ method, path, body }: Match, passed: Passed): boolean =>
  (!method || method === passed.method) && (path?.test(passed.path) ?? true) && (body?.test(passed.body) ?? true);

type Here = { target: string; proxy: FaultProxy; pick: (passed: Passed) => Fault | null };

async function serve({ target, proxy, pick }: Here, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request);
  const passed = { method: request.method ?? 'GET', path: request.url ?? '/', body: body.toString('utf8') };
  const fault = pick(passed);
  const pass = async (): Promise<Answer> => {
    const answer = await forward(target, request, body);
    await proxy.after?.(passed);
    if (!proxy.rewrite) return answer;
    return { ...answer, body: Buffer.from(proxy.rewrite(passed, answer.body.toString('utf8'))) };
  };
  if (fault) await harm(fault, pass, response);
  else send(response, await pass());
}

async function harm(fault: Fault, pass: () => Promise<Answer>, response: ServerResponse): Promise<void> {
  switch (fault.kind) {
    case 'delay':
      await wait(fault.ms);
      return send(response, await pass());
    case 'cut_request':
      return void response.socket?.destroy();
    case 'cut_answer':
      await pass();
      return void response.socket?.destroy();
    case 'stall':
      if (fault.forwarded) await pass();
      await wait(fault.ms);
      return void response.socket?.destroy();
    case 'cut_body':
    case 'stall_body':
      return await half(await pass(), response, fault.kind === 'cut_body' ? 0 : fault.ms);
    case 'truncate': {
      const answer = await pass();
      return send(response, { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) });
    }
    case 'answer':
      if (fault.forwarded) await pass();
      return send(response, {
        status: fault.status,
        headers: fault.headers ?? {},
        body: Buffer.from(fault.body ?? ''),
      });
  }
}

/** Half of the body under the length of the whole, then silence and a cut. */
async function half({ status, headers, body }: Answer, response: ServerResponse, ms: number): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  await new Promise(done => response.write(body.subarray(0, Math.max(1, Math.floor(body.length / 2))), done));
  await wait(ms);
  response.socket?.destroy();
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': body.length });
  response.end(body);
}

const HOP = new Set(['connection', 'transfer-encoding', 'content-length', 'keep-alive', 'host', 'accept-encoding']);
const carried = (headers: http.IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));

async function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const headers = { ...carried(request.headers), 'content-length': body.length };
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const sent = http.request(
      new URL(request.url ?? '/', target),
      { method: request.method ?? 'GET', headers, agent: false },
      done,
    );
    sent.on('error', failed).end(body);
  });
  return { status: answer.statusCode ?? 502, headers: carried(answer.headers), body: await read(answer) };
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Never holds the process back. */
const wait = (ms: number) => new Promise<void>(done => void setTimeout(done, ms).unref());
