// One open stream: reads again when told, never more often than its gap, and always says the last state.
import type { PassThrough } from 'node:stream';
import type { Log } from '../../log.ts';
import type { Reply } from '../../reads/kept-replies.ts';
import { toAppError } from '../problem.ts';

/** `gap_ms` between two reads, `beat_ms` between two signs of life, `life_ms` before the browser is asked to come back. */
export type Times = { gap_ms: number; beat_ms: number; life_ms: number };
export const TIMES: Times = { gap_ms: 250, beat_ms: 15_000, life_ms: 900_000 };
/** While the database is away. */
const AWAY_MS = 1_000;
const LAST_WORDS_MS = 2_000;

type Parts = { sink: PassThrough; read: () => Promise<Reply>; log: Log; times: Times };
export type Pump = {
  told: () => void;
  /** Ends the stream without `fin`: the browser opens another one. */
  close: () => void;
};

export function startPump({ sink, read, log, times }: Parts, first: Reply): Pump {
  const state = { dirty: false, busy: false, etag: '', read_at: performance.now() };
  let timer: NodeJS.Timeout | undefined;

  const send = ({ body, etag }: Reply) => {
    if (etag === state.etag) return;
    state.etag = etag;
    sink.write(eventText('etat', { id: etag, data: body.toString() }));
  };
  const plan = (wait_ms = 0) => {
    if (timer || state.busy || sink.writableNeedDrain || sink.writableEnded || sink.destroyed) return;
    timer = setTimeout(again, Math.max(wait_ms, state.read_at + times.gap_ms - performance.now()));
  };
  const again = async () => {
    timer = undefined;
    Object.assign(state, { dirty: false, busy: true, read_at: performance.now() });
    const wait_ms = await read().then(send, error => whatNow(error, { sink, log }));
    state.busy = false;
    if (wait_ms || state.dirty) plan(wait_ms ?? 0);
  };
  sink.on('drain', () => state.dirty && plan());
  sink.once('close', () => clearTimeout(timer));
  sink.write('retry: 2000\n\n');
  send(first);
  const told = () => {
    state.dirty = true;
    plan();
  };
  return { told, close: liveFor(sink, times) };
}

/** Signs of life until its time is over; gives the way to end it before. */
function liveFor(sink: PassThrough, { beat_ms, life_ms }: Times): () => void {
  const close = () => {
    sink.end();
    // Who does not read holds nobody back.
    setTimeout(() => sink.destroy(), LAST_WORDS_MS).unref();
  };
  const beat = setInterval(() => sink.writableNeedDrain || sink.writableEnded || sink.write(':\n\n'), beat_ms);
  const life = setTimeout(close, life_ms);
  sink.once('close', () => {
    clearInterval(beat);
    clearTimeout(life);
  });
  return close;
}

/** Milliseconds to wait before another try; nothing when the stream is over. */
function whatNow(thrown: unknown, { sink, log }: Pick<Parts, 'sink' | 'log'>): number | undefined {
  if (sink.writableEnded || sink.destroyed) return undefined;
  const error = toAppError(thrown);
  if (error.kind === 'unavailable') return AWAY_MS;
  if (error.kind === 'internal') log.error('stream failed', { 'event.action': 'stream', error: error.cause });
  else sink.write(eventText('fin', { data: JSON.stringify({ code: error.code }) }));
  sink.end();
  return undefined;
}

/** PostgreSQL breaks the lines of its JSON lists: each line is a `data` of its own (HTML standard §9.2.6). */
function eventText(event: string, { id, data }: { id?: string; data: string }): string {
  const lines = data.split(/\r\n|\r|\n/).map(line => `data: ${line}\n`);
  return `event: ${event}\n${id ? `id: ${id}\n` : ''}${lines.join('')}\n`;
}
