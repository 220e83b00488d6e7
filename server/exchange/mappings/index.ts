// Who and what is who and what over there: values of an ERP, each mapped by a person to one of ours, and its people.
import type { StatutChantier } from '#contract/values.ts';
import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { readPersonnesJob, tickJob } from './jobs.ts';
import { type PersonnesDeps, planDuePersonnes, readPersonnes, wakePersonnes } from './personnes/read-personnes.ts';
import { routes } from './routes.ts';
import { listStatuts } from './sql/mappings.ts';
import { forgetPersonneErp, heldMappings } from './sql/personnes.ts';

export { noteStatuts } from './note-statuts.ts';
export { setMapping } from './set-mapping.ts';
export { listMappingsOf } from './sql/mappings.ts';

/** Their status id → ours; null: à relier. */
export async function statutsOf(unit: Unit, link_id: string): Promise<Map<string, StatutChantier | null>> {
  return new Map((await listStatuts(unit, link_id)).map(({ external_id, valeur }) => [external_id, valeur]));
}

export const feature = (ground: Omit<PersonnesDeps, 'working'>): Feature => {
  const deps: PersonnesDeps = { ...ground, working: new Set() };
  return {
    name: 'mappings',
    routes,
    jobs: [
      on(readPersonnesJob, ({ link_id }, signal) => readPersonnes(deps, link_id, signal)),
      on(tickJob, () => deps.inUnit(SYSTEM, planDuePersonnes)),
    ],
    // Each minute: hours that were just allowed to leave need their people at once.
    recurring: [{ job: tickJob, cron: '* * * * *', payload: {} }],
    takeover: () => deps.inUnit(SYSTEM, unit => wakePersonnes(unit, deps)),
    holds: heldMappings,
    forgets: async (unit, personne_id) => void (await forgetPersonneErp(unit, personne_id)),
  };
};
