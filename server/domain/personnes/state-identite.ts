import type { Personne } from '#contract/personne.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { takeAdministrateursTurn, takePersonne } from './sql/personnes.ts';
import { updatePersonne } from './update-personne.ts';

type Identite = {
  nom?: string | undefined;
  prenom?: string | undefined;
  email?: string | null | undefined;
  telephone?: string | null | undefined;
};

/** The first administrateur has no contact yet: at his first link he says who he is. Throws personne.no_identifiant without one. */
export async function stateIdentite(unit: Unit, id: string, identite: Identite): Promise<Personne> {
  await takeAdministrateursTurn(unit);
  const before = await takePersonne(unit, id);
  if (!before) throw refused('personne.not_found');
  if (!identite.email && !identite.telephone) throw refused('personne.no_identifiant');
  const { nom, prenom, email, telephone } = identite;
  return await updatePersonne(unit, { id, version: before.version }, { nom, prenom, email, telephone });
}
