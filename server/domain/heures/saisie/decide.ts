// What an entry of hours does to what is there: pure, one after the other.
import type { ErrorCode } from '#contract/errors.ts';
import type { GestePointage, OriginePointage } from '#contract/values.ts';
import {
  apresChangement,
  type Contenu,
  contenuApres,
  estClos,
  fauteDePlace,
  type Ligne,
  memeContenu,
  peutSaisir,
  refusDePlace,
  refusDeToucher,
  type Saisie,
  type Terrain,
} from '../rules.ts';

/**
 * `id`: of the pointage that is named; without it, it is found by person, chantier and day. `neuf`: there must be none.
 * `nouvel_id`: of the one that is made, if one is.
 */
export type Demande = {
  personne_id: string;
  chantier_id: string;
  jour: string;
  id?: string;
  version?: number | undefined;
  neuf?: boolean;
  supprimer?: boolean;
  saisie: Saisie;
  soumettre: boolean;
  motif: string | undefined;
  origine: OriginePointage;
  affectation_id?: string;
  nouvel_id: string;
};
export type Ecriture = {
  avant: Ligne | null;
  apres: Ligne | null;
  geste: GestePointage;
  motif: string | undefined;
};
/** `inchange`: it says already what was asked. */
export type Issue = { ecriture: Ecriture } | { inchange: Ligne } | { refus: ErrorCode };

export function decide(terrain: Terrain, lignes: readonly Ligne[], demande: Demande): Issue {
  const { personne_id, chantier_id, jour, id, version } = demande;
  const avant = lignes.find(ligne =>
    id
      ? ligne.id === id
      : ligne.personne_id === personne_id && ligne.chantier_id === chantier_id && ligne.jour === jour,
  );
  if (avant) {
    const refus = refusDuConnu(terrain, avant);
    if (refus) return { refus };
    if (demande.neuf) return { refus: 'pointage.exists' };
  }
  if (version !== undefined && avant?.version !== version) return { refus: 'precondition.failed' };
  if (!avant) return id || demande.supprimer ? { refus: 'pointage.not_found' } : make(terrain, lignes, demande);
  return demande.supprimer ? remove(terrain, avant, demande) : change(terrain, lignes, { avant, demande });
}

/** That it exists is told to nobody who does not see its chantier. */
function refusDuConnu({ auteur, chantiers }: Terrain, avant: Ligne): ErrorCode | null {
  const chantier = chantiers.get(avant.chantier_id);
  if (auteur.chantiers && !auteur.chantiers.includes(avant.chantier_id)) return 'api_key.bound';
  if (peutSaisir(auteur, avant.personne_id, chantier)) return null;
  return chantier?.visible ? 'pointage.saisie_refusee' : 'chantier.not_found';
}

function make(terrain: Terrain, lignes: readonly Ligne[], demande: Demande): Issue {
  const { personne_id, chantier_id, jour, saisie, soumettre, motif, origine, nouvel_id, affectation_id } = demande;
  const refus = refusDePlace(terrain, demande) ?? refusDeToucher(terrain, null, demande);
  if (refus) return { refus };
  const empty: Contenu = { minutes: 0, plages: [], panier: null, zone: null, commentaire: null, chantier_id };
  const { contenu, faute } = contenuApres(jour, empty, saisie);
  const wrong = faute ?? fauteDePlace({ id: nouvel_id, personne_id, jour, contenu }, lignes);
  if (wrong) return { refus: wrong };
  const apres: Ligne = {
    ...contenu,
    id: nouvel_id,
    version: 1,
    personne_id,
    jour,
    statut: soumettre ? 'soumis' : 'brouillon',
    revision: 1,
    valide_revision: null,
    origine,
    affectation_id: affectation_id ?? null,
  };
  return { ecriture: { avant: null, apres, geste: 'saisi', motif } };
}

function remove(terrain: Terrain, avant: Ligne, { motif }: Demande): Issue {
  const refus = refusDeToucher(terrain, avant, { jour: avant.jour, motif });
  return refus ? { refus } : { ecriture: { avant, apres: null, geste: 'supprime', motif } };
}

type Asked = { avant: Ligne; demande: Demande };

function change(terrain: Terrain, lignes: readonly Ligne[], { avant, demande }: Asked): Issue {
  const { saisie, soumettre, motif } = demande;
  const { jour, personne_id, id } = avant;
  const { contenu, faute } = contenuApres(jour, avant, saisie);
  if (!faute && memeContenu(avant, contenu)) return submitOnly(terrain, avant, demande);
  const refus =
    refusDuDeplacement(terrain, avant, contenu) ??
    refusDeToucher(terrain, avant, { jour, motif }) ??
    faute ??
    fauteDePlace({ id, personne_id, jour, contenu }, lignes);
  if (refus) return { refus };
  const { statut, revision, geste } = apresChangement(avant, soumettre);
  const apres = { ...avant, ...contenu, statut, revision, version: avant.version + 1 };
  return { ecriture: { avant, apres, geste, motif } };
}

function refusDuDeplacement(terrain: Terrain, avant: Ligne, { chantier_id }: Contenu): ErrorCode | null {
  if (chantier_id === avant.chantier_id) return null;
  const { personne_id, jour } = avant;
  return avant.valide_revision !== null
    ? 'pointage.deplacement_refuse'
    : refusDePlace(terrain, { personne_id, chantier_id, jour });
}

function submitOnly(terrain: Terrain, avant: Ligne, { soumettre, motif }: Demande): Issue {
  if (!soumettre || avant.statut === 'soumis' || avant.statut === 'valide') return { inchange: avant };
  if (estClos(terrain, avant.jour) && !terrain.auteur.tout) return { refus: 'pointage.periode_cloturee' };
  const apres: Ligne = { ...avant, statut: 'soumis', version: avant.version + 1 };
  return { ecriture: { avant, apres, geste: 'soumis', motif } };
}

/** The lines as they are once this was written. */
export function lignesApres(lignes: readonly Ligne[], { avant, apres }: Ecriture): Ligne[] {
  const others = lignes.filter(ligne => ligne.id !== avant?.id);
  return apres ? [...others, apres] : others;
}
