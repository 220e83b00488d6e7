// What a person may do to a run. The lock waits for the page under way; the process that reads sees it at the next one.
import type { Import } from '#contract/import.ts';
import { undoImport } from '#domain/chantiers/index.ts';
import { erpLinkTopic, getErpLink, saveReading } from '#exchange/erp-links/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { importTopic } from './run.ts';
import { forgetSeen } from './sql/lines.ts';
import { findImport } from './sql/reads.ts';
import { cancelOpen, type Decision, listFirstImports, saveDecision, takeForDecision } from './sql/runs.ts';

type Run = NonNullable<Awaited<ReturnType<typeof takeForDecision>>>;

/** Throws import.not_found. */
export async function getImport(unit: Unit, id: string): Promise<Import> {
  const found = await findImport(unit, id);
  if (!found) throw refused('import.not_found');
  return found;
}

/** Throws import.not_found, import.not_open. */
export async function pauseImport(unit: Unit, id: string): Promise<Import> {
  const run = await take(unit, id, ['waiting', 'running']);
  return await decide(unit, run, { statut: 'paused', process_id: null, prochain_essai_at: null });
}

/** Goes on at the page. Throws import.not_found, import.not_open, erp_link.not_ready. */
export async function resumeImport(unit: Unit, id: string): Promise<Import> {
  const run = await take(unit, id, ['paused', 'parked']);
  if (run.asking) throw refused('import.not_open');
  if ((await getErpLink(unit, run.link_id)).etat !== 'active') throw refused('erp_link.not_ready');
  return await decide(unit, run, { statut: 'waiting', prochain_essai_at: null, probleme: null });
}

/** What was read stays. Throws import.not_found, import.not_open. */
export async function cancelImport(unit: Unit, id: string): Promise<Import> {
  const run = await take(unit, id, ['waiting', 'running', 'paused', 'parked']);
  await forgetSeen(unit, id);
  const finished_at = unit.now.toString();
  return await decide(unit, run, {
    statut: 'cancelled',
    process_id: null,
    prochain_essai_at: null,
    question: null,
    finished_at,
  });
}

/**
 * `confirmer`: each absent chantier is asked for once more, then closed if it is really gone. `ignorer`: the reading ends
 * there. Throws import.not_found, import.no_question.
 */
export async function answerImport(unit: Unit, id: string, reponse: 'confirmer' | 'ignorer'): Promise<Import> {
  const run = await takeForDecision(unit, id);
  if (!run) throw refused('import.not_found');
  if (run.statut !== 'paused' || !run.asking) throw refused('import.no_question');
  const etape = reponse === 'confirmer' ? 'absents' : 'fin';
  return await decide(unit, run, { statut: 'waiting', etape, reponse, question: null });
}

/**
 * Takes the first import back, with those that were begun and left before it and with what came after. Throws import.not_found, import.not_open,
 * import.undo_refused.
 */
export async function undoFirstImport(unit: Unit, id: string): Promise<Import> {
  const run = await takeForDecision(unit, id);
  if (!run) throw refused('import.not_found');
  const over = ['cancelled', 'succeeded', 'partial', 'failed'].includes(run.statut);
  if (run.genre !== 'initial' || run.annule_at || !over) throw refused('import.not_open');
  await cancelOpen(unit, run.link_id);
  await undoImport(unit, (await getErpLink(unit, run.link_id)).system);
  for (const first of await listFirstImports(unit, run.link_id)) {
    await saveDecision(unit, first.id, { annule_at: unit.now.toString() });
  }
  await saveReading(unit, run.link_id, {
    premier_import_at: null,
    derniere_complete_at: null,
    prochaine_lecture_at: null,
    watermark: null,
  });
  return await decide(unit, run, {});
}

async function take(unit: Unit, id: string, statuts: readonly Run['statut'][]): Promise<Run> {
  const run = await takeForDecision(unit, id);
  if (!run) throw refused('import.not_found');
  if (!statuts.includes(run.statut)) throw refused('import.not_open');
  return run;
}

async function decide(unit: Unit, run: Run, decision: Decision): Promise<Import> {
  await saveDecision(unit, run.id, decision);
  // Whatever was decided, the place may be free for the next one.
  await unit.enqueue(workOnLinkJob, { link_id: run.link_id }, { once: run.link_id });
  await unit.tell(importTopic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
  return await getImport(unit, run.id);
}
