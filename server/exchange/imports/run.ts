// What the engine holds while it reads: the run as its row, the connexion, the session.
import type { CompteImport } from '#contract/import.ts';
import type { GenreImport, StatutRun } from '#contract/values.ts';
import type { LinkDeps, LinkRow } from '#exchange/erp-links/index.ts';
import type { Presence } from '#platform/jobs/presence.ts';
import type { Log } from '#platform/log.ts';
import { type Actor, erpLinkActor } from '#platform/unit.ts';
import type { Cursor, ErpSession } from '../../connectors/connector.ts';

export type ImportDeps = LinkDeps & {
  log: Log;
  presence: Pick<Presence, 'id'>;
  /** Sleeps; rejects when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Runs that this process has in hand. */
  working: Set<string>;
};

export type RunRow = CompteImport & {
  id: string;
  link_id: string;
  genre: GenreImport;
  statut: StatutRun;
  demande: 'automatique' | 'manuelle';
  etape: 'lecture' | 'absents' | 'fin';
  process_id: string | null;
  cursor: Cursor | null;
  watermark: Cursor | null;
  essais: number;
  created_at: string;
};

export type Reading = {
  run: RunRow;
  link: LinkRow;
  chantiers: NonNullable<ErpSession['chantiers']>;
  log: Log;
  signal: AbortSignal;
};

export const importTopic = (run_id: string): string => `import:${run_id}`;

/** The name under which a run writes. */
export const actorOf = (run: RunRow): Actor => erpLinkActor({ link_id: run.link_id, run_id: run.id });

export const compteOf = (run: RunRow): CompteImport => ({
  read: run.read,
  created: run.created,
  updated: run.updated,
  linked: run.linked,
  unchanged: run.unchanged,
  skipped: run.skipped,
  set_aside: run.set_aside,
  to_map: run.to_map,
  hidden: run.hidden,
  gone: run.gone,
});
