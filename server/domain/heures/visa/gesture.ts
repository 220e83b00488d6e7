import type { Alerte, ResultatGeste, ViserPointages } from '#contract/feuille.ts';
import { recomputeVariables, reglagesAt } from '#domain/paie/index.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { auteurDe } from '../auteur.ts';
import { contenuDe, type GesteDeVisa, issueDuGeste } from '../rules.ts';
import { semainesDe } from '../saisie/write-hours.ts';
import { insertChangements, type Reglee, settleFeuilles } from '../sql/ecrire.ts';
import { findPointages, type Trouvee, takePersonnesTurn } from '../sql/terrain.ts';
import { type LigneVisee, listMoisClos, readVises } from '../sql/visa.ts';
import { becameValid } from '../tell.ts';

/** `write` writes the statut; `tell` says what is told of it; `alertes`, what whoever validates is to know. */
export type Gesture = {
  geste: GesteDeVisa;
  motif: string | undefined;
  write: (unit: Unit, ids: string[]) => PromiseLike<unknown>;
  tell: (feuilles: readonly Reglee[], lignes: readonly LigneVisee[]) => NewEvent[];
  alertes?: (unit: Unit, feuilles: readonly Reglee[]) => Promise<Alerte[]>;
};

type Tri = { faits: LigneVisee[]; deja: number; refuses: ResultatGeste['refuses'] };

/**
 * One gesture on as many pointages as are named, one by one or by their feuilles: one transaction, the same number of statements
 * for three and for three hundred feuilles. What may not be done is said of each, and does not stop the others.
 */
export async function applyGesture(unit: Unit, cibles: ViserPointages, gesture: Gesture): Promise<ResultatGeste> {
  const found = await findPointages(unit, cibles);
  await takePersonnesTurn(
    unit,
    found.map(({ personne_id }) => personne_id),
  );
  const lignes = await readVises(
    unit,
    found.map(({ id }) => id),
  );
  const { faits, deja, refuses } = await sort(unit, { cibles, lignes, gesture });
  if (faits.length === 0) return { faits: 0, deja, refuses, feuilles: 0, alertes: [] };
  await gesture.write(
    unit,
    faits.map(({ id }) => id),
  );
  const feuilles = await settle(unit, faits, gesture);
  await unit.publishAll([...gesture.tell(feuilles, faits), ...becameValid(feuilles)]);
  const alertes = (await gesture.alertes?.(unit, feuilles)) ?? [];
  return { faits: faits.length, deja, refuses, feuilles: feuilles.filter(one => one.devenue).length, alertes };
}

async function settle(unit: Unit, faits: readonly LigneVisee[], { geste, motif }: Gesture): Promise<Reglee[]> {
  await insertChangements(
    unit,
    faits.map(ligne => ({
      pointage_id: ligne.id,
      geste,
      revision: ligne.revision,
      motif: motif ?? null,
      avant: null,
      apres: contenuDe(ligne),
    })),
  );
  const feuilles = await settleFeuilles(unit, semainesDe(faits));
  await recomputeVariables(unit, feuilles);
  return feuilles;
}

type Sorting = { cibles: ViserPointages; lignes: readonly LigneVisee[]; gesture: Gesture };

/**
 * Of a feuille, what is not the caller's to do is passed over; what he named, his own hours, and what is not as he saw it are
 * answered for.
 */
async function sort(unit: Unit, { cibles, lignes, gesture }: Sorting): Promise<Tri> {
  const named = new Set(cibles.pointages);
  const vus = cibles.vus && new Map(cibles.vus.map(({ id, version }) => [id, version]));
  const seen = new Set(lignes.map(({ id }) => id));
  const lost = cibles.pointages.filter(id => !seen.has(id));
  const tri: Tri = { faits: [], deja: 0, refuses: [...new Set(lost)].map(refus('pointage.not_found')) };
  const terrain = { auteur: auteurDe(unit), mois_clos: await listMoisClos(unit) };
  const les_siennes = (await reglagesAt(unit, unit.now.toString().slice(0, 10))).valider_les_siennes;
  for (const ligne of lignes) {
    const chantier = { ...ligne, id: ligne.chantier_id, statut: '', visible: true };
    const issue = issueDuGeste(gesture.geste, { ...ligne, chantier }, { terrain, les_siennes });
    if (issue === 'fait' && vus && vus.get(ligne.id) !== ligne.version)
      tri.refuses.push(refus('precondition.failed')(ligne.id));
    else if (issue === 'fait') tri.faits.push(ligne);
    else if (issue === 'deja') tri.deja += 1;
    else if (named.has(ligne.id) || issue === 'pointage.les_siennes') tri.refuses.push(refus(issue)(ligne.id));
  }
  return tri;
}

const refus =
  (code: string) =>
  (pointage_id: Trouvee['id']): ResultatGeste['refuses'][number] => ({ pointage_id, code });
