// The chantiers of the demonstration company, on real communes.
import type { CreateChantier } from '#contract/chantier.ts';
import type { RoleChantier, StatutChantier } from '#contract/values.ts';

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
  place: [latitude: number, longitude: number],
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
      [45.5023, 6.0561],
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
      [45.5733, 5.9057],
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
      [45.6998, 5.89],
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
      [45.5617, 5.9664],
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
      [45.6756, 6.3925],
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
      [45.1949, 5.706],
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
      [45.366, 5.587],
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
      [45.279, 5.881],
    ],
    [],
    [3, 7, []],
  ],
  [
    [
      'Immeuble Le Semnoz',
      '74010',
      '8 avenue de Loverchy, 74000 Annecy',
      'Halpades',
      '2025-09-01',
      '2026-10-30',
      9900,
      [45.892, 6.123],
    ],
    ['en_cours', 'receptionne'],
    [2, 8, [10, 13, 20]],
  ],
  [
    [
      'Caserne de pompiers',
      '74225',
      'Route de la Fuly, 74150 Rumilly',
      'SDIS 74',
      '2025-05-12',
      '2026-07-24',
      5300,
      [45.865, 5.944],
    ],
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
      [45.276, 6.344],
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
      [45.465, 6.015],
    ],
    ['en_cours'],
    [2, 6, [14, 24]],
  ],
];

/** Their codes are those of a new company, said here: the ERP of the demonstration knows its chantiers by them. */
export const CHANTIERS: DemoChantier[] = SITES.map(([site, statuts, equipe], rank) => {
  const [nom, commune_insee, adresse, maitre_ouvrage, date_debut, date_fin, heures, [latitude, longitude]] = site;
  const code = `A${String(rank + 1).padStart(3, '0')}`;
  const place = { commune_insee, adresse, latitude, longitude };
  return {
    fields: { code, nom, ...place, maitre_ouvrage, date_debut, date_fin, minutes_estimees: heures * 60 },
    statuts,
    equipe,
  };
});

export const membresOf = ([conducteur, chef, ouvriers]: Equipe, ids: readonly string[]) => {
  const membre = (rank: number, role_chantier: RoleChantier) => ({ personne_id: ids[rank]!, role_chantier });
  return [membre(conducteur, 'conducteur'), membre(chef, 'chef'), ...ouvriers.map(rank => membre(rank, 'ouvrier'))];
};
