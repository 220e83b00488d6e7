// What people and chantiers become changes what the rules find: they are told by the facts.
import { moisDe } from '#contract/calendrier.ts';
import type { Listens } from '#platform/events/fan-out.ts';
import type { Unit } from '#platform/unit.ts';
import { recomputeJob } from './recompute-since.ts';

const OF_PERSONNE = ['horaire', 'type_personne', 'heures_sup_comprises', 'date_sortie'];
const OF_CHANTIER = ['latitude', 'longitude'];
const touches = (changed: readonly string[], names: readonly string[]) => changed.some(name => names.includes(name));

/** A sheet says nothing of the past: what is reckoned again is the month under way and the one before, if it is open. */
function sinceWhen(unit: Unit): string {
  const today = unit.now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  return `${moisDe(today.subtract({ months: 1 }).toString())}-01`;
}

export const follows: Listens = {
  'personne.updated': async (unit, events) => {
    for (const { data } of events) {
      if (!touches(data.changed, OF_PERSONNE)) continue;
      const { personne_id } = data;
      await unit.enqueue(recomputeJob, { depuis: sinceWhen(unit), personne_id }, { once: `personne ${personne_id}` });
    }
  },
  'chantier.updated': async (unit, events) => {
    for (const { data } of events) {
      if (!touches(data.changed, OF_CHANTIER)) continue;
      const { id } = data.chantier;
      await unit.enqueue(recomputeJob, { depuis: sinceWhen(unit), chantier_id: id }, { once: `chantier ${id}` });
    }
  },
};
