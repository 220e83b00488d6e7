// What a person may do to one line of the ledger, and to one correction.
import type { LigneEnvoi, RegularisationErp } from '#contract/export.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { ignoreLine, type LineForDecision, relaunchLines, takeLine } from './sql/lignes.ts';
import { findLigne, findRegularisation } from './sql/reads.ts';
import { saveReport, takeRegularisation } from './sql/regularisations.ts';
import { askRun } from './start-export.ts';

/** Leaves again, by a run of its own. Throws ligne_envoi.not_found, ligne_envoi.etat_refused, and as askRun does. */
export async function retryLigne(unit: Unit, id: string): Promise<LigneEnvoi> {
  await take(unit, id);
  const [line] = await relaunchLines(unit, { ligne_id: id });
  if (!line) throw refused('ligne_envoi.etat_refused');
  await askRun(unit, { link_id: line.link_id, du: line.jour, au: line.jour, chantiers: null });
  return await get(unit, id);
}

/** Set aside for good: a change of its hours makes a new line. Throws ligne_envoi.not_found, ligne_envoi.etat_refused. */
export async function ignoreLigne(unit: Unit, id: string, note: string): Promise<LigneEnvoi> {
  const line = await take(unit, id);
  if (!['refused', 'unmapped'].includes(line.etat)) throw refused('ligne_envoi.etat_refused');
  await ignoreLine(unit, id, note);
  return await get(unit, id);
}

async function take(unit: Unit, id: string): Promise<LineForDecision> {
  const line = await takeLine(unit, id);
  if (!line) throw refused('ligne_envoi.not_found');
  return line;
}

async function get(unit: Unit, id: string): Promise<LigneEnvoi> {
  const found = await findLigne(unit, id);
  if (!found) throw refused('ligne_envoi.not_found');
  return found;
}

/** Carried over by hand. Throws regularisation_erp.not_found, regularisation_erp.already_reported. */
export async function reportRegularisation(unit: Unit, id: string, note: string): Promise<RegularisationErp> {
  const found = await takeRegularisation(unit, id);
  if (!found) throw refused('regularisation_erp.not_found');
  if (found.reportee_at !== null) throw refused('regularisation_erp.already_reported');
  await saveReport(unit, id, note);
  return (await findRegularisation(unit, id))!;
}
