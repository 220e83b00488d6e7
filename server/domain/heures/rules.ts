// Decisions on pointages: pure, no database, no clock.
import { ajouterJours, moisDe, plagesSeCroisent, sommeDesPlages } from '#contract/calendrier.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { Plage } from '#contract/temps.ts';
import type { GestePointage, OriginePointage, StatutPointage } from '#contract/values.ts';

export const JOUR_MAX = 1440;

/** What a pointage says. */
export type Contenu = {
  minutes: number;
  plages: Plage[];
  panier: boolean | null;
  zone: string | null;
  commentaire: string | null;
  chantier_id: string;
};
export type Saisie = { [K in keyof Contenu]?: Contenu[K] | undefined };

/** A pointage as it stands. `valide_revision`: that of the last content which was validated. */
export type Ligne = Contenu & {
  id: string;
  version: number;
  personne_id: string;
  jour: string;
  statut: StatutPointage;
  revision: number;
  valide_revision: number | null;
  origine: OriginePointage;
  affectation_id: string | null;
};

export type Personne = { id: string; active: boolean; date_entree: string | null; date_sortie: string | null };
/** `mene`: whoever acts leads it; `vise`: he validates there; `visible`: he sees it. */
export type Chantier = { id: string; statut: string; visible: boolean; mene: boolean; vise: boolean };

/** Who acts, as far as hours are concerned. `tout`: administrateur or gestionnaire de paie. */
export type Auteur = { personne_id: string | null; tout: boolean; chantiers: readonly string[] | null };

/** What an entry is held against, read under the lock of the people it is about. `lignes`: theirs, of the days around too. */
export type Terrain = {
  auteur: Auteur;
  personnes: ReadonlyMap<string, Personne>;
  chantiers: ReadonlyMap<string, Chantier>;
  lignes: readonly Ligne[];
  mois_clos: ReadonlySet<string>;
};

const FIELDS = ['minutes', 'plages', 'panier', 'zone', 'commentaire', 'chantier_id'] as const;

export const contenuDe = (ligne: Contenu): Contenu => ({
  minutes: ligne.minutes,
  plages: ligne.plages,
  panier: ligne.panier,
  zone: ligne.zone,
  commentaire: ligne.commentaire,
  chantier_id: ligne.chantier_id,
});

export const memeContenu = (one: Contenu, two: Contenu): boolean =>
  FIELDS.every(field => JSON.stringify(one[field]) === JSON.stringify(two[field]));

/**
 * The content once `saisie` is laid over what is there. Plages give the minutes where none are said; minutes said alone make
 * plages of another length go: nobody said those times.
 */
export function contenuApres(
  jour: string,
  avant: Contenu,
  saisie: Saisie,
): { contenu: Contenu; faute: ErrorCode | null } {
  const given = Object.fromEntries(FIELDS.filter(f => saisie[f] !== undefined).map(f => [f, saisie[f]]));
  const contenu: Contenu = { ...contenuDe(avant), ...given };
  if (saisie.plages !== undefined && saisie.minutes === undefined && contenu.plages.length > 0)
    contenu.minutes = sommeDesPlages(jour, contenu.plages);
  if (saisie.plages === undefined && sommeDesPlages(jour, contenu.plages) !== contenu.minutes) contenu.plages = [];
  contenu.plages = contenu.plages.toSorted((a, b) => (a.debut < b.debut ? -1 : 1));
  return { contenu, faute: fauteDeDuree(jour, contenu) };
}

function fauteDeDuree(jour: string, { minutes, plages }: Contenu): ErrorCode | null {
  if (minutes < 1 || minutes > JOUR_MAX) return 'pointage.journee_pleine';
  if (plages.length > 0 && sommeDesPlages(jour, plages) !== minutes) return 'pointage.plages_somme';
  const own = plages.map(plage => ({ jour, plage }));
  return own.some((one, i) => own.some((two, j) => j > i && plagesSeCroisent(one, two)))
    ? 'pointage.plages_croisees'
    : null;
}

type Pose = { id: string; personne_id: string; jour: string; contenu: Contenu };

/** Against everything else the person did that day, the day before and the day after, on whatever chantier. */
export function fauteDePlace({ id, personne_id, jour, contenu }: Pose, lignes: readonly Ligne[]): ErrorCode | null {
  const others = lignes.filter(ligne => ligne.personne_id === personne_id && ligne.id !== id);
  const same = others.filter(ligne => ligne.jour === jour);
  if (same.some(ligne => ligne.chantier_id === contenu.chantier_id)) return 'pointage.exists';
  if (same.reduce((sum, ligne) => sum + ligne.minutes, contenu.minutes) > JOUR_MAX) return 'pointage.journee_pleine';
  const near = [ajouterJours(jour, -1), jour, ajouterJours(jour, 1)];
  const taken = others
    .filter(ligne => near.includes(ligne.jour))
    .flatMap(ligne => ligne.plages.map(plage => ({ jour: ligne.jour, plage })));
  const crossed = contenu.plages.some(plage => taken.some(other => plagesSeCroisent({ jour, plage }, other)));
  return crossed ? 'pointage.plages_croisees' : null;
}

export const estClos = ({ mois_clos }: Terrain, jour: string): boolean => mois_clos.has(moisDe(jour));

/** Whether whoever acts may enter hours of this person on this chantier. */
export const peutSaisir = ({ personne_id, tout }: Auteur, sujet: string, chantier: Chantier | undefined): boolean =>
  tout || personne_id === sujet || chantier?.mene === true;

type Place = { personne_id: string; chantier_id: string; jour: string };

/** Why new hours may not be put here; null when they may. */
export function refusDePlace(terrain: Terrain, { personne_id, chantier_id, jour }: Place): ErrorCode | null {
  const { auteur } = terrain;
  const chantier = terrain.chantiers.get(chantier_id);
  const personne = terrain.personnes.get(personne_id);
  if (auteur.chantiers && !auteur.chantiers.includes(chantier_id)) return 'api_key.bound';
  if (!chantier?.visible) return 'chantier.not_found';
  if (!peutSaisir(auteur, personne_id, chantier)) return 'pointage.saisie_refusee';
  if (!personne) return 'personne.not_found';
  const { active, date_entree, date_sortie } = personne;
  const out = (date_entree !== null && jour < date_entree) || (date_sortie !== null && jour > date_sortie);
  if (out || (!active && !auteur.tout)) return 'pointage.personne_partie';
  const open = chantier.statut === 'ouvert' || chantier.statut === 'en_cours';
  return open || auteur.tout ? null : 'pointage.chantier_ferme';
}

/**
 * Why this day may not be touched, or not without saying why. `avant` null: it is new. A closed period is for whoever keeps pay.
 */
export function refusDeToucher(
  terrain: Terrain,
  avant: Pick<Ligne, 'statut' | 'personne_id'> | null,
  { jour, motif }: { jour: string; motif: string | undefined },
): ErrorCode | null {
  const { auteur } = terrain;
  const clos = estClos(terrain, jour);
  if (clos && !auteur.tout) return 'pointage.periode_cloturee';
  const other = avant !== null && avant.personne_id !== auteur.personne_id && avant.statut === 'soumis';
  return motif === undefined && (clos || other || avant?.statut === 'valide') ? 'pointage.motif_requis' : null;
}

/** A correction of what was validated is a new revision, in brouillon (settled.md 25); any other change is of the same. */
export function apresChangement(
  { statut, revision }: Pick<Ligne, 'statut' | 'revision'>,
  soumettre: boolean,
): { statut: StatutPointage; revision: number; geste: GestePointage } {
  const corrige = statut === 'valide';
  return {
    statut: soumettre ? 'soumis' : 'brouillon',
    revision: corrige ? revision + 1 : revision,
    geste: corrige ? 'corrige' : 'modifie',
  };
}

/** The people of a week are told when hours that were submitted or validated change, unless they did it themselves before validation. */
export const estCorrection = (avant: Pick<Ligne, 'statut' | 'personne_id'>, auteur: Auteur): boolean =>
  avant.statut === 'valide' || (avant.statut === 'soumis' && avant.personne_id !== auteur.personne_id);

export type Vise = Pick<Ligne, 'statut' | 'personne_id' | 'jour'> & { chantier: Chantier | undefined };
export type GesteDeVisa = 'soumis' | 'valide' | 'rejete';

/** What a gesture does to a pointage: done, already so, or why not. */
export function issueDuGeste(
  geste: GesteDeVisa,
  vise: Vise,
  { terrain, les_siennes }: { terrain: Pick<Terrain, 'auteur' | 'mois_clos'>; les_siennes: boolean },
): 'fait' | 'deja' | ErrorCode {
  const refus = geste === 'soumis' ? null : refusDeViser(vise, { auteur: terrain.auteur, les_siennes });
  if (refus) return refus;
  if (geste === 'soumis' && !peutSaisir(terrain.auteur, vise.personne_id, vise.chantier))
    return 'pointage.saisie_refusee';
  if (vise.statut === geste || (geste === 'soumis' && vise.statut === 'valide')) return 'deja';
  if (terrain.mois_clos.has(moisDe(vise.jour)) && !terrain.auteur.tout) return 'pointage.periode_cloturee';
  if (geste === 'soumis' || vise.statut === 'soumis') return 'fait';
  return vise.statut === 'valide' ? 'pointage.deja_valide' : 'pointage.non_soumis';
}

function refusDeViser(
  { personne_id, chantier }: Vise,
  { auteur, les_siennes }: { auteur: Auteur; les_siennes: boolean },
): ErrorCode | null {
  if (!auteur.tout && !chantier?.vise) return 'pointage.validation_refusee';
  return personne_id === auteur.personne_id && !les_siennes ? 'pointage.les_siennes' : null;
}
