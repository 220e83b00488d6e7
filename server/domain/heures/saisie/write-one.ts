import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import type { Ligne } from '../rules.ts';
import { findPointages, type Trouvee } from '../sql/terrain.ts';
import type { Demande } from './decide.ts';
import { decideAll, writeHours } from './write-hours.ts';

/** The line as it is now; null once it is deleted. Throws what `decide` refuses. */
export async function writeOne(unit: Unit, demande: Demande): Promise<Ligne | null> {
  const [issue] = await decideAll(unit, [demande]);
  if ('refus' in issue!) throw refused(issue.refus);
  if ('inchange' in issue!) return issue.inchange;
  await writeHours(unit, [issue!.ecriture]);
  return issue!.ecriture.apres;
}

/** Where a pointage that the caller sees lies. Throws pointage.not_found. */
export async function placeOf(unit: Unit, id: string): Promise<Trouvee> {
  const [found] = await findPointages(unit, { pointages: [id], feuilles: [] });
  if (!found) throw refused('pointage.not_found');
  const { personne_id, chantier_id, jour } = found;
  return { id, personne_id, chantier_id, jour };
}
