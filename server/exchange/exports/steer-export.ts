// What a person may do to a run. The process that sends sees it at the next person's day.
import type { Envoi } from '#contract/export.ts';
import { erpLinkTopic, getErpLink } from '#exchange/erp-links/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { exportTopic, type RunRow } from './run.ts';
import { countRun } from './sql/envoi.ts';
import { forgetDays } from './sql/jours.ts';
import { relaunchLines } from './sql/lignes.ts';
import { findExport } from './sql/reads.ts';
import { type Decision, keepCompte, saveDecision, takeForDecision } from './sql/runs.ts';
import { askRun } from './start-export.ts';

/** Throws export.not_found. */
export async function getExport(unit: Unit, id: string): Promise<Envoi> {
  const found = await findExport(unit, id);
  if (!found) throw refused('export.not_found');
  return found;
}

/** Throws export.not_found, export.not_open. */
export async function pauseExport(unit: Unit, id: string): Promise<Envoi> {
  const run = await take(unit, id, ['waiting', 'running']);
  return await decide(unit, run, { statut: 'paused', process_id: null, prochain_essai_at: null });
}

/** Goes on where it was. Throws export.not_found, export.not_open, erp_link.not_ready. */
export async function resumeExport(unit: Unit, id: string): Promise<Envoi> {
  const run = await take(unit, id, ['paused', 'parked']);
  if ((await getErpLink(unit, run.link_id)).etat !== 'active') throw refused('erp_link.not_ready');
  return await decide(unit, run, { statut: 'waiting', prochain_essai_at: null, probleme: null });
}

/** What left stays; what did not leaves with the next one. Throws export.not_found, export.not_open. */
export async function cancelExport(unit: Unit, id: string): Promise<Envoi> {
  const run = await take(unit, id, ['waiting', 'running', 'paused', 'parked']);
  await keepCompte(unit, id, await countRun(unit, id));
  const finished_at = unit.now.toString();
  return await decide(unit, run, { statut: 'cancelled', process_id: null, prochain_essai_at: null, finished_at });
}

/** Every refused line of this run, and what it did not send: a new run of the same days. Throws export.not_found, export.not_open, export.nothing_to_retry, and as askRun does. */
export async function retryExport(unit: Unit, id: string): Promise<Envoi> {
  const run = await take(unit, id, ['cancelled', 'succeeded', 'partial', 'failed']);
  const days = await relaunchLines(unit, { run_id: id });
  if (days.length === 0 && run.statut !== 'failed' && run.statut !== 'cancelled')
    throw refused('export.nothing_to_retry');
  const { link_id, du, au, chantiers } = run;
  await forgetDays(unit, link_id, days);
  return await getExport(unit, await askRun(unit, { link_id, du, au, chantiers }));
}

async function take(unit: Unit, id: string, statuts: readonly RunRow['statut'][]): Promise<RunRow> {
  const run = await takeForDecision(unit, id);
  if (!run) throw refused('export.not_found');
  if (!statuts.includes(run.statut)) throw refused('export.not_open');
  return run;
}

async function decide(unit: Unit, run: RunRow, decision: Decision): Promise<Envoi> {
  await saveDecision(unit, run.id, decision);
  // Whatever was decided, the place may be free for the next one.
  await unit.enqueue(workOnLinkJob, { link_id: run.link_id }, { once: run.link_id });
  await unit.tell(exportTopic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
  return await getExport(unit, run.id);
}
