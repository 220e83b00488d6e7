import type { RapprochementRun, StartRapprochement } from '#contract/rapprochement.ts';
import { erpLinkTopic, getErpLink } from '#exchange/erp-links/index.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { isNightDue, lastWeeks } from './rules.ts';
import { getRun } from './sql/reads.ts';
import { ensureRun, listCompared } from './sql/runs.ts';

type Asked = StartRapprochement & { demande: 'automatique' | 'manuelle' };

async function ask(unit: Unit, asked: Asked): Promise<string> {
  const id = await ensureRun(unit, { ...asked, id: newId(), demande_par: unit.actor.personne_id });
  await unit.enqueue(workOnLinkJob, { link_id: asked.link_id }, { once: asked.link_id });
  await unit.tell(erpLinkTopic(asked.link_id));
  return id;
}

/** The one of these days that waits or runs is given instead. Throws erp_link.not_found, erp_link.not_ready, rapprochement.impossible. */
export async function startRapprochement(unit: Unit, asked: StartRapprochement): Promise<RapprochementRun> {
  const link = await getErpLink(unit, asked.link_id);
  if (link.etat !== 'active') throw refused('erp_link.not_ready');
  if (link.traits.hours === 'none') throw refused('rapprochement.impossible');
  return await getRun(unit, await ask(unit, { ...asked, demande: 'manuelle' }));
}

/** The tick: each connexion whose hours leave, once a night; a missed night heals at the next look. */
export async function planNightly(unit: Unit): Promise<void> {
  for (const { link_id, last_at } of await listCompared(unit)) {
    if (isNightDue(last_at, unit.now)) await ask(unit, { link_id, ...lastWeeks(unit.now), demande: 'automatique' });
  }
}
