// That this process lives, said by a lock that PostgreSQL drops in the instant the process is gone (decision 0016).
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../log.ts';

export type Presence = {
  /**
   * This process as `process_alive(id)` knows it in SQL (a bigint, as text). A lost connection gives a new one: whoever
   * takes a run reads it once, writes it on the run, and writes on only while the run still names it.
   */
  readonly id: string;
  /** Aborted when this id is lost: others take over what it has in hand. */
  readonly lost: AbortSignal;
  close: () => Promise<void>;
};

/** A channel heard on the same connection; `reopened` after each new one, since what was told meanwhile is lost. */
export type Hearing = { channel: string; told: (payload: string) => void; reopened: () => void };

/** How the connection of a process that answers requests is known in pg_stat_activity; a worker's has another name. */
export const PRESENCE_SERVING = 'hub-chantier-presence';
const PRESENCE_WORKING = 'hub-chantier-presence-travaux';

type Parts = { url: string; log: Log; hearing?: Hearing; serves?: boolean };
type Held = { id: string; lost: AbortSignal; end: () => Promise<void> };

/** From the first retry on: a base that is back must find its hub at once, and a base that is away must not be hammered. */
const RETRY_MS = [50, 100, 200, 500];

/** Throws what the first connection throws; later ones are tried for as long as the process lives. */
export async function holdPresence(parts: Parts): Promise<Presence> {
  let held = await hold(parts);
  let closing = false;
  const living = (async () => {
    while (!closing) {
      await gone(held.lost);
      if (closing) return;
      parts.log.warn('presence lost', { 'event.action': 'presence_lost', 'hub.presence': held.id });
      const again = await holdAgain(parts, () => closing);
      if (!again) return;
      held = again;
      parts.log.info('presence held again', { 'event.action': 'presence_held', 'hub.presence': held.id });
      parts.hearing?.reopened();
    }
  })();
  return {
    get id() {
      return held.id;
    },
    get lost() {
      return held.lost;
    },
    close: async () => {
      closing = true;
      await held.end();
      await living;
    },
  };
}

const gone = (lost: AbortSignal): Promise<void> =>
  new Promise(done => (lost.aborted ? done() : lost.addEventListener('abort', () => done(), { once: true })));

async function holdAgain(parts: Parts, isClosing: () => boolean): Promise<Held | null> {
  for (let tries = 0; !isClosing(); tries += 1) {
    await wait(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]!);
    const held = await hold(parts).catch(() => null);
    if (held && isClosing()) await held.end();
    else if (held) return held;
  }
  return null;
}

async function hold({ url, hearing, serves = true }: Parts): Promise<Held> {
  const lost = new AbortController();
  const sql = postgres(url, {
    max: 1,
    max_lifetime: 0,
    connect_timeout: 10,
    keep_alive: 5,
    fetch_types: false,
    onnotice: () => {},
    onclose: () => lost.abort(),
    onnotify: (_channel: string, payload: string) => hearing?.told(payload),
    connection: {
      application_name: serves ? PRESENCE_SERVING : PRESENCE_WORKING,
      // A machine that vanished says no goodbye: its lock is free some ten seconds later.
      tcp_keepalives_idle: 5,
      tcp_keepalives_interval: 2,
      tcp_keepalives_count: 3,
    },
  } as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
  const end = () => sql.end({ timeout: 1 });
  try {
    const id = await lockNewId(sql);
    if (hearing) await sql.unsafe(`listen ${hearing.channel}`);
    // The driver would go on by itself on a new connection, without the lock.
    if (lost.signal.aborted) throw new Error('the connection of the presence was lost as it opened');
    return { id, lost: lost.signal, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Drawn, not counted: a number of before a restore must never be a living process of after it. */
async function lockNewId(sql: postgres.Sql): Promise<string> {
  for (;;) {
    const id = (randomBytes(8).readBigUInt64BE() >> 2n).toString();
    const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${id}::bigint) as locked`;
    if (row?.locked) return id;
  }
}
