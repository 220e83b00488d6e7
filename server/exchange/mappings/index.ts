// Who and what is who and what over there: values of an ERP, each mapped by a person to one of ours.
import type { StatutChantier } from '#contract/values.ts';
import type { Feature } from '#platform/feature.ts';
import type { Unit } from '#platform/unit.ts';
import type { ErpChoice } from '../../connectors/connector.ts';

/** Their status id → ours; null: à relier. */
export async function statutsOf(_unit: Unit, _link_id: string): Promise<Map<string, StatutChantier | null>> {
  return new Map();
}

/** Keeps unseen statuses, to be mapped, and labels that changed. `mapping.missing` once for each new one. */
export async function noteStatuts(_unit: Unit, _link_id: string, _choices: readonly ErpChoice[]): Promise<void> {}

export const feature = (): Feature => ({ name: 'mappings', routes: [] });
