import type { CopieSemaine, ResultatPlanning } from '#contract/affectation.ts';
import { ajouterJours, joursEntre, lundiDe } from '#contract/calendrier.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { listWeek } from './sql/board.ts';
import { writeBoard } from './write-board.ts';

/** The same people at the same places, day by day; a note was of its day and stays there. What is there already stays too. */
export async function copySemaine(unit: Unit, input: CopieSemaine): Promise<ResultatPlanning> {
  const debut = lundiDe(input.de);
  const ecart = joursEntre(debut, lundiDe(input.vers));
  const { personne_ids, chantier_id, sauter_conflits } = input;
  const rows = await listWeek(unit, { debut, fin: ajouterJours(debut, 6), personne_ids, chantier_id });
  const creer = rows.map(row => ({
    ...row,
    id: newId(),
    jour: ajouterJours(row.jour, ecart),
    note: null,
    serie_id: null,
  }));
  return await writeBoard(unit, { creer, modifier: [], supprimer: [], sauter_conflits });
}
