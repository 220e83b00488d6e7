// What the engine holds while it reads: the run as its row, the connexion, the session.
import type { CompteImport } from '#contract/import.ts';
import type { GenreImport } from '#contract/values.ts';
import type { RunCore, RunDeps, Work } from '#exchange/runs/index.ts';
import type { Cursor, ErpSession } from '../../connectors/connector.ts';

export type ImportDeps = RunDeps;

export type RunRow = RunCore &
  CompteImport & {
    genre: GenreImport;
    etape: 'lecture' | 'absents' | 'fin';
    cursor: Cursor | null;
    watermark: Cursor | null;
    created_at: string;
    /** First imports: taken back. */
    annule_at: string | null;
    /** Paused until a person answers its question. */
    asking: boolean;
  };

export type Reading = Work<RunRow> & { chantiers: NonNullable<ErpSession['chantiers']> };

export const importTopic = (run_id: string): string => `import:${run_id}`;

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
