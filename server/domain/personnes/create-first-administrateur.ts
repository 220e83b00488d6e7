import { CreatePersonne, type Personne } from '#contract/personne.ts';
import type { Unit } from '#platform/unit.ts';
import { createPersonne } from './create-personne.ts';
import { isEmpty, takeAdministrateursTurn } from './sql/personnes.ts';

/** For an empty hub, once, however many processes start at the same time; null when somebody is already there. */
export async function createFirstAdministrateur(unit: Unit): Promise<Personne | null> {
  await takeAdministrateursTurn(unit);
  if (!(await isEmpty(unit))) return null;
  return await createPersonne(
    unit,
    CreatePersonne.parse({ nom: 'Administrateur', prenom: 'Premier', role: 'administrateur' }),
  );
}
