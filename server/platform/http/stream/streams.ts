// From a request to an open stream. Every read goes through the statement that also says who asks: a right that is lost
// or a session that is over ends the stream at the next change.
import { PassThrough } from 'node:stream';
import { refused } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type Loose, type ReadRoute, serveRead } from '../../reads/serve-read.ts';
import type { Actor } from '../../unit.ts';
import type { Credential } from '../access.ts';
import type { AnyRoute, StreamRoute } from '../route.ts';
import { type Call, inputOf, makeAdmit, refuseStranger, type Serving } from '../serve.ts';
import type { Live } from './live.ts';
import { type Pump, startPump, TIMES, type Times } from './pump.ts';
import { makeSlots } from './slots.ts';

type Deps = Serving & { live: Live; log: Log; stream_times?: Times };
/** `credentialNow` reads the request's credential anew: what it carries may have an hour of its own (a JWT). */
type StreamCall = Call & { credentialNow: () => Promise<Credential | null> };
export type Opened = { body: PassThrough; headers: Record<string, string>; actor: Actor };
export type Streams = {
  /** Throws what a read throws, and too_many. */
  open: (record: StreamRoute, call: StreamCall) => Promise<Opened>;
  /** Ends them all, and refuses new ones: browsers find another process, or this one again. */
  close: () => void;
};

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  // A line kept for the next request would hold a stopping server back.
  connection: 'close',
};

export const isStream = (record: AnyRoute): record is StreamRoute => 'stream' in record;

export function makeStreams(deps: Deps): Streams {
  const slots = makeSlots();
  const open = new Set<Pump>();
  let closing = false;
  return {
    open: async (record, call) => {
      if (closing) throw refused('unavailable');
      if (!call.credential) throw refused('unauthenticated');
      const input = await refuseStranger(record, { call, deps, parse: () => inputOf(record, call) });
      const { sink, actor, pump } = await startStream(record, { input, call, deps, slots });
      open.add(pump);
      sink.once('close', () => open.delete(pump));
      if (closing) pump.close();
      return { body: sink, headers: HEADERS, actor };
    },
    close: () => {
      closing = true;
      for (const pump of open) pump.close();
    },
  };
}

type Starting = { input: Loose; call: StreamCall; deps: Deps; slots: ReturnType<typeof makeSlots> };

async function startStream(record: StreamRoute, { input, call, deps, slots }: Starting) {
  const asRead = { ...record, read: record.stream } as unknown as ReadRoute;
  const admit = makeAdmit(record, call, deps.guard);
  const read = async () => {
    const credential = await call.credentialNow();
    if (!credential) throw refused('unauthenticated');
    return await serveRead(
      asRead,
      { sql: deps.sql, now: deps.clock(), url: call.url, input, after: null, credential, admit },
      deps,
    );
  };
  const sink = new PassThrough();
  const state: { pump: Pump | null; missed: boolean } = { pump: null, missed: false };
  // Subscribed before the first read: what changes in between is not lost.
  const leave = deps.live.subscribe(record.topic(input), () => {
    state.missed = true;
    state.pump?.told();
  });
  sink.once('close', leave);
  try {
    const { actor, reply } = await read();
    sink.once('close', slots.take(actor.personne_id ?? actor.credential_id ?? ''));
    const pump = startPump(
      { sink, read: async () => (await read()).reply, log: deps.log, times: deps.stream_times ?? TIMES },
      reply,
    );
    state.pump = pump;
    if (state.missed) pump.told();
    return { sink, actor, pump };
  } catch (error) {
    sink.destroy();
    throw error;
  }
}
