import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import type { ErpChoice } from '../../connectors/connector.ts';
import { suggestStatut } from './rules.ts';
import { getLinkFact, insertStatuts } from './sql/mappings.ts';

/** Keeps unseen statuses, to be mapped, and labels that changed. `mapping.missing` once for each new one. */
export async function noteStatuts(unit: Unit, link_id: string, choices: readonly ErpChoice[]): Promise<void> {
  const labels = new Map(choices.map(({ external_id, label }) => [external_id, label]));
  if (labels.size === 0) return;
  const statuts = [...labels].map(([external_id, libelle]) => ({
    id: newId(),
    external_id,
    libelle,
    proposition: suggestStatut(libelle),
  }));
  const noted = await insertStatuts(unit, link_id, statuts);
  if (noted.length === 0) return;
  await unit.tell(`erp-link:${link_id}`);
  const unseen = noted.filter(({ inserted }) => inserted);
  if (unseen.length === 0) return;
  const link = await getLinkFact(unit, link_id);
  await unit.publishAll(
    unseen.map(({ external_id, libelle }) => ({
      type: 'mapping.missing',
      data: { ...link, noun: 'statut', external_id, libelle },
    })),
  );
}
