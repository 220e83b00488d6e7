import type { ReparationDemandee, Reparer } from '#contract/rapprochement.ts';
import { erpLinkTopic, getErpLink } from '#exchange/erp-links/index.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from '../jobs.ts';
import { findCell } from '../sql/reads.ts';
import { insertRepair } from '../sql/repairs.ts';

/**
 * « Réparer » one person's day, as whoever asks saw it. Throws erp_link.not_found, erp_link.not_ready, rapprochement.changed,
 * rapprochement.repairing.
 */
export async function askRepair(unit: Unit, asked: Reparer): Promise<ReparationDemandee> {
  const link = await getErpLink(unit, asked.link_id);
  if (link.etat !== 'active') throw refused('erp_link.not_ready');
  const cell = await findCell(unit, asked);
  if (cell?.reparation !== asked.reparation)
    throw refused('rapprochement.changed', { reparation: cell?.reparation ?? null });
  const id = newId();
  const { link_id, personne_id, jour, reparation } = asked;
  const row = { id, link_id, personne_id, jour, reparation, demande_par: unit.actor.personne_id };
  if (!(await insertRepair(unit, row))) throw refused('rapprochement.repairing');
  await unit.enqueue(workOnLinkJob, { link_id }, { once: link_id });
  await unit.tell(erpLinkTopic(link_id));
  return { id, reparation, etat: 'waiting' };
}
