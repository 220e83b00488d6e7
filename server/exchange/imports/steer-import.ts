// What a person may do to an import beside what he may do to any run (runs/steer-run.ts).
import type { Import } from '#contract/import.ts';
import { undoImport } from '#domain/chantiers/index.ts';
import { getErpLink, saveReading } from '#exchange/erp-links/index.ts';
import { decide, saveDecision, takeRun } from '#exchange/runs/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { importKind } from './kind.ts';
import { findImport } from './sql/reads.ts';
import { cancelOpen, importRows, listFirstImports } from './sql/runs.ts';

/** Throws import.not_found. */
export async function getImport(unit: Unit, id: string): Promise<Import> {
  const found = await findImport(unit, id);
  if (!found) throw refused('import.not_found');
  return found;
}

/**
 * `confirmer`: each absent chantier is asked for once more, then closed if it is really gone. `ignorer`: the reading ends
 * there. Throws import.not_found, import.no_question.
 */
export async function answerImport(unit: Unit, id: string, reponse: 'confirmer' | 'ignorer'): Promise<Import> {
  const run = await takeRun(unit, importKind, { id });
  if (run.statut !== 'paused' || !run.asking) throw refused('import.no_question');
  const etape = reponse === 'confirmer' ? 'absents' : 'fin';
  await decide(unit, importKind, { run, decision: { statut: 'waiting', etape, reponse, question: null } });
  return await getImport(unit, id);
}

/**
 * Takes the first import back, with those that were begun and left before it and with what came after. Throws import.not_found, import.not_open,
 * import.undo_refused.
 */
export async function undoFirstImport(unit: Unit, kind: typeof importKind, id: string): Promise<void> {
  const run = await takeRun(unit, kind, { id, statuts: ['cancelled', 'succeeded', 'partial', 'failed'] });
  if (run.genre !== 'initial' || run.annule_at) throw refused('import.not_open');
  await cancelOpen(unit, run.link_id);
  await undoImport(unit, (await getErpLink(unit, run.link_id)).system);
  for (const first of await listFirstImports(unit, run.link_id)) {
    await saveDecision(unit, importRows, { id: first.id, decision: { annule_at: unit.now.toString() } });
  }
  await saveReading(unit, run.link_id, {
    premier_import_at: null,
    derniere_complete_at: null,
    prochaine_lecture_at: null,
    watermark: null,
  });
  await decide(unit, kind, { run, decision: {} });
}
