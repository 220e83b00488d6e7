// Which changes of statut are offered, and what each one does, in words. The hub decides; this only avoids dead buttons. Pure.
import type { StatutChantier } from '#contract/values.ts';

export type Transition = { to: StatutChantier; verb: string; consequence: string; final: boolean };

const START = { to: 'en_cours', verb: 'Démarrer', consequence: 'Le chantier passe en cours.', final: false } as const;
const RECEIVE = {
  to: 'receptionne',
  verb: 'Réceptionner',
  consequence: 'La réception est un acte juridique. La fiche ne se modifiera plus, sauf à reprendre le chantier.',
  final: false,
} as const;
const RESUME = {
  to: 'en_cours',
  verb: 'Reprendre',
  consequence: 'Le chantier repasse en cours et sa fiche redevient modifiable.',
  final: false,
} as const;
const CLOSE = {
  to: 'ferme',
  verb: 'Fermer',
  consequence: 'C’est définitif : un chantier fermé ne se rouvre pas et ne se modifie plus.',
  final: true,
} as const;

/** domain.md: ouvert → en_cours, ferme; en_cours → receptionne, ferme; receptionne → en_cours, ferme; ferme → none. */
const TRANSITIONS: Record<StatutChantier, readonly Transition[]> = {
  ouvert: [START, CLOSE],
  en_cours: [RECEIVE, CLOSE],
  receptionne: [RESUME, CLOSE],
  ferme: [],
};

export const transitionsFrom = (statut: StatutChantier): readonly Transition[] => TRANSITIONS[statut];
export const isEditable = (statut: StatutChantier): boolean => statut === 'ouvert' || statut === 'en_cours';
