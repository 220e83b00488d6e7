import type { CreateAffectations, ResultatPlanning } from '#contract/affectation.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { joursDeRepetition } from './rules.ts';
import { CREEES_MAX, writeBoard } from './write-board.ts';

/** Several people, several days: what is put down together is a series. */
export async function createAffectations(unit: Unit, input: CreateAffectations): Promise<ResultatPlanning> {
  const { personne_ids, chantier_id, du, au, jours_semaine, sauter_conflits, ...horaire } = input;
  const jours = joursDeRepetition(du, au, jours_semaine);
  if (jours.length === 0) throw refused('planning.aucun_jour');
  const personnes = [...new Set(personne_ids)];
  const demandees = jours.length * personnes.length;
  if (demandees > CREEES_MAX) throw refused('planning.trop_grand', { demandees });
  const serie_id = jours.length > 1 ? newId() : null;
  const creer = jours.flatMap(jour =>
    personnes.map(personne_id => ({ id: newId(), personne_id, chantier_id, jour, ...horaire, serie_id })),
  );
  return await writeBoard(unit, { creer, modifier: [], supprimer: [], sauter_conflits });
}
