// The week of everybody: who is shown, what a gesture takes. Pure.
import type { SemaineHeures } from '#contract/feuille.ts';
import type { CodeAlerte, StatutPointage } from '#contract/values.ts';

export type LigneSemaine = SemaineHeures['personnes'][number];
export type JourSemaine = LigneSemaine['jours'][number];

/** The state of a day that asks for most. */
const ORDER: StatutPointage[] = ['rejete', 'brouillon', 'soumis', 'valide'];
export const statutOf = ({ pointages }: Pick<JourSemaine, 'pointages'>): StatutPointage | null =>
  ORDER.find(statut => pointages.some(pointage => pointage.statut === statut)) ?? null;

/** What a bulk gesture takes: whole feuilles, or where the page shows one chantier, its pointages alone. */
export function ciblesOf(lignes: readonly LigneSemaine[], chantier: string | undefined) {
  if (!chantier) return { pointages: [], feuilles: lignes.flatMap(({ feuille_id }) => feuille_id ?? []) };
  const ofChantier = lignes.flatMap(({ jours }) => jours.flatMap(({ pointages }) => pointages));
  return {
    pointages: ofChantier.filter(({ chantier_id }) => chantier_id === chantier).map(({ id }) => id),
    feuilles: [],
  };
}

/** Each warning with the people it is about, the most frequent first. */
export function alertesOf(lignes: readonly LigneSemaine[]): [code: CodeAlerte, personnes: LigneSemaine[]][] {
  const byCode = new Map<CodeAlerte, LigneSemaine[]>();
  for (const ligne of lignes)
    for (const code of new Set(ligne.alertes)) byCode.set(code, [...(byCode.get(code) ?? []), ligne]);
  return [...byCode].toSorted(([, a], [, b]) => b.length - a.length);
}

export type Compte = Record<StatutPointage | 'vide', number>;
export function compteOf(lignes: readonly LigneSemaine[]): Compte {
  const compte: Compte = { brouillon: 0, soumis: 0, valide: 0, rejete: 0, vide: 0 };
  for (const { statut } of lignes) compte[statut ?? 'vide'] += 1;
  return compte;
}

type PointageVu = JourSemaine['pointages'][number];
const tousDe = (lignes: readonly LigneSemaine[]) =>
  lignes.flatMap(({ personne_id, nom, prenom, jours }) =>
    jours.flatMap(({ jour, pointages }) =>
      pointages.map(pointage => ({ personne: { id: personne_id, nom, prenom }, jour, pointage })),
    ),
  );

/** What was on the screen, so that hours which change meanwhile are not judged unread. */
export const vusOf = (lignes: readonly LigneSemaine[]): { id: string; version: number }[] =>
  tousDe(lignes).map(({ pointage: { id, version } }) => ({ id, version }));

export type Change = {
  id: string;
  personne: { id: string; nom: string; prenom: string };
  jour: string;
  chantier_id: string;
  /** Null: it was not on the screen. */
  vu: PointageVu | null;
  /** Null: it is gone, or out of sight. */
  present: PointageVu | null;
};

/** Of these pointages, what was read and what there is now. */
export function changesOf(ids: readonly string[], read: readonly LigneSemaine[], now: readonly LigneSemaine[]) {
  const before = new Map(tousDe(read).map(one => [one.pointage.id, one]));
  const after = new Map(tousDe(now).map(one => [one.pointage.id, one]));
  return ids.flatMap((id): Change[] => {
    const known = after.get(id) ?? before.get(id);
    if (!known) return [];
    const { personne, jour, pointage } = known;
    const vu = before.get(id)?.pointage ?? null;
    const present = after.get(id)?.pointage ?? null;
    return [{ id, personne, jour, chantier_id: pointage.chantier_id, vu, present }];
  });
}
