// A small company of gros œuvre that does not exist, on communes that do. Numbers lie in the range that ARCEP keeps for
// fiction (06 39 98 xx xx); the domain .example can never receive mail (RFC 2606).
import type { CreatePersonne } from '#contract/personne.ts';
import type { Role } from '#contract/values.ts';

type Line = [prenom: string, nom: string, role: Role, extra?: Partial<CreatePersonne>];
/** Of most: 39 hours, the four beyond 35 in the salary. */
const H39 = [480, 480, 480, 480, 420, 0, 0];
const H35 = [420, 420, 420, 420, 420, 0, 0];
/** Four days a week. */
const H32 = [480, 480, 480, 480, 0, 0, 0];
/** By the year, not by the hour: no hours are awaited of them. */
const FORFAIT = [0, 0, 0, 0, 0, 0, 0];
const METIERS: Record<string, string[]> = {
  Ducret: ['Chef de chantier'],
  Benali: ['Chef de chantier'],
  Pereira: ['Chef de chantier', 'Coffreur-bancheur'],
  Gaillard: ['Chef de chantier'],
  Saïdi: ['Chef de chantier', 'Ferrailleur'],
  Blanc: ['Maçon'],
  Fernandes: ['Coffreur-bancheur'],
  Perrier: ['Grutier', 'Conducteur d’engins'],
  'El Amrani': ['Ferrailleur'],
  Rossi: ['Maçon', 'Coffreur-bancheur'],
  Mollard: ['Coffreur-bancheur'],
  Haddad: ['Ferrailleur'],
  Tissot: ['Maçon'],
  Costa: ['Coffreur-bancheur', 'Chef d’équipe'],
  Jacquier: ['Conducteur d’engins'],
  Diallo: ['Manœuvre'],
  Bouvier: ['Maçon', 'Chef d’équipe'],
  Mermet: ['Grutier'],
  Oliveira: ['Coffreur-bancheur'],
  Favre: ['Apprenti', 'Maçon'],
  Rey: ['Manœuvre'],
  Traoré: ['Coffreur-bancheur'],
  Guillot: ['Manœuvre'],
  Veyrat: ['Étancheur'],
  Exertier: ['Électricien'],
};
const HORAIRES: Record<string, number[]> = {
  Berthier: FORFAIT,
  Lemoine: FORFAIT,
  Vuillermoz: FORFAIT,
  Arnaud: FORFAIT,
  Chappaz: FORFAIT,
  Favre: H35,
  Diallo: H35,
  Mermet: H32,
};

const agence = { type_personne: 'interimaire', agence: 'Alpes Intérim Chambéry' } as const;
const artisan = { type_personne: 'sous_traitant' } as const;

const LINES: Line[] = [
  ['Hélène', 'Berthier', 'administrateur'],
  ['Nadia', 'Lemoine', 'administrateur', { gestionnaire_paie: true }],
  ['Marc', 'Vuillermoz', 'conducteur'],
  ['Sophie', 'Arnaud', 'conducteur'],
  ['Julien', 'Chappaz', 'conducteur'],
  ['Antoine', 'Ducret', 'chef_chantier'],
  ['Karim', 'Benali', 'chef_chantier'],
  ['Luís', 'Pereira', 'chef_chantier'],
  ['Thierry', 'Gaillard', 'chef_chantier'],
  ['Mehdi', 'Saïdi', 'chef_chantier'],
  ['Paul', 'Blanc', 'compagnon'],
  ['João', 'Fernandes', 'compagnon'],
  ['Cédric', 'Perrier', 'compagnon'],
  ['Youssef', 'El Amrani', 'compagnon'],
  ['Damien', 'Rossi', 'compagnon'],
  ['Kevin', 'Mollard', 'compagnon'],
  ['Ahmed', 'Haddad', 'compagnon'],
  ['Nicolas', 'Tissot', 'compagnon'],
  ['Bruno', 'Costa', 'compagnon'],
  ['Florian', 'Jacquier', 'compagnon'],
  ['Mamadou', 'Diallo', 'compagnon'],
  ['Éric', 'Bouvier', 'compagnon'],
  ['Stéphane', 'Mermet', 'compagnon'],
  ['Rui', 'Oliveira', 'compagnon'],
  ['Alexandre', 'Favre', 'compagnon'],
  ['Loïc', 'Rey', 'compagnon', agence],
  ['Ibrahim', 'Traoré', 'compagnon', agence],
  ['Mathis', 'Guillot', 'compagnon', agence],
  ['Pascal', 'Veyrat', 'compagnon', artisan],
  ['Gilles', 'Exertier', 'compagnon', artisan],
];

const ascii = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

export const PERSONNES: CreatePersonne[] = LINES.map(([prenom, nom, role, extra], rank) => ({
  prenom,
  nom,
  role,
  email: rank < 10 ? `${ascii(prenom)}.${ascii(nom)}@goa.example` : null,
  telephone: `+336399800${String(rank + 1).padStart(2, '0')}`,
  gestionnaire_paie: false,
  type_personne: 'employe',
  agence: null,
  matricule: extra === artisan ? null : `${extra === agence ? 'INT' : 'GOA'}${String(rank + 1).padStart(3, '0')}`,
  metiers: METIERS[nom] ?? [],
  // Others than employés work by the hours of the site.
  horaire: extra?.type_personne ? null : (HORAIRES[nom] ?? H39),
  heures_sup_comprises: true,
  // The apprentice comes of age in the spring.
  mineur_jusquau: nom === 'Favre' ? '2027-04-11' : null,
  date_entree: nom === 'Favre' ? '2026-09-01' : null,
  date_sortie: null,
  ...extra,
}));

/** Whose accounts are printed: one of each way of looking at the hub. */
export const ACCOUNTS: [qui: string, rank: number][] = [
  ['Administratrice', 0],
  ['Gestionnaire de paie', 1],
  ['Conducteur de travaux', 2],
  ['Chef de chantier', 5],
  ['Compagnon', 10],
];
