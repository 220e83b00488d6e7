// A small company of gros œuvre that does not exist, on communes that do. Numbers lie in the range that ARCEP keeps for
// fiction (06 39 98 xx xx); the domain .example can never receive mail (RFC 2606).
import type { CreateChantier } from '#contract/chantier.ts';
import type { CreatePersonne } from '#contract/personne.ts';
import type { Role, RoleChantier, StatutChantier } from '#contract/values.ts';

type Line = [prenom: string, nom: string, role: Role, extra?: Partial<CreatePersonne>];
/** Of most: 39 hours, the four beyond 35 in the salary. */
const H39 = [480, 480, 480, 480, 420, 0, 0];
const H35 = [420, 420, 420, 420, 420, 0, 0];
/** Four days a week. */
const H32 = [480, 480, 480, 480, 0, 0, 0];
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
const HORAIRES: Record<string, number[]> = { Lemoine: H32, Favre: H35, Diallo: H35 };

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
  matricule: extra?.type_personne ? null : `GOA${String(rank + 1).padStart(3, '0')}`,
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

/** Ranks in PERSONNES: the conducteur, the chef, the ouvriers. */
type Equipe = [conducteur: number, chef: number, ouvriers: number[]];
export type DemoChantier = { fields: CreateChantier; statuts: StatutChantier[]; equipe: Equipe };

type Site = [
  nom: string,
  insee: string,
  adresse: string,
  maitre_ouvrage: string,
  debut: string,
  fin: string,
  heures: number,
];
const SITES: [Site, StatutChantier[], Equipe][] = [
  [
    [
      'Résidence Les Tilleuls',
      '73171',
      '12 rue des Tilleuls, 73800 Montmélian',
      'OPAC de la Savoie',
      '2026-03-02',
      '2027-02-26',
      9200,
    ],
    ['en_cours'],
    [2, 5, [10, 11, 12, 13, 25]],
  ],
  [
    [
      'Groupe scolaire Jean-Jaurès',
      '73065',
      '48 avenue de Lyon, 73000 Chambéry',
      'Ville de Chambéry',
      '2026-01-12',
      '2027-06-30',
      14500,
    ],
    ['en_cours'],
    [2, 6, [14, 15, 16, 26, 28]],
  ],
  [
    [
      'Halle de sport du Marais',
      '73008',
      'Chemin du Marais, 73100 Aix-les-Bains',
      'Grand Lac',
      '2026-05-04',
      '2027-01-29',
      6100,
    ],
    ['en_cours'],
    [3, 7, [17, 18, 19]],
  ],
  [
    [
      'Villa Montgellaz',
      '73213',
      '5 chemin des Vignes, 73490 La Ravoire',
      'M. et Mme Montgellaz',
      '2026-09-07',
      '2027-03-26',
      1450,
    ],
    ['en_cours'],
    [3, 8, [20, 21]],
  ],
  [
    [
      'Extension de l’EHPAD Les Cordeliers',
      '73011',
      '3 rue des Cordeliers, 73200 Albertville',
      'EHPAD Les Cordeliers',
      '2026-06-15',
      '2027-05-28',
      7800,
    ],
    ['en_cours'],
    [4, 9, [22, 23, 27]],
  ],
  [
    [
      'Parking silo Presqu’île',
      '38185',
      'Rue Félix-Esclangon, 38000 Grenoble',
      'Grenoble-Alpes Métropole',
      '2026-04-01',
      '2027-04-30',
      11200,
    ],
    ['en_cours'],
    [4, 5, [24, 12, 29]],
  ],
  [
    [
      'Logements rue Sermorens',
      '38563',
      '21 rue Sermorens, 38500 Voiron',
      'Pluralis',
      '2027-01-11',
      '2028-01-28',
      8600,
    ],
    [],
    [4, 6, []],
  ],
  [
    [
      'Atelier Mecasonic',
      '38140',
      '120 rue du Pré-Noir, 38920 Crolles',
      'SCI Mecasonic',
      '2026-12-07',
      '2027-06-11',
      2400,
    ],
    [],
    [3, 7, []],
  ],
  [
    ['Immeuble Le Semnoz', '74010', '8 avenue de Loverchy, 74000 Annecy', 'Halpades', '2025-09-01', '2026-10-30', 9900],
    ['en_cours', 'receptionne'],
    [2, 8, [10, 13, 20]],
  ],
  [
    ['Caserne de pompiers', '74225', 'Route de la Fuly, 74150 Rumilly', 'SDIS 74', '2025-05-12', '2026-07-24', 5300],
    ['en_cours', 'receptionne'],
    [3, 9, [17, 22]],
  ],
  [
    [
      'Station d’épuration de l’Arc',
      '73248',
      'Zone des Plans, 73300 Saint-Jean-de-Maurienne',
      'Cœur de Maurienne Arvan',
      '2025-02-03',
      '2026-03-27',
      4700,
    ],
    ['en_cours', 'ferme'],
    [4, 9, [21, 23]],
  ],
  [
    [
      'Mur de soutènement RD 523',
      '38314',
      'Route départementale 523, 38530 Pontcharra',
      'Département de l’Isère',
      '2026-08-31',
      '2026-12-18',
      900,
    ],
    ['en_cours'],
    [2, 6, [14, 24]],
  ],
];

export const CHANTIERS: DemoChantier[] = SITES.map(([site, statuts, equipe]) => {
  const [nom, commune_insee, adresse, maitre_ouvrage, date_debut, date_fin, heures] = site;
  return {
    fields: { nom, commune_insee, adresse, maitre_ouvrage, date_debut, date_fin, minutes_estimees: heures * 60 },
    statuts,
    equipe,
  };
});

export const membresOf = ([conducteur, chef, ouvriers]: Equipe, ids: readonly string[]) => {
  const membre = (rank: number, role_chantier: RoleChantier) => ({ personne_id: ids[rank]!, role_chantier });
  return [membre(conducteur, 'conducteur'), membre(chef, 'chef'), ...ouvriers.map(rank => membre(rank, 'ouvrier'))];
};

/** Whose accounts are printed: one of each way of looking at the hub. */
export const ACCOUNTS: [qui: string, rank: number][] = [
  ['Administratrice', 0],
  ['Gestionnaire de paie', 1],
  ['Conducteur de travaux', 2],
  ['Chef de chantier', 5],
  ['Compagnon', 10],
];
