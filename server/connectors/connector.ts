// The port of every ERP (house §8). A capability is the presence of a function; what a function cannot say stands in
// `traits`, and the engine picks its way from them. A connector classifies trouble in the seven words of upstream.ts and
// never decides: no retry, no database here, and no wait but the one of readings that cannot be resumed.
import type { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { RaisonLigne } from '#contract/values.ts';
import type { Outbound } from '#platform/outbound.ts';
import type { UpstreamError } from '#platform/upstream.ts';

/** Where a scan stands: JSON of the connector's own, kept by the engine (4 kB at most), given back as it came. */
export type Cursor = Record<string, unknown>;

export type Traits = {
  /** How changes are found: a filter of theirs, a list sorted by change, a feed, or only by reading everything. */
  incremental: 'filter' | 'sorted_scan' | 'feed' | 'none';
  /** How deletions are seen: told by a feed, or by what a complete reading no longer shows. */
  deletions: 'feed' | 'sweep' | 'none';
  write: 'create_delete' | 'replace' | 'upsert' | 'none';
  duplicates: 'client_id' | 'natural_key' | 'none';
  day_holds_variables: boolean;
  /** What an hour is over there: a slot with both its ends, a duration, or nothing (no hours). */
  hours: 'slots' | 'durations' | 'none';
  /** Slots only: how one that ends with the day is written. Absent until their answers have taught it. */
  midnight?: Midnight;
};
/** `none`: the last minute of a day cannot be written. */
export type Midnight = '24:00' | '00:00' | 'none';

/**
 * One record of theirs: readable, or put aside alone with the reason a person will read. `ecart` says what did not fit.
 * `external_id` is null when not even that could be read.
 */
export type ReadRecord<T> =
  | { ok: true; value: T; notes: string[] }
  | { ok: false; external_id: string | null; libelle: string | null; raison: string };

/** What their answers have that we did not expect. `fiche`: that record only is put aside. `anodin`: read all the same. */
export type Ecart = { gravite: 'anodin' | 'fiche'; chemin: string; constat: string };

export type ErpPage<T> = {
  records: ReadRecord<T>[];
  ecarts: Ecart[];
  /** Saved with this page: the scan goes on after it. Null: this scan starts again if it is cut. */
  cursor: Cursor | null;
  /** Where the next incremental reading starts. Only valid once the scan has ended. Null: they give no such thing. */
  watermark: Cursor | null;
  /** How many there are, if they say so; it may be wrong. */
  announced: number | null;
  /** A trait that the answers contradict (a filter ignored): the engine remembers it for the link. */
  observed?: Partial<Traits>;
};

/** `hidden`: it exists, but the account may no longer see it. It is not deleted. */
export type Found<T> = { state: 'present'; record: ReadRecord<T> } | { state: 'gone' } | { state: 'hidden' };

export type ErpChoice = { external_id: string; label: string };
/** What the account behind the credentials is and may do. `false`: refused for lack of rights (role, plan), not of credentials. */
export type ErpAccount = { libelle: string | null; chantiers: boolean; heures: boolean };

/** Somebody the ERP knows, login or not. Texts are trimmed and bounded as contract/personne-erp.ts; `email` in lower case. */
export type PersonneFromErp = {
  external_id: string;
  nom: string | null;
  prenom: string | null;
  email: string | null;
  matricule: string | null;
  role: string | null;
  actif: boolean;
};

/** Hours of one chantier in the day. `cle`: our pointage. `plages` are local to Europe/Paris and may end the next day (contract/temps.ts). */
export type LigneHeures = {
  cle: string;
  chantier: string;
  minutes: number;
  plages: readonly { debut: string; fin: string }[];
  zone: string | null;
  panier: boolean | null;
};
/** One person's validated day on this connexion, whole (settled.md 35). `horaire`: the company's, where only minutes are known. */
export type HeuresJour = {
  jour: string;
  lignes: readonly LigneHeures[];
  horaire: { debut: string; pause_debut: string; pause_minutes: number };
};

/**
 * One thing that the ERP stores: one line of the ledger. `cle` is stable within the day for the same pointage and rank, so that
 * a correction knows what it replaces. `jour` is theirs: the next one for the end of a night. `indicatif`: times that nobody
 * entered. `contenu`: what is written, the connector's own (4 kB at most); same contenu, same unit.
 */
export type UniteHeures = {
  cle: string;
  pointage: string | null;
  chantier: string | null;
  jour: string;
  minutes: number;
  debut: string | null;
  /** `24:00` at the end of a day. */
  fin: string | null;
  indicatif: boolean;
  contenu: Record<string, unknown>;
};
/** The sum of `unites` is the minutes of the lines that are not in `refus`, exactly. */
export type UnitesJour = { unites: UniteHeures[]; refus: { cle: string; code: RaisonLigne; phrase: string }[] };

/** `ligne`: the id of our ledger's row, a UUID: the client id of an ERP that takes one. `marque`: `HC-…`, for their notes. */
export type EcritureJour = {
  personne: string;
  jour: string;
  /** First what goes, then what comes. */
  retirer: readonly { ligne: string; marque: string; external_id: string; unite: UniteHeures }[];
  /** `external_id`: it is there already, and is replaced in its place (never for `create_delete`). */
  ecrire: readonly {
    ligne: string;
    marque: string;
    unite: UniteHeures;
    external_id: string | null;
    version: string | null;
  }[];
};
export type IssueLigne = { ligne: string } & (
  | { etat: 'sent'; external_id: string; version: string | null }
  | { etat: 'removed' }
  | { etat: 'refused'; code: RaisonLigne; phrase: string }
  | { etat: 'doubtful' }
);
/**
 * A line without an issue was not sent. `arret`: why it stopped before the end (busy, denied, strange; unavailable: a call that
 * did not leave, or one whose answer was lost, which left a doubtful line). `observed`: as for a page.
 */
export type IssuesJour = { issues: IssueLigne[]; arret: UpstreamError | null; observed?: Partial<Traits> };

/**
 * `depuis`: nothing looked for is older (RFC 3339, UTC). `lignes`: what is looked for; by it, an entry that came without what would
 * bear our mark is told for ours (given under that mark) or for another's: by the id it is known by (null: none yet), else by its
 * hours. Without it such an entry is `strange`.
 */
export type Recherche = {
  personne: string;
  jours: readonly string[];
  depuis: string;
  lignes?: readonly LigneCherchee[];
};

export type LigneCherchee = { marque: string; external_id: string | null } & Pick<
  LigneVue,
  'chantier' | 'jour' | 'debut' | 'fin'
>;

/** Hours that stand over there (no break, no travel, no meal). `marque`: ours, when they kept it. `fin` at midnight: `24:00`. */
export type LigneVue = {
  external_id: string;
  marque: string | null;
  personne: string;
  chantier: string | null;
  jour: string;
  minutes: number;
  debut: string | null;
  fin: string | null;
  version: string | null;
};

export type ErpSession = {
  /** Asked before anything is saved. Throws UpstreamError. */
  check(): Promise<ErpAccount>;
  chantiers?: {
    get(external_id: string): Promise<Found<ChantierFromErp>>;
    /** All of them, oldest first where they can be sorted. `from`: the cursor of the last page kept, null at the start. */
    all(from: Cursor | null): AsyncIterable<ErpPage<ChantierFromErp>>;
    /**
     * What changed since the watermark, overlap included. Absent when traits.incremental is `none`. Cut, it starts again
     * (its cursor is null): so what they ask to wait between two of its pages is waited for in place, a minute for one page at
     * most; beyond, `busy` is thrown for the engine to say and to keep. Should it find that their order cannot be relied upon, it ends early, with the watermark it was
     * given and `observed: { incremental: 'none' }`: the engine then reads everything. A complete reading that sees the
     * order again observes `sorted_scan`.
     */
    changed?(since: Cursor): AsyncIterable<ErpPage<ChantierFromErp>>;
    /** Their vocabulary of statuses, when it can be listed; otherwise it is learnt from what is read. */
    statuts?(): Promise<ErpChoice[]>;
  };
  personnes?: {
    /** All of them, inactive ones too. */
    all(): AsyncIterable<ErpPage<PersonneFromErp>>;
  };
  heures?: {
    /** Pure: no call. */
    unites(jour: HeuresJour): UnitesJour;
    /**
     * Writes one person's day, one call after the other, in the order given. A refusal that condemns the rest of the day
     * (locked week) is said of each line. Never throws for what the ERP does: `arret`.
     */
    push(jour: EcritureJour): Promise<IssuesJour>;
    /** Everything of that person on these days, whoever wrote it. Throws UpstreamError. */
    find(quoi: Recherche): Promise<LigneVue[]>;
    /** All hours of these days, everybody's, in pages. Throws UpstreamError. */
    list(periode: { du: string; au: string }): AsyncIterable<{ lignes: LigneVue[]; illisibles: number }>;
  };
};

/**
 * The outside as a connector may see it. `now_ms`: Unix time in milliseconds, for Retry-After given as a date. `wait`: for
 * readings that start again when they are cut (`changed`, `personnes`, `find`, `list`); throws once the reading is to stop.
 */
export type ErpWorld = {
  outbound: Pick<Outbound, 'fetch'>;
  now_ms: () => number;
  wait: (ms: number) => Promise<void>;
  signal?: AbortSignal;
};

/** Something changed over there: never trusted for its content, the object is read again. */
export type ErpHint = { hint_id: string; noun: 'chantier'; external_id: string };

export type Connector<S = unknown, C = unknown> = {
  /** `costructor`: also the start of the name its references carry (`system`). */
  kind: string;
  nom: string;
  /** `false`: works, and is not in the connection wizard (GET /connecteurs leaves it out). */
  offered?: false;
  /** French, for the connection wizard: one sentence, then how to obtain access, step by step. */
  resume: string;
  aide: string[];
  /** Every field has a `title` and a `description`; a secret one `meta({ secret: true })`. The form is drawn from it. */
  settings: z.ZodType<S>;
  credentials: z.ZodType<C>;
  traits: Traits;
  /** Whether these settings lead to the vendor's own service; anything else is told as « simulateur » on screen. */
  isOfficial(settings: S): boolean;
  /** `observed`: what earlier answers taught about this link, laid over `traits`. */
  open(link: { settings: S; credentials: C; observed: Partial<Traits> }, world: ErpWorld): ErpSession;
  webhook?: {
    /** The credential field that holds the secret. Empty: no hint is accepted. */
    secretOf(credentials: C): string | null;
    /** Throws UpstreamError `denied` when the signature, its age (300 s) or its form is not right. Headers in lower case. */
    verify(call: { raw: Buffer; headers: Record<string, string>; now_ms: number }, secret: string): void;
    /** Unknown types give nothing. Throws UpstreamError `strange` for what cannot be read. */
    read(raw: Buffer): ErpHint[];
  };
};

export type AnyConnector = Connector<never, never>;
/** Every ERP the hub knows, by kind; made by all.ts and handed to slices by app.ts. */
export type Connectors = ReadonlyMap<string, AnyConnector>;
