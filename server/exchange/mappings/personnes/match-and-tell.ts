import { erpLinkTopic } from '#exchange/erp-links/index.ts';
import type { Unit } from '#platform/unit.ts';
import { matchPersonnes, takeUnannounced } from '../sql/lectures.ts';
import { getLinkFact } from '../sql/mappings.ts';

/** Links whom it can, and says once of each other one that he is to be linked: by his id there, never by his name. */
export async function matchAndTell(unit: Unit, link_id: string): Promise<void> {
  const liens = await matchPersonnes(unit, link_id);
  const missing = await takeUnannounced(unit, link_id);
  await tellLinked(unit, link_id, liens);
  await unit.tell(erpLinkTopic(link_id));
  if (missing.length === 0) return;
  const link = await getLinkFact(unit, link_id);
  await unit.publishAll(
    missing.map(({ external_id }) => ({
      type: 'mapping.missing',
      data: { ...link, noun: 'personne', external_id, libelle: null },
    })),
  );
}

/** Whoever holds back lines of these people listens (exchange/exports). */
export async function tellLinked(
  unit: Unit,
  link_id: string,
  liens: readonly { external_id: string; personne_id: string }[],
): Promise<void> {
  if (liens.length === 0) return;
  const link = await getLinkFact(unit, link_id);
  await unit.publishAll(
    liens.map(({ external_id, personne_id }) => ({
      type: 'mapping.linked',
      data: { ...link, noun: 'personne', external_id, personne_id },
    })),
  );
}
