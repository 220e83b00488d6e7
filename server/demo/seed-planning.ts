// Six past weeks of planning, this one and the next, and who is away: one board, as a conducteur would put it down.
import { ajouterJours } from '#contract/calendrier.ts';
import { createAbsence } from '#domain/absences/index.ts';
import { applyLot } from '#domain/affectations/index.ts';
import type { Unit } from '#platform/unit.ts';
import { ABSENCES, presences, type Scene, SEMAINES } from './weeks.ts';

export async function seedPlanning(unit: Unit, scene: Scene): Promise<void> {
  const { ids, lundi } = scene;
  for (const [rank, debut, fin, motif] of ABSENCES) {
    await createAbsence(unit, {
      personne_id: ids[rank]!,
      debut: ajouterJours(lundi, debut),
      fin: ajouterJours(lundi, fin),
      moment: 'journee',
      motif,
      commentaire: null,
    });
  }
  const creer = presences(scene, [...SEMAINES, 7]).map(({ personne_id, chantier_id, jour }) => ({
    ...{ personne_id, chantier_id, jour, minutes_prevues: null, debut: null, fin: null, note: null },
  }));
  await applyLot(unit, { creer, modifier: [], supprimer: [], sauter_conflits: true });
}
