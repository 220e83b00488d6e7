// Who and what is who and what over there: values of an ERP, each mapped by a person to one of ours.
import type { StatutChantier } from '#contract/values.ts';
import type { Feature } from '#platform/feature.ts';
import type { Unit } from '#platform/unit.ts';
import { routes } from './routes.ts';
import { listStatuts } from './sql.ts';

export { noteStatuts } from './note-statuts.ts';
export { setMapping } from './set-mapping.ts';
export { listMappingsOf } from './sql.ts';

/** Their status id → ours; null: à relier. */
export async function statutsOf(unit: Unit, link_id: string): Promise<Map<string, StatutChantier | null>> {
  return new Map((await listStatuts(unit, link_id)).map(({ external_id, valeur }) => [external_id, valeur]));
}

export const feature = (): Feature => ({ name: 'mappings', routes });
