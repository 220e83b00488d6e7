import { getErpLink } from '#exchange/erp-links/index.ts';
import { ensureRun } from '#exchange/runs/index.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { exportKind } from './kind.ts';
import { parisDay, periodeOf } from './rules.ts';
import { listChantiersLed } from './sql/reads.ts';
import { findReglagesRow } from './sql/reglages.ts';
import { hastenOpen, insertRun } from './sql/runs.ts';

export type Asked = { link_id: string; du: string; au: string; chantiers: string[] | null };

/** « Envoyer maintenant ». Gives the id of the run. Throws as askRun does, and export.future. */
export async function startExport(unit: Unit, asked: Omit<Asked, 'chantiers'>): Promise<string> {
  if (asked.au > parisDay(unit.now)) throw refused('export.future');
  const { voit_tout, personne_id } = unit.actor;
  const chantiers = voit_tout || personne_id === null ? null : await listChantiersLed(unit, personne_id);
  return await askRun(unit, { ...asked, chantiers });
}

/**
 * Writes the run a person can see and asks for the work; one of the same days that is open already is given instead, due now.
 * Throws erp_link.not_found, erp_link.not_ready, export.impossible, export.not_set, export.horaires_unaccepted.
 */
export async function askRun(unit: Unit, asked: Asked): Promise<string> {
  const link = await getErpLink(unit, asked.link_id);
  if (link.etat !== 'active') throw refused('erp_link.not_ready');
  if (link.traits.hours === 'none') throw refused('export.impossible');
  const reglages = await findReglagesRow(unit, link.id);
  if (!reglages) throw refused('export.not_set');
  if (link.traits.hours === 'slots' && !reglages.horaires_acceptes_at) throw refused('export.horaires_unaccepted');
  const run = {
    ...{ ...asked, periode: periodeOf(asked.du, asked.au), planifie: false },
    ...{ demande: 'manuelle' as const, demande_par: unit.actor.personne_id },
  };
  return await ensureRun(unit, exportKind, {
    ...{ link_id: link.id, id: newId() },
    insert: id => insertRun(unit, { ...run, id }),
    hasten: () => hastenOpen(unit, asked),
  });
}
