// What several use cases ask before they write.
import { lundiAvant } from '#contract/calendrier.ts';
import type { VariablePaie } from '#contract/paie.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { recomputeVariables } from './recompute-variables.ts';
import { quantityFits } from './rules.ts';
import { takePersonnesTurn } from './sql/calcul.ts';
import { findOwner, type Place, readAround, takeVariable } from './sql/variables.ts';

export type Target = { id: string; version: number };

/** Throws when it may not stand there. The person's turn is held. */
export async function checkPlace(unit: Unit, place: Place & { quantite: number }): Promise<void> {
  const { rubrique, employe, chantier, closed, others } = await readAround(unit, place);
  if (!employe) throw refused('variable_paie.personne_refused');
  if (!rubrique?.active) throw refused('variable_paie.rubrique_refused');
  if (closed) throw refused('periode_paie.closed');
  if (place.chantier_id === null ? rubrique.portee === 'affectation' : !chantier) {
    throw refused('variable_paie.chantier_refused');
  }
  if (!quantityFits(rubrique, place.quantite)) throw refused('variable_paie.quantity_refused');
  if (rubrique.une_par_jour && others > 0) throw refused('variable_paie.already_there');
}

/** Locks the variable that the caller read at `version`, its person before it. Throws not_found, precondition.failed. */
export async function takeForChange(unit: Unit, { id, version }: Target): Promise<VariablePaie> {
  const owner = await findOwner(unit, id);
  if (owner) await takePersonnesTurn(unit, [owner.personne_id]);
  const before = owner && (await takeVariable(unit, id));
  if (!before) throw refused('variable_paie.not_found');
  checkVersion(before, version);
  return before;
}

/** What was written by hand stands in for the rules, or gives way to them again. */
export const followByRules = (unit: Unit, { personne_id, jour }: Pick<VariablePaie, 'personne_id' | 'jour'>) =>
  recomputeVariables(unit, [{ personne_id, debut: lundiAvant(jour) }]);

export const factOf = ({ id, personne_id, jour }: VariablePaie) => ({ variable_id: id, personne_id, jour });
