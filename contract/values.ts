// Every closed list of the domain, once, with the word a person reads.
import { z } from 'zod';

const labels = <const T extends Record<string, string>>(table: T) => table;
const keys = <T extends Record<string, string>>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

export const ROLES = labels({
  administrateur: 'Administrateur',
  conducteur: 'Conducteur de travaux',
  chef_chantier: 'Chef de chantier',
  compagnon: 'Compagnon',
});
export const Role = z.enum(keys(ROLES)).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const TYPES_PERSONNE = labels({
  employe: 'Employé',
  interimaire: 'Intérimaire',
  sous_traitant: 'Sous-traitant',
});
export const TypePersonne = z.enum(keys(TYPES_PERSONNE)).meta({ id: 'TypePersonne' });
export type TypePersonne = z.infer<typeof TypePersonne>;

export const STATUTS_CHANTIER = labels({
  ouvert: 'Ouvert',
  en_cours: 'En cours',
  receptionne: 'Réceptionné',
  ferme: 'Fermé',
});
export const StatutChantier = z.enum(keys(STATUTS_CHANTIER)).meta({ id: 'StatutChantier' });
export type StatutChantier = z.infer<typeof StatutChantier>;

/** Where a chantier held by an ERP stands over there. */
export const ETATS_REFERENCE = labels({
  present: 'Présent dans l’ERP',
  masque: 'Masqué dans l’ERP',
  supprime: 'Supprimé dans l’ERP',
});
export const EtatReference = z.enum(keys(ETATS_REFERENCE)).meta({ id: 'EtatReference' });
export type EtatReference = z.infer<typeof EtatReference>;

export const TYPES_TRAVAUX = labels({
  construction_neuve: 'Construction neuve',
  renovation: 'Rénovation',
  renovation_energetique: 'Rénovation énergétique',
});
export const TypeTravaux = z.enum(keys(TYPES_TRAVAUX)).meta({ id: 'TypeTravaux' });

export const ROLES_CHANTIER = labels({ conducteur: 'Conducteur', chef: 'Chef', ouvrier: 'Ouvrier' });
export const RoleChantier = z.enum(keys(ROLES_CHANTIER)).meta({ id: 'RoleChantier' });
export type RoleChantier = z.infer<typeof RoleChantier>;

export const STATUTS_CLE = labels({
  active: 'Active',
  expire_bientot: 'Expire bientôt',
  expiree: 'Expirée',
  revoquee: 'Révoquée',
  desactivee: 'Désactivée',
  suspendue: 'Suspendue',
});
export const StatutCle = z.enum(keys(STATUTS_CLE)).meta({ id: 'StatutCle' });
export type StatutCle = z.infer<typeof StatutCle>;

/** Why a good-looking key was turned away. To its bearer the first four are one answer. */
export const REFUS_CLE = labels({
  revoked: 'Clé révoquée',
  expired: 'Clé expirée',
  disabled: 'Clé désactivée',
  suspended: 'Clé suspendue',
  owner: 'Titulaire désactivé',
  address: 'Adresse non admise',
  rate: 'Débit dépassé',
  scope: 'Droit manquant',
});
export const RefusCle = z.enum(keys(REFUS_CLE)).meta({ id: 'RefusCle' });
export type RefusCle = z.infer<typeof RefusCle>;

export const MOTIFS_LIEN = labels({
  premiere_connexion: 'Première connexion',
  invitation: 'Invitation',
  mot_de_passe_oublie: 'Mot de passe oublié',
});
export const MotifLien = z.enum(keys(MOTIFS_LIEN)).meta({ id: 'MotifLien' });
export type MotifLien = z.infer<typeof MotifLien>;

export const ETATS_LINK = labels({
  active: 'Connectée',
  en_pause: 'En pause',
  a_reconnecter: 'À reconnecter',
  a_verifier: 'À vérifier',
});
export const EtatLink = z.enum(keys(ETATS_LINK)).meta({ id: 'EtatLink' });
export type EtatLink = z.infer<typeof EtatLink>;

export const FREQUENCES_IMPORT = labels({ temps_reel: 'En temps réel', quotidien: 'Une fois par jour' });
export const FrequenceImport = z.enum(keys(FREQUENCES_IMPORT)).meta({ id: 'FrequenceImport' });
export type FrequenceImport = z.infer<typeof FrequenceImport>;

/** `complet` reads everything and sees deletions; `incremental` reads what changed; `signal` what the ERP pointed at. */
export const GENRES_IMPORT = labels({
  apercu: 'Aperçu',
  initial: 'Premier import',
  complet: 'Lecture complète',
  incremental: 'Nouveautés',
  signal: 'Signal de l’ERP',
});
export const GenreImport = z.enum(keys(GENRES_IMPORT)).meta({ id: 'GenreImport' });
export type GenreImport = z.infer<typeof GenreImport>;

export const STATUTS_RUN = labels({
  waiting: 'En attente',
  running: 'En cours',
  paused: 'En pause',
  parked: 'Arrêté, à reprendre',
  cancelled: 'Annulé',
  succeeded: 'Réussi',
  partial: 'Réussi en partie',
  failed: 'Échoué',
});
export const StatutRun = z.enum(keys(STATUTS_RUN)).meta({ id: 'StatutRun' });
export type StatutRun = z.infer<typeof StatutRun>;

/** What became of one record of an import. */
export const ACTIONS_LIGNE = labels({
  created: 'Créé',
  updated: 'Modifié',
  linked: 'Relié à l’existant',
  skipped: 'Hors période',
  to_map: 'À relier',
  set_aside: 'Mis de côté',
  hidden: 'Masqué dans l’ERP',
  gone: 'Supprimé dans l’ERP',
});
export const ActionLigne = z.enum(keys(ACTIONS_LIGNE)).meta({ id: 'ActionLigne' });
export type ActionLigne = z.infer<typeof ActionLigne>;

/** The words of platform/upstream.ts that a connection can be in trouble with. */
export const MOTS_PROBLEME = labels({
  unavailable: 'L’ERP ne répond pas',
  busy: 'L’ERP demande d’attendre',
  denied: 'Accès refusé',
  rights: 'Droit manquant chez l’ERP',
  address: 'Adresse refusée par le hub',
  strange: 'Réponse inattendue',
  internal: 'Erreur du hub',
});
export const MotProbleme = z.enum(keys(MOTS_PROBLEME)).meta({ id: 'MotProbleme' });
export type MotProbleme = z.infer<typeof MotProbleme>;
