import { lundiAvant, semaineDe } from '#contract/calendrier.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { type Auteur, estCorrection, type Ligne } from './rules.ts';
import type { Ecriture } from './saisie/decide.ts';
import type { Reglee } from './sql/ecrire.ts';

const keyOf = ({ personne_id, jour }: Pick<Ligne, 'personne_id' | 'jour'>): string =>
  `${personne_id} ${lundiAvant(jour)}`;

export const factOf = ({ id, personne_id, debut }: Pick<Reglee, 'id' | 'personne_id' | 'debut'>) => ({
  feuille_id: id,
  personne_id,
  semaine: semaineDe(debut),
});

/** One fact per feuille with the pointages it is about. */
export function byFeuille(
  feuilles: readonly Reglee[],
  lignes: readonly Pick<Ligne, 'id' | 'personne_id' | 'jour'>[],
): (ReturnType<typeof factOf> & { pointage_ids: string[] })[] {
  const ids = Map.groupBy(lignes, keyOf);
  return feuilles.flatMap(feuille => {
    const found = ids.get(`${feuille.personne_id} ${feuille.debut}`);
    return found ? [{ ...factOf(feuille), pointage_ids: found.map(({ id }) => id) }] : [];
  });
}

/** Told once, by whatever gesture made the last of its pointages validated. */
export const becameValid = (feuilles: readonly Reglee[]): NewEvent[] =>
  feuilles
    .filter(({ devenue }) => devenue)
    .map(feuille => ({ type: 'feuille_heures.validated', data: factOf(feuille) }));

type Written = { feuilles: readonly Reglee[]; ecritures: readonly Ecriture[]; auteur: Auteur };

export async function tellWritten(unit: Unit, { feuilles, ecritures, auteur }: Written): Promise<void> {
  const submitted = ecritures.flatMap(({ avant, apres }) =>
    apres?.statut === 'soumis' && avant?.statut !== 'soumis' ? [apres] : [],
  );
  const corrected = ecritures.flatMap(({ avant, geste }) =>
    avant && geste !== 'soumis' && estCorrection(avant, auteur) ? [avant] : [],
  );
  await unit.publishAll([
    ...byFeuille(feuilles, corrected).map(
      (fact): NewEvent => ({
        type: 'feuille_heures.corrected',
        data: { ...fact, auteur_id: auteur.personne_id },
      }),
    ),
    ...byFeuille(feuilles, submitted).map((fact): NewEvent => ({ type: 'feuille_heures.submitted', data: fact })),
    ...becameValid(feuilles),
  ]);
}
