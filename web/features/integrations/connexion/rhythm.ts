// The settings of a connexion that a person chooses, in words. Pure.
import type { ErpLink, UpdateErpLink } from '#contract/erp-link.ts';
import { FREQUENCES_IMPORT } from '#contract/values.ts';

/** Which fields are held here is chosen apart. */
export type Rhythm = Required<Omit<UpdateErpLink, 'champs_app'>>;

export const rhythmOf = ({ nom, frequence, heure, historique_mois, relier_par_code }: ErpLink): Rhythm => ({
  nom,
  frequence,
  heure,
  historique_mois,
  relier_par_code,
});

export const rhythmFacts = (rhythm: Rhythm): [string, string][] => [
  ['Nom', rhythm.nom],
  ['Arrivée des chantiers', FREQUENCES_IMPORT[rhythm.frequence]],
  ['Lecture complète', `Chaque jour à ${rhythm.heure}`],
  ['Historique repris', `${rhythm.historique_mois} mois`],
  ['Même code', rhythm.relier_par_code ? 'Relié au chantier existant' : 'Créé à part, sous un autre code'],
];
