// A closed-loop load of N connections that spends little itself: on a machine of two cores the generator competes with what
// it measures. It reads answers that have a Content-Length or no body (204, 304), and no others.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { cpuSeconds } from './measure.ts';

export type Target = { origin: string; path: string; headers?: Record<string, string>; pid: number };
export type Load = { requests: number; seconds: number; p50_ms: number; p99_ms: number; cpu_us: number; wrong: number };
type Asking = { requests: number; connections: number; expected?: number };

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** How many bytes the answer at the start of `bytes` has, and its status; null while its head is not all there. */
function measureAnswer(bytes: Buffer): { status: number; length: number } | null {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const body = status === 304 || status === 204 ? 0 : Number(LENGTH.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(body)) throw new Error(`an answer without a length: ${head}`);
  return { status, length: end + END_OF_HEAD.length + body };
}

/** Gives the status of each answer in turn to `answered`, which says whether to ask again. */
function converse(socket: Socket, question: Buffer, answered: (status: number) => boolean): Promise<void> {
  return new Promise((done, fail) => {
    let chunks: Buffer[] = [];
    let held = 0;
    let due: { status: number; length: number } | null = null;
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed the connection')));
    socket.on('data', chunk => {
      chunks.push(chunk);
      held += chunk.length;
      due ??= measureAnswer(chunks.length === 1 ? chunk : Buffer.concat(chunks));
      if (!due || held < due.length) return;
      const { status } = due;
      chunks = [];
      held = 0;
      due = null;
      if (answered(status)) socket.write(question);
      else done();
    });
    socket.write(question);
  });
}

/** `requests` requests over `connections` connections, the next one as soon as the last is answered. */
export async function load(target: Target, { requests, connections, expected = 200 }: Asking): Promise<Load> {
  const { host, hostname, port } = new URL(target.origin);
  const lines = Object.entries({ host, ...target.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const question = Buffer.from(`GET ${target.path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const sockets = Array.from({ length: connections }, () =>
    connect({ host: hostname, port: Number(port), noDelay: true }),
  );
  await Promise.all(sockets.map(socket => once(socket, 'connect')));
  const times = new Float64Array(requests);
  let [asked, answers, wrong] = [connections, 0, 0];
  const cpu = cpuSeconds(target.pid);
  const began = performance.now();
  await Promise.all(
    sockets.map(socket => {
      let sent = performance.now();
      return converse(socket, question, status => {
        const now = performance.now();
        times[answers++] = now - sent;
        sent = now;
        if (status !== expected) wrong += 1;
        return asked++ < requests;
      });
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const cpu_us = ((cpuSeconds(target.pid) - cpu) * 1e6) / requests;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  times.sort();
  const at = (share: number) => times[Math.min(requests - 1, Math.floor(requests * share))]!;
  return { requests, seconds, p50_ms: at(0.5), p99_ms: at(0.99), cpu_us, wrong };
}
