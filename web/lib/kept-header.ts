/** Set by the service worker on a kept reply: the instant it was read from the hub. */
export const KEPT_AT = 'hub-kept-at';
/** What of a chantier may stay on a phone: where hours are entered, and nobody's name nor number. */
export const KEPT_FIELDS = 'id,code,nom,couleur,statut';
