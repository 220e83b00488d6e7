// Why a pointage was left out of a gesture on many, in a few words. The codes are those of the error pages.
const WORDS: Record<string, string> = {
  'pointage.not_found': 'hors de ce que vous voyez, ou supprimés',
  'pointage.saisie_refusee': 'que vous ne pouvez pas saisir',
  'pointage.validation_refusee': 'à valider par le conducteur du chantier, un administrateur ou la paie',
  'pointage.les_siennes': 'les vôtres : un autre les valide',
  'pointage.periode_cloturee': 'dans une période de paie clôturée',
  'pointage.non_soumis': 'pas encore soumis',
  'pointage.deja_valide': 'déjà validés : ils se corrigent avec un motif',
  'pointage.motif_requis': 'un motif est nécessaire',
};

export const refusWords = (code: string): string => WORDS[code] ?? `refusés (${code})`;
