import { lundiAvant } from '#contract/calendrier.ts';
import { recomputeVariables } from '#domain/paie/index.ts';
import type { Unit } from '#platform/unit.ts';
import { auteurDe } from '../auteur.ts';
import { contenuDe, type Ligne } from '../rules.ts';
import {
  deletePointages,
  ensureFeuilles,
  insertChangements,
  insertPointages,
  type Semaine,
  settleFeuilles,
  updatePointages,
} from '../sql/ecrire.ts';
import { holdChantiers, readTerrain, takePersonnesTurn } from '../sql/terrain.ts';
import { tellWritten } from '../tell.ts';
import { type Demande, decide, type Ecriture, type Issue, lignesApres } from './decide.ts';

/**
 * What each of these would do, in their order, under the turn of the people they are about: nothing is written. The same number of
 * statements whatever their number.
 */
export async function decideAll(unit: Unit, demandes: readonly Demande[]): Promise<Issue[]> {
  await takePersonnesTurn(
    unit,
    demandes.map(demande => demande.personne_id),
  );
  const named = demandes.flatMap(({ chantier_id, saisie }) =>
    saisie.chantier_id ? [chantier_id, saisie.chantier_id] : [chantier_id],
  );
  await holdChantiers(unit, named);
  const etendues = demandes.map(({ personne_id, jour }) => ({ personne_id, du: jour, au: jour }));
  const terrain = await readTerrain(unit, { etendues, chantiers: named });
  let { lignes } = terrain;
  const touched = new Set<string>();
  return demandes.map(demande => {
    const issue = decide(terrain, lignes, demande);
    const id = touchedBy(issue);
    if (id && touched.has(id)) return { refus: 'pointage.en_double' };
    if (id) touched.add(id);
    if ('ecriture' in issue) lignes = lignesApres(lignes, issue.ecriture);
    return issue;
  });
}

function touchedBy(issue: Issue): string | null {
  if ('refus' in issue) return null;
  if ('inchange' in issue) return issue.inchange.id;
  return issue.ecriture.avant?.id ?? issue.ecriture.apres?.id ?? null;
}

/** Writes what was decided, its history, its feuilles and its variables, and tells of it. */
export async function writeHours(unit: Unit, ecritures: readonly Ecriture[]): Promise<void> {
  if (ecritures.length === 0) return;
  await writeLignes(unit, ecritures);
  await insertChangements(
    unit,
    ecritures.map(({ avant, apres, geste, motif }) => ({
      pointage_id: (apres ?? avant)!.id,
      geste,
      revision: (apres ?? avant)!.revision,
      motif: motif ?? null,
      avant: avant && geste !== 'soumis' ? contenuDe(avant) : null,
      apres: apres ? contenuDe(apres) : null,
    })),
  );
  const feuilles = await settleFeuilles(unit, semainesDe(ecritures.map(({ avant, apres }) => (apres ?? avant)!)));
  await tellWritten(unit, { feuilles, ecritures, auteur: auteurDe(unit) });
  await recomputeVariables(unit, feuilles, { motif: ecritures.find(({ motif }) => motif)?.motif });
}

async function writeLignes(unit: Unit, ecritures: readonly Ecriture[]): Promise<void> {
  const made = ecritures.flatMap(({ avant, apres }) => (avant === null && apres ? [apres] : []));
  const changed = ecritures.flatMap(({ avant, apres }) => (avant && apres ? [apres] : []));
  const removed = ecritures.flatMap(({ avant, apres }) => (apres ? [] : [avant!.id]));
  if (removed.length > 0) await deletePointages(unit, removed);
  if (changed.length > 0) await updatePointages(unit, changed);
  if (made.length === 0) return;
  const feuilles = await ensureFeuilles(unit, semainesDe(made));
  const ids = new Map(feuilles.map(({ id, personne_id, debut }) => [`${personne_id} ${debut}`, id]));
  const rows = made.map(row => ({ ...row, feuille_id: ids.get(`${row.personne_id} ${lundiAvant(row.jour)}`)! }));
  await insertPointages(unit, rows);
}

/** Each week of each person, once. */
export function semainesDe(lignes: readonly Pick<Ligne, 'personne_id' | 'jour'>[]): Semaine[] {
  const all = lignes.map(({ personne_id, jour }) => ({ personne_id, debut: lundiAvant(jour) }));
  return [...new Map(all.map(semaine => [`${semaine.personne_id} ${semaine.debut}`, semaine])).values()];
}
