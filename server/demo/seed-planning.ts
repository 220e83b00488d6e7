// Three weeks of planning around today, and who is away: one board, as a conducteur would put it down.
import { ajouterJours, lundiAvant } from '#contract/calendrier.ts';
import type { MotifAbsence } from '#contract/values.ts';
import { createAbsence } from '#domain/absences/index.ts';
import { applyLot } from '#domain/affectations/index.ts';
import type { Unit } from '#platform/unit.ts';

export type Site = { id: string; membres: { personne_id: string; role_chantier: string }[] };

/** Rank in PERSONNES, days from the Monday of this week, and why; null is still to be said. */
const ABSENCES: [rank: number, debut: number, fin: number, motif: MotifAbsence | null][] = [
  [13, -7, -3, 'conges_payes'],
  [16, 0, 1, 'maladie'],
  [19, 3, 3, null],
  [21, 7, 11, 'conges_payes'],
  [11, 9, 9, 'formation'],
];
const SEMAINES = [-7, 0, 7];

/** Who is of two teams is on the second chantier on Thursdays and Fridays. */
export async function seedPlanning(unit: Unit, sites: Site[], ids: readonly string[]): Promise<void> {
  const lundi = lundiAvant(unit.now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString());
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
  const places = Map.groupBy(
    sites.flatMap(({ id, membres }) =>
      membres
        .filter(({ role_chantier }) => role_chantier !== 'conducteur')
        .map(({ personne_id }) => ({ id, personne_id })),
    ),
    ({ personne_id }) => personne_id,
  );
  const creer = SEMAINES.flatMap(semaine =>
    [0, 1, 2, 3, 4].flatMap(jour =>
      [...places.values()].map(own => ({
        personne_id: own[0]!.personne_id,
        chantier_id: own[jour >= 3 ? own.length - 1 : 0]!.id,
        jour: ajouterJours(lundi, semaine + jour),
        minutes_prevues: null,
        debut: null,
        fin: null,
        note: null,
      })),
    ),
  );
  await applyLot(unit, { creer, modifier: [], supprimer: [], sauter_conflits: true });
}
