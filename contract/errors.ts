// Every error a caller can meet: its kind (which fixes the HTTP status, see platform/http/problem.ts) and what a person reads.
// `title` names the problem; `detail` says why and what to do next.

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'refused'
  | 'gone'
  | 'precondition_failed'
  | 'precondition_required'
  | 'too_large'
  | 'unsupported'
  | 'too_many'
  | 'unavailable'
  | 'internal';

export type ErrorEntry = { kind: ErrorKind; title: string; detail: string };
const catalogue = <const T extends Record<string, ErrorEntry>>(entries: T): { [K in keyof T]: ErrorEntry } => entries;

export const ERRORS = catalogue({
  invalid: {
    kind: 'invalid',
    title: 'Demande illisible',
    detail: 'La demande ne respecte pas le schéma attendu : corrigez les champs indiqués.',
  },
  'json.malformed': {
    kind: 'invalid',
    title: 'JSON illisible',
    detail: 'Le corps de la demande n’est pas un JSON valide.',
  },
  'cursor.invalid': {
    kind: 'invalid',
    title: 'Curseur inconnu',
    detail: 'Ce curseur n’a pas été donné par cette liste avec ces filtres : reprenez à la première page.',
  },
  'cursor.gone': {
    kind: 'gone',
    title: 'Curseur périmé',
    detail: 'La base a été restaurée depuis : reprenez la lecture à la première page.',
  },
  'authorization.ambiguous': {
    kind: 'invalid',
    title: 'Deux identifications',
    detail: 'Un seul en-tête Authorization est admis par demande.',
  },
  unauthenticated: {
    kind: 'unauthenticated',
    title: 'Identification nécessaire',
    detail: 'Connectez-vous, ou donnez une clé API ou un jeton valides dans l’en-tête Authorization.',
  },
  'csrf.refused': {
    kind: 'forbidden',
    title: 'Origine refusée',
    detail: 'Cette demande ne vient pas de l’application : rechargez la page et recommencez.',
  },
  'https.required': {
    kind: 'forbidden',
    title: 'HTTPS nécessaire',
    detail: 'Depuis un autre poste, le hub ne répond qu’en HTTPS : un secret ne doit pas circuler en clair.',
  },
  insufficient_scope: {
    kind: 'forbidden',
    title: 'Droit manquant sur la clé',
    detail: 'Cette clé n’a pas le droit demandé par cette route : créez une clé qui le porte.',
  },
  account_only: {
    kind: 'forbidden',
    title: 'Réservé à une personne connectée',
    detail: 'Une clé API ne peut pas appeler cette route : connectez-vous ou utilisez un jeton d’accès (JWT).',
  },
  'sign_in.too_old': {
    kind: 'forbidden',
    title: 'Connexion trop ancienne',
    detail: 'Par sécurité, reconnectez-vous avant cette action sensible : votre connexion date de plus de 12 h.',
  },
  'role.insufficient': {
    kind: 'forbidden',
    title: 'Droit insuffisant',
    detail: 'Votre rôle ne permet pas cette action. Un administrateur peut la faire ou changer votre rôle.',
  },
  'route.not_found': { kind: 'not_found', title: 'Adresse inconnue', detail: 'Cette adresse n’existe pas dans l’API.' },
  'precondition.failed': {
    kind: 'precondition_failed',
    title: 'Modifié entre-temps',
    detail: 'Quelqu’un a modifié cet élément depuis votre lecture : relisez-le, puis refaites votre changement.',
  },
  'precondition.required': {
    kind: 'precondition_required',
    title: 'If-Match nécessaire',
    detail: 'Donnez dans l’en-tête If-Match l’ETag de la version que vous modifiez.',
  },
  'body.too_large': { kind: 'too_large', title: 'Demande trop grande', detail: 'Le corps dépasse 1 Mio.' },
  'media.unsupported': {
    kind: 'unsupported',
    title: 'Type de contenu refusé',
    detail: 'Envoyez du JSON avec l’en-tête Content-Type: application/json.',
  },
  too_many: {
    kind: 'too_many',
    title: 'Trop de demandes',
    detail: 'Attendez le nombre de secondes indiqué par l’en-tête Retry-After.',
  },
  unavailable: {
    kind: 'unavailable',
    title: 'Momentanément indisponible',
    detail:
      'Le hub ou sa base ne peut pas répondre maintenant : réessayez dans quelques secondes. Rien n’a été fait à moitié.',
  },
  internal: {
    kind: 'internal',
    title: 'Erreur interne',
    detail: 'Nous n’avons pas pu traiter la demande. Communiquez l’identifiant de la demande au support.',
  },

  'sign_in.refused': {
    kind: 'unauthenticated',
    title: 'Connexion refusée',
    detail: 'Identifiant ou mot de passe incorrect. Après un oubli, un administrateur peut vous remettre un lien.',
  },
  'sign_in.totp_required': {
    kind: 'unauthenticated',
    title: 'Code de sécurité nécessaire',
    detail: 'Saisissez le code à 6 chiffres de votre application d’authentification.',
  },
  'sign_in.totp_refused': {
    kind: 'unauthenticated',
    title: 'Code de sécurité refusé',
    detail: 'Ce code n’est pas le bon, ou a déjà servi : attendez le suivant.',
  },
  'refresh.refused': {
    kind: 'unauthenticated',
    title: 'Jeton de renouvellement refusé',
    detail: 'Ce jeton est inconnu, expiré ou déjà utilisé : identifiez-vous de nouveau.',
  },
  'lien.refused': {
    kind: 'gone',
    title: 'Lien expiré ou déjà utilisé',
    detail: 'Demandez un nouveau lien à un administrateur.',
  },
  'password.too_short': {
    kind: 'refused',
    title: 'Mot de passe trop court',
    detail: 'Choisissez au moins 10 caractères ; une phrase convient.',
  },
  'password.too_common': {
    kind: 'refused',
    title: 'Mot de passe trop courant',
    detail: 'Ce mot de passe figure parmi les plus utilisés : choisissez-en un autre.',
  },
  'password.personal': {
    kind: 'refused',
    title: 'Mot de passe trop proche de vous',
    detail: 'Le mot de passe ne doit pas être votre nom, votre e-mail ou votre téléphone.',
  },
  'totp.already_active': {
    kind: 'refused',
    title: 'Déjà activé',
    detail: 'Le code de sécurité est déjà activé sur ce compte.',
  },
  'totp.not_started': {
    kind: 'refused',
    title: 'Rien à confirmer',
    detail: 'Commencez par demander un code de sécurité.',
  },
  'session.not_found': { kind: 'not_found', title: 'Session inconnue', detail: 'Cette session est déjà terminée.' },

  'personne.not_found': { kind: 'not_found', title: 'Personne inconnue', detail: 'Cette personne n’existe pas ici.' },
  'personne.rights_refused': {
    kind: 'forbidden',
    title: 'Réservé à une personne connectée',
    detail:
      'Une clé API ne nomme ni administrateur ni gestionnaire de paie : faites-le connecté, ou avec un jeton (JWT).',
  },
  'personne.email_taken': {
    kind: 'refused',
    title: 'E-mail déjà utilisé',
    detail: 'Une autre personne porte déjà cet e-mail.',
  },
  'personne.telephone_taken': {
    kind: 'refused',
    title: 'Téléphone déjà utilisé',
    detail: 'Une autre personne porte déjà ce numéro.',
  },
  'personne.telephone_invalid': {
    kind: 'refused',
    title: 'Téléphone inconnu',
    detail: 'Ce numéro n’existe pas : écrivez 06 12 34 56 78, ou +33 6 12 34 56 78.',
  },
  'personne.matricule_taken': {
    kind: 'refused',
    title: 'Matricule déjà utilisé',
    detail: 'Une autre personne porte déjà ce matricule.',
  },
  'personne.agence_required': {
    kind: 'refused',
    title: 'Agence manquante',
    detail: 'Indiquez l’agence d’un intérimaire ; les autres personnes n’en ont pas.',
  },
  'personne.last_administrateur': {
    kind: 'refused',
    title: 'Dernier administrateur',
    detail: 'Il doit rester un administrateur actif, avec un e-mail ou un téléphone : nommez-en un autre d’abord.',
  },
  'personne.inactive': {
    kind: 'refused',
    title: 'Personne désactivée',
    detail: 'Réactivez d’abord cette personne : un lien ne lui servirait à rien.',
  },
  'personne.no_identifiant': {
    kind: 'refused',
    title: 'Ni e-mail ni téléphone',
    detail: 'Sans e-mail ni téléphone, cette personne ne peut pas se connecter : ajoutez l’un des deux.',
  },

  'chantier.not_found': {
    kind: 'not_found',
    title: 'Chantier inconnu',
    detail: 'Ce chantier n’existe pas, ou n’est pas des vôtres.',
  },
  'chantier.code_taken': {
    kind: 'refused',
    title: 'Code déjà utilisé',
    detail: 'Un autre chantier porte ce code : choisissez-en un autre, ou laissez-le vide pour recevoir le suivant.',
  },
  'chantier.codes_exhausted': {
    kind: 'refused',
    title: 'Plus de code automatique',
    detail: 'Les codes A001 à Z999 sont tous pris : donnez un code de la forme 2026-NOM.',
  },
  'chantier.reference_taken': {
    kind: 'refused',
    title: 'Référence déjà utilisée',
    detail: 'Un autre chantier porte cet identifiant dans ce système, ou le système est cité deux fois.',
  },
  'chantier.dates_inverted': {
    kind: 'refused',
    title: 'Dates inversées',
    detail: 'La fin d’un chantier ne peut pas précéder son début.',
  },
  'chantier.position_incomplete': {
    kind: 'refused',
    title: 'Position incomplète',
    detail: 'Donnez la latitude et la longitude, ou aucune des deux.',
  },
  'chantier.commune_unknown': {
    kind: 'refused',
    title: 'Commune inconnue',
    detail: 'Ce code INSEE n’est pas celui d’une commune actuelle.',
  },
  'chantier.owned_by_erp': {
    kind: 'refused',
    title: 'Tenu par l’ERP',
    detail: 'Cette valeur vient de l’ERP : changez-la là-bas, elle arrivera ici toute seule.',
  },
  'chantier.statut_refused': {
    kind: 'refused',
    title: 'Changement de statut impossible',
    detail: 'Un chantier ne passe pas de ce statut à celui-là.',
  },
  'chantier.locked': {
    kind: 'refused',
    title: 'Chantier réceptionné ou fermé',
    detail: 'Un chantier réceptionné ou fermé ne se modifie plus : rouvrez-le d’abord, si son statut le permet.',
  },
  'chantier.membre_unknown': {
    kind: 'refused',
    title: 'Membre inconnu',
    detail: 'L’équipe cite une personne inconnue, désactivée, ou deux fois la même.',
  },

  'api_key.not_found': { kind: 'not_found', title: 'Clé inconnue', detail: 'Cette clé n’est pas des vôtres.' },
  'api_key.limit_reached': {
    kind: 'refused',
    title: 'Dix clés actives',
    detail: 'Vous avez déjà dix clés actives : révoquez-en une d’abord.',
  },
  'api_key.already_revoked': {
    kind: 'refused',
    title: 'Clé déjà révoquée',
    detail: 'Cette clé a déjà été révoquée.',
  },
  'travail.not_found': {
    kind: 'not_found',
    title: 'Travail inconnu',
    detail: 'Ce travail n’est plus parmi ceux qui ont échoué : il a été relancé ou ignoré entre-temps.',
  },
  'travail.retired': {
    kind: 'refused',
    title: 'Travail d’une ancienne version',
    detail: 'Cette version du hub ne connaît plus ce travail : ignorez-le.',
  },
  'sauvegarde.running': {
    kind: 'refused',
    title: 'Sauvegarde en cours',
    detail: 'Une sauvegarde est déjà en cours : attendez sa fin.',
  },

  'connector.unknown': {
    kind: 'refused',
    title: 'ERP inconnu',
    detail: 'Le hub ne sait pas parler à cet ERP : choisissez-en un de la liste des connecteurs.',
  },
  'erp_link.not_found': {
    kind: 'not_found',
    title: 'Connexion inconnue',
    detail: 'Cette connexion ERP n’existe pas, ou a été retirée.',
  },
  'erp_link.already_connected': {
    kind: 'refused',
    title: 'Compte déjà connecté',
    detail: 'Ce compte de l’ERP est déjà connecté : ouvrez cette connexion, ou retirez-la d’abord.',
  },
  'erp_link.denied': {
    kind: 'refused',
    title: 'L’ERP refuse cet accès',
    detail: 'La clé est inconnue ou révoquée chez l’ERP : copiez-en une nouvelle depuis ses réglages.',
  },
  'erp_link.rights': {
    kind: 'refused',
    title: 'Droit manquant chez l’ERP',
    detail: 'L’accès est bon, mais ce compte n’ouvre pas ces données : vérifiez la formule et les droits chez l’ERP.',
  },
  'erp_link.unavailable': {
    kind: 'unavailable',
    title: 'L’ERP ne répond pas',
    detail: 'Vérifiez l’adresse, puis réessayez : rien n’a été enregistré.',
  },
  'erp_link.busy': {
    kind: 'unavailable',
    title: 'L’ERP demande d’attendre',
    detail: 'Trop de demandes chez l’ERP : réessayez dans une minute. Rien n’a été enregistré.',
  },
  'erp_link.strange': {
    kind: 'refused',
    title: 'Réponse inattendue',
    detail: 'Ce qui répond à cette adresse ne ressemble pas à cet ERP : vérifiez l’adresse. Rien n’a été enregistré.',
  },
  'erp_link.address_refused': {
    kind: 'refused',
    title: 'Adresse refusée',
    detail: 'Le hub ne joint pas les adresses privées : l’exploitant peut l’ouvrir par OUTBOUND_ALLOW.',
  },
  'erp_link.not_ready': {
    kind: 'refused',
    title: 'Connexion arrêtée',
    detail: 'Cette connexion est en pause ou à reconnecter : remettez-la en route d’abord.',
  },
  'import.not_found': { kind: 'not_found', title: 'Import inconnu', detail: 'Cet import n’existe pas, ou plus.' },
  'import.first_missing': {
    kind: 'refused',
    title: 'Premier import à faire',
    detail: 'Faites d’abord le premier import de cette connexion.',
  },
  'import.already_done': {
    kind: 'refused',
    title: 'Premier import déjà fait',
    detail: 'Le premier import est fait : « Actualiser maintenant » lit ce qui a changé depuis.',
  },
  'import.not_open': {
    kind: 'refused',
    title: 'Import terminé',
    detail: 'Cet import est terminé, ou n’est pas dans un état qui permet cette action.',
  },
  'import.no_question': {
    kind: 'refused',
    title: 'Rien à confirmer',
    detail: 'Cet import n’attend pas de réponse.',
  },
  'import.undo_refused': {
    kind: 'refused',
    title: 'Import gardé',
    detail: 'Des chantiers de cet import ont servi depuis (équipe, modification) : il ne peut plus être retiré.',
  },
  'mapping.not_found': {
    kind: 'not_found',
    title: 'Valeur inconnue',
    detail: 'Cette valeur de l’ERP n’existe pas ici.',
  },
  'hook.refused': {
    kind: 'unauthenticated',
    title: 'Signal refusé',
    detail: 'La signature de ce signal est absente, fausse ou trop ancienne.',
  },
});

export type ErrorCode = keyof typeof ERRORS;
