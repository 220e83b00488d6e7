// What the exam of connectors (conformance.ts) asks of a simulator, in words that fit any ERP, and how it listens.
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { makeLog } from '#platform/log.ts';
import { makeOutbound, type Outbound } from '#platform/outbound.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { Connector, Cursor, ErpPage, ErpSession, ErpWorld, PersonneFromErp, Traits } from './connector.ts';
import type { HoursGround } from './exam-hours-ground.ts';

/** What may befall an answer. Each plug says it to its simulator in its own way. */
export const TROUBLES = {
  credentials: 'denied credentials',
  rights: 'denied rights',
  too_many: 'busy',
  too_many_html: 'busy',
  maintenance: 'busy',
  error: 'unavailable',
  error_html: 'unavailable',
  stalled_before: 'unavailable',
  stalled_inside: 'unavailable',
  cut_before: 'unavailable',
  cut_inside: 'unavailable',
  truncated: 'unavailable',
  error_in_200: 'unavailable',
} as const;
export type Trouble = keyof typeof TROUBLES;

export const DRIFTS = [
  'new_field',
  'new_enum',
  'missing_optional',
  'missing_required',
  'number_to_string',
  'renamed',
  'null_required',
  'nested',
  'long_name',
  'html_name',
] as const;
export type Drift = (typeof DRIFTS)[number];

/** One chantier as the ERP's own store has it; null where our words have nothing to compare. */
export type Known = {
  external_id: string;
  visible: boolean;
  nom: string;
  reference: string | null;
  statut: string | null;
  date_debut: string | null;
  date_fin: string | null;
  minutes_estimees: number | null;
  archive: boolean;
  /** Names, telephones and addresses that no error may quote. */
  persons: string[];
};

export type Ground<S, C> = {
  settings: S;
  credentials: C;
  wrong_credentials: C;
  /** The next answers, all of them until `calm`, or as many as said. */
  trouble(what: Trouble, times?: number): Promise<void>;
  drift(what: Drift, external_id: string): Promise<void>;
  /** Every fault a good connector gets over by itself, drawn from this seed. */
  everything(seed: number): Promise<void>;
  calm(): Promise<void>;
  /** What changes over there after each answer to a list. */
  meanwhile(what: 'delete' | 'insert' | 'touch', times: number): Promise<void>;
  add(count: number): Promise<string[]>;
  /** Changed now; all at one instant; or with a stamp of now, and visible only so many seconds later. */
  change(count: number, how?: { same_instant: true } | { seconds_late: number }): Promise<string[]>;
  delete(external_id: string): Promise<void>;
  /** Absent where what is hidden and what is deleted are told in the same words. */
  hide?(external_id: string): Promise<void>;
  /** Their clock goes forward: what is committed late becomes visible. */
  later(seconds: number): Promise<void>;
  /** Their other readings that this connector must get over, by name. */
  reading(name: string): Promise<void>;
  truth(): Promise<Known[]>;
  /** How many calls they received so far. */
  calls(): Promise<number>;
  /** Absent when the connector has no such thing. */
  hours?: HoursGround;
  people?(): Promise<Omit<PersonneFromErp, 'role'>[]>;
};

export type Exam<S, C> = {
  connector: Connector<S, C>;
  start: (options: { chantiers: number; seed: number }) => Promise<Ground<S, C>>;
  /** Names for `reading`, by what the connector must then have learnt. */
  has_people: boolean;
  readings: {
    /** Null: their filters and orders are known to hold. */
    filters: { ignores_filter: string; honours_filter: string; ignores_order: string } | null;
    others: string[];
    hours?: string[];
  };
  /** False where a week cannot be locked over there. */
  locks?: boolean;
  /** How long an answer may take before it is given up, 400 ms: longer for a real ERP. */
  patience_ms?: number;
  /** False where it cannot be run: every test is then skipped, and said to be. */
  available?: boolean;
  /** A signed call as they make it; `keys` sign side by side. Absent when the connector has no webhook. */
  webhook?: {
    credentials: (secret: string) => C;
    call(
      event: 'changed' | 'unknown',
      sign: { keys: string[]; at_ms: number },
    ): { raw: Buffer; headers: Record<string, string> };
    external_id: string;
  };
};

export type Listening = {
  world: (timeout_ms?: number) => ErpWorld;
  heard: string[];
  close: () => Promise<void>;
};

/** A way out to loopback only, whose log is kept; each call is cut after `timeout_ms`, so that stalls are short here. */
export function listen(): Listening {
  const heard: string[] = [];
  const log = makeLog({ level: 'debug', stream: { write: line => void heard.push(line) } });
  const outbound: Outbound = makeOutbound({ allow: '127.0.0.1/32:*', assertOutsideUnit: () => {}, log });
  return {
    heard,
    close: () => outbound.close(),
    world: (timeout_ms = 10_000) => ({
      now_ms: Date.now,
      // The faults of the exam pass by themselves: nobody need wait for them.
      wait: async () => {},
      outbound: {
        fetch: (url, request) =>
          outbound.fetch(url, { ...request, timeout_ms: Math.min(request.timeout_ms, timeout_ms) }),
      },
    }),
  };
}

export type Chantiers = NonNullable<ErpSession['chantiers']>;
type Page = ErpPage<ChantierFromErp>;
export type Reading = {
  records: Map<string, Page['records'][number]>;
  ecarts: Page['ecarts'];
  pages: number;
  watermark: Cursor | null;
  observed: Page['observed'];
};

const PASSES = new Set(['unavailable', 'busy']);

/** As the engine reads: after a trouble that passes, all over again from the last cursor kept (null: from the start). */
export async function readThrough(pages: (from: Cursor | null) => AsyncIterable<Page>): Promise<Reading> {
  const reading: Reading = { records: new Map(), ecarts: [], pages: 0, watermark: null, observed: undefined };
  let from: Cursor | null = null;
  for (let tries = 0; tries < 80; tries += 1) {
    try {
      for await (const page of pages(from)) {
        note(reading, page);
        from = saved(page.cursor);
      }
      return reading;
    } catch (error) {
      if (!(error instanceof UpstreamError) || !PASSES.has(error.is.word)) throw error;
    }
  }
  throw new Error('never came to an end');
}

function note(reading: Reading, { records, ecarts, watermark, observed }: Page): void {
  for (const record of records) {
    const id = record.ok ? record.value.external_id : record.external_id;
    reading.records.set(id ?? `?${reading.records.size}`, record);
  }
  reading.ecarts.push(...ecarts);
  reading.pages += 1;
  reading.watermark = watermark;
  if (observed) reading.observed = observed;
}

/** The word of what this throws; null when it does not. Anything that is no UpstreamError is thrown on. */
export async function wordOf(work: () => Promise<unknown>): Promise<UpstreamError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

export const saved = (cursor: Cursor | null): Cursor | null => JSON.parse(JSON.stringify(cursor)) as Cursor | null;

/** What the parts of the exam share. */
export type Here<S, C> = {
  exam: Exam<S, C>;
  ear: Listening;
  ground: (chantiers: number, seed?: number) => Promise<Ground<S, C>>;
  open: (
    ground: Ground<S, C>,
    how?: { observed?: Partial<Traits>; timeout_ms?: number; credentials?: C },
  ) => ErpSession;
  /** The chantiers of a new session. */
  chantiers: (ground: Ground<S, C>, observed?: Partial<Traits>) => Chantiers;
};

export function hereFor<S, C>(exam: Exam<S, C>): Here<S, C> {
  const ear = listen();
  const open: Here<S, C>['open'] = ({ settings, credentials }, how = {}) =>
    exam.connector.open(
      { settings, credentials: how.credentials ?? credentials, observed: how.observed ?? {} },
      ear.world(how.timeout_ms),
    );
  return {
    ...{ exam, ear, open },
    ground: (chantiers, seed = 42) => exam.start({ chantiers, seed }),
    chantiers: (ground, observed = {}) => open(ground, { observed }).chantiers!,
  };
}

export const visible = (truth: readonly Known[]) =>
  truth.filter(known => known.visible).map(known => known.external_id);
export const sorted = (ids: Iterable<string>) => [...ids].sort();

/** A record in the words of `Known`. */
export const pick = (value: ChantierFromErp) => ({
  external_id: value.external_id,
  nom: value.nom,
  reference: value.reference,
  statut: value.statut?.external_id ?? null,
  date_debut: value.date_debut,
  date_fin: value.date_fin,
  minutes_estimees: value.minutes_estimees,
  archive: value.archive,
});
