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

/** `valide` is by us; what the ERP does to an hour is said elsewhere (settled.md 25). */
export const STATUTS_POINTAGE = labels({
  brouillon: 'Brouillon',
  soumis: 'Soumis',
  valide: 'Validé',
  rejete: 'Rejeté',
});
export const StatutPointage = z.enum(keys(STATUTS_POINTAGE)).meta({ id: 'StatutPointage' });
export type StatutPointage = z.infer<typeof StatutPointage>;

export const ORIGINES_POINTAGE = labels({
  planning: 'Prérempli du planning',
  saisie: 'Saisi',
  equipe: 'Saisi avec l’équipe',
  api: 'Par l’API',
});
export const OriginePointage = z.enum(keys(ORIGINES_POINTAGE)).meta({ id: 'OriginePointage' });
export type OriginePointage = z.infer<typeof OriginePointage>;

/** What happened to a pointage, line after line. */
export const GESTES_POINTAGE = labels({
  saisi: 'Saisi',
  modifie: 'Modifié',
  soumis: 'Soumis',
  valide: 'Validé',
  rejete: 'Rejeté',
  corrige: 'Corrigé',
  supprime: 'Supprimé',
});
export const GestePointage = z.enum(keys(GESTES_POINTAGE)).meta({ id: 'GestePointage' });
export type GestePointage = z.infer<typeof GestePointage>;

/** The reason of an absence: read by administrateur and gestionnaire de paie alone (domain.md §4). */
export const MOTIFS_ABSENCE = labels({
  conges_payes: 'Congés payés',
  rtt: 'RTT',
  maladie: 'Maladie',
  accident_travail: 'Accident du travail',
  formation: 'Formation',
  absence_justifiee: 'Absence justifiée',
  absence_injustifiee: 'Absence injustifiée',
});
export const MotifAbsence = z.enum(keys(MOTIFS_ABSENCE)).meta({ id: 'MotifAbsence' });
export type MotifAbsence = z.infer<typeof MotifAbsence>;

export const MOMENTS_ABSENCE = labels({ journee: 'Journée', matin: 'Matin', apres_midi: 'Après-midi' });
export const MomentAbsence = z.enum(keys(MOMENTS_ABSENCE)).meta({ id: 'MomentAbsence' });
export type MomentAbsence = z.infer<typeof MomentAbsence>;

/** Of what both sides changed: whether the value that was not kept may be taken. */
export const REPRISES_CONFLIT = labels({
  possible: 'L’autre valeur peut être prise',
  erp: 'Se change dans l’ERP',
  depassee: 'La valeur a changé depuis',
  fermee: 'Le chantier ne se modifie plus',
});
export const RepriseConflit = z.enum(keys(REPRISES_CONFLIT)).meta({ id: 'RepriseConflit' });

export const ETATS_PERIODE = labels({ ouverte: 'Ouverte', cloturee: 'Clôturée' });
export const EtatPeriode = z.enum(keys(ETATS_PERIODE)).meta({ id: 'EtatPeriode' });
export type EtatPeriode = z.infer<typeof EtatPeriode>;

/** Zones of the petits déplacements, as the crow flies (convention collective du bâtiment). */
export const ZONES = ['1A', '1B', '2', '3', '4', '5'] as const;
export const Zone = z.enum(ZONES).meta({ id: 'Zone' });
export type Zone = z.infer<typeof Zone>;

/** Integers, always: pieces, minutes, hundredths of a day, cents. */
export const UNITES_RUBRIQUE = labels({
  nombre: 'Nombre',
  minutes: 'Heures',
  jours: 'Jours (en centièmes)',
  centimes: 'Montant (en centimes)',
});
export const UniteRubrique = z.enum(keys(UNITES_RUBRIQUE)).meta({ id: 'UniteRubrique' });
export type UniteRubrique = z.infer<typeof UniteRubrique>;

export const GROUPES_RUBRIQUE = labels({
  heures: 'Heures',
  indemnites: 'Indemnités',
  primes: 'Primes',
  absences: 'Absences',
  autres: 'Autres',
});
export const GroupeRubrique = z.enum(keys(GROUPES_RUBRIQUE)).meta({ id: 'GroupeRubrique' });
export type GroupeRubrique = z.infer<typeof GroupeRubrique>;

/** Told at entry and at validation; never stops anybody (domain.md §4). The figures are settings. */
export const ALERTES_HEURES = labels({
  jour_long: 'Plus de 10 h dans la journée',
  semaine_longue: 'Plus de 48 h dans la semaine',
  moyenne_longue: 'Plus de 44 h en moyenne sur 12 semaines',
  repos_quotidien: 'Moins de 11 h de repos entre deux journées',
  repos_hebdomadaire: 'Moins de 35 h de repos dans la semaine',
  mineur_jour: 'Plus de 8 h dans la journée pour un mineur',
  mineur_semaine: 'Plus de 35 h dans la semaine pour un mineur',
  jour_absent: 'Heures un jour d’absence',
  jour_ferie: 'Heures un jour férié',
});
export const CodeAlerte = z.enum(keys(ALERTES_HEURES)).meta({ id: 'CodeAlerte' });
export type CodeAlerte = z.infer<typeof CodeAlerte>;

/** What keeps a month from being ready for pay. */
export const POINTS_PAIE = labels({
  jours_manquants: 'Jours sans heures ni absence',
  non_soumis: 'Heures non soumises',
  non_valides: 'Heures à valider',
  rejetes: 'Heures rejetées',
  contestes: 'Semaines contestées',
  absences_a_preciser: 'Absences à préciser',
  a_relier: 'Chantiers sans connexion ERP',
  non_signees: 'Semaines non signées',
});
export const PointPaie = z.enum(keys(POINTS_PAIE)).meta({ id: 'PointPaie' });
export type PointPaie = z.infer<typeof PointPaie>;

/** Why an affectation is told of, or refused: which of the two is said by each conflict (`bloquant`). */
export const CONFLITS_PLANNING = labels({
  absence: 'La personne est absente ce jour',
  chantier_ferme: 'Le chantier est fermé ou réceptionné',
  personne_inactive: 'La personne est désactivée ou hors de ses dates',
  deja_affectee: 'La personne est déjà sur ce chantier ce jour',
  horaires_croises: 'Les horaires se croisent avec un autre chantier',
  journee_depassee: 'Plus d’heures que son horaire ce jour',
  jour_ferie: 'Jour férié',
});
export const CodeConflit = z.enum(keys(CONFLITS_PLANNING)).meta({ id: 'CodeConflit' });
export type CodeConflit = z.infer<typeof CodeConflit>;

/** Why an affectation is no more: somebody took it away, or what it stood on ended. */
export const CAUSES_ANNULATION = labels({
  planning: 'Retirée du planning',
  chantier_ferme: 'Chantier fermé ou supprimé',
  personne_inactive: 'Personne désactivée ou partie',
});
export const CauseAnnulation = z.enum(keys(CAUSES_ANNULATION)).meta({ id: 'CauseAnnulation' });
export type CauseAnnulation = z.infer<typeof CauseAnnulation>;

/** How often validated hours leave for an ERP (specification §14.2). `mensuel`: the pay period, even mid-week. */
export const FREQUENCES_ENVOI = labels({
  quotidien: 'Chaque jour',
  hebdomadaire: 'Chaque semaine',
  mensuel: 'Chaque mois de paie',
});
export const FrequenceEnvoi = z.enum(keys(FREQUENCES_ENVOI)).meta({ id: 'FrequenceEnvoi' });
export type FrequenceEnvoi = z.infer<typeof FrequenceEnvoi>;

/** What is sent to an ERP; one run carries one of them. */
export const OBJETS_ENVOI = labels({ heures: 'Heures' });
export const ObjetEnvoi = z.enum(keys(OBJETS_ENVOI)).meta({ id: 'ObjetEnvoi' });
export type ObjetEnvoi = z.infer<typeof ObjetEnvoi>;

/** The ledger: one line per unit that the ERP stores (settled.md 36). */
export const ETATS_LIGNE_ENVOI = labels({
  unmapped: 'À relier',
  to_send: 'À envoyer',
  sending: 'En cours d’envoi',
  sent: 'Dans l’ERP',
  doubtful: 'En doute',
  refused: 'Refusée',
  superseded: 'Remplacée',
});
export const EtatLigneEnvoi = z.enum(keys(ETATS_LIGNE_ENVOI)).meta({ id: 'EtatLigneEnvoi' });
export type EtatLigneEnvoi = z.infer<typeof EtatLigneEnvoi>;

/** Of a line that was replaced after it had reached the ERP: whether it is gone over there. */
export const ETATS_RETRAIT = labels({
  to_remove: 'À retirer de l’ERP',
  removing: 'Retrait en cours',
  doubtful: 'Retrait en doute',
  removed: 'Retirée de l’ERP',
  refused: 'Retrait refusé',
});
export const EtatRetrait = z.enum(keys(ETATS_RETRAIT)).meta({ id: 'EtatRetrait' });
export type EtatRetrait = z.infer<typeof EtatRetrait>;

/** Why a line does not leave, or was refused over there. */
export const RAISONS_LIGNE = labels({
  personne_a_relier: 'La personne n’est pas reliée à l’ERP',
  personne_inconnue: 'L’ERP ne connaît pas cette personne',
  chantier_inconnu: 'L’ERP ne connaît pas ce chantier',
  chantier_ferme: 'Le chantier est fermé dans l’ERP',
  verrouille: 'La semaine est verrouillée dans l’ERP',
  chevauchement: 'L’ERP refuse deux créneaux qui se croisent',
  jour_trop_long: 'L’ERP refuse plus de 24 h dans la journée',
  irrepresentable: 'L’ERP n’a pas de quoi écrire ces heures',
  periode_cloturee: 'Le mois de paie est clôturé',
  autre: 'L’ERP refuse cette ligne',
});
export const RaisonLigne = z.enum(keys(RAISONS_LIGNE)).meta({ id: 'RaisonLigne' });
export type RaisonLigne = z.infer<typeof RaisonLigne>;

/** One cell of the rapprochement: a person's day, here, in the ledger and over there. */
export const VERDICTS = labels({
  egal: 'Égal',
  a_envoyer: 'À envoyer',
  a_relier: 'À relier',
  en_doute: 'En doute',
  refuse: 'Refusé',
  manquant: 'Manquant dans l’ERP',
  en_trop: 'En trop dans l’ERP',
  modifie: 'Modifié là-bas',
  regularise: 'À régulariser',
  reporte: 'Reporté en régularisation',
});
export const Verdict = z.enum(keys(VERDICTS)).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;
