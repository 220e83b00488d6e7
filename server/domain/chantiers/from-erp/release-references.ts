import type { Unit } from '#platform/unit.ts';

/**
 * Takes a first import back: deletes (softly) the chantiers it made, gives those it linked their values back. How many it
 * had made. Throws import.undo_refused when one of them has served since (SQL `import_annulable(run_id)`).
 */
export async function undoImport(_unit: Unit, _run_id: string): Promise<number> {
  throw new Error('being written');
}

/** The connexion is retired: its chantiers stay and are ours again. */
export async function releaseReferences(_unit: Unit, _system: string): Promise<void> {
  throw new Error('being written');
}
