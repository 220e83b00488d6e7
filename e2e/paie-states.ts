// The states of a month of pay: the answers of the API, as the contract writes them, put before the real pages (every-page.ts).

import type { Page } from 'playwright-core';
import type { LigneEnvoi } from '../contract/export.ts';
import { MoisPaie, type PeriodePaie, PretPourLaPaie, Regularisation, VariablePaie } from '../contract/paie.ts';
import type { PointPaie } from '../contract/values.ts';
import { lignes } from './envois/states.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(700 + n).padStart(12, '0')}`;
export const MOIS = '2026-10';
const PEOPLE = [
  ['Arnaud', 'Sophie'],
  ['Blanc', 'Paul'],
  ['El Amrani', 'Youssef'],
  ['Fernandes', 'João'],
  ['Garnier-Delacroix', 'Marie-Hélène'],
  ['Perrier', 'Cédric'],
] as const;
const nameOf = (n: number) => `${PEOPLE[n]![1]} ${PEOPLE[n]![0]}`;

export const OUVERTE: PeriodePaie = {
  mois: MOIS,
  version: 0,
  debut: '2026-10-01',
  fin: '2026-10-31',
  etat: 'ouverte',
  cloturee_at: null,
  cloturee_par: null,
  reouvertures: [],
};
export const CLOTUREE: PeriodePaie = {
  ...OUVERTE,
  version: 4,
  etat: 'cloturee',
  cloturee_at: '2026-11-03T16:12:00.000Z',
  cloturee_par: 'Nadia Lemoine',
  reouvertures: [
    { at: '2026-11-03T09:40:00.000Z', par: 'Nadia Lemoine', motif: 'Paniers de Garnier oubliés la semaine 42' },
  ],
};

type Point = PretPourLaPaie['points'][number];
type Ligne = Point['lignes'][number];
const CODES: [PointPaie, boolean][] = [
  ['jours_manquants', true],
  ['non_soumis', true],
  ['non_valides', true],
  ['rejetes', true],
  ['contestes', true],
  ['absences_a_preciser', true],
  ['a_relier', false],
  ['non_signees', false],
];
const ligne = (n: number, more: Partial<Ligne>): Ligne => ({
  personne_id: uuid(n),
  nom: nameOf(n),
  chantier_id: null,
  chantier: null,
  semaine: null,
  jours: [],
  minutes: null,
  ...more,
});
const FOUND: Partial<Record<PointPaie, Ligne[]>> = {
  jours_manquants: [
    ligne(1, { jours: ['2026-10-02', '2026-10-05', '2026-10-06'] }),
    ligne(4, { jours: ['2026-10-23'] }),
  ],
  non_valides: [
    ligne(2, { semaine: '2026-W42', jours: ['2026-10-12', '2026-10-13'], minutes: 880 }),
    ligne(3, { semaine: '2026-W42', jours: ['2026-10-12'], minutes: 440 }),
    ligne(3, { semaine: '2026-W43', jours: ['2026-10-19'], minutes: 420 }),
  ],
  absences_a_preciser: [ligne(5, { jours: ['2026-10-29', '2026-10-30'] })],
  a_relier: [
    ligne(0, {
      personne_id: null,
      nom: null,
      chantier_id: uuid(90),
      chantier: 'A012 – Résidence Les Tilleuls',
      minutes: 9240,
    }),
  ],
};
export const pret = (periode: PeriodePaie, found: typeof FOUND): PretPourLaPaie =>
  PretPourLaPaie.parse({
    mois: MOIS,
    periode,
    pret: Object.keys(found).length === 0,
    personnes: PEOPLE.length,
    points: CODES.map(([code, bloquant]) => ({
      code,
      bloquant,
      n: found[code]?.length ?? 0,
      lignes: found[code] ?? [],
    })),
  } satisfies PretPourLaPaie);

const RUBRIQUES: MoisPaie['rubriques'] = [
  { code: 'heures_normales', libelle: 'Heures normales', unite: 'minutes', groupe: 'heures' },
  { code: 'heures_sup_25', libelle: 'Heures supplémentaires à 25 %', unite: 'minutes', groupe: 'heures' },
  { code: 'panier_repas', libelle: 'Panier repas', unite: 'nombre', groupe: 'indemnites' },
  { code: 'indemnite_trajet', libelle: 'Indemnité de trajet', unite: 'nombre', groupe: 'indemnites' },
  { code: 'prime_exceptionnelle', libelle: 'Prime exceptionnelle', unite: 'centimes', groupe: 'primes' },
  { code: 'conges_payes', libelle: 'Congés payés', unite: 'jours', groupe: 'absences' },
  { code: 'rtt', libelle: 'RTT', unite: 'jours', groupe: 'absences' },
];
const TOTAUX: Record<string, number>[] = [
  { heures_normales: 9100, panier_repas: 20, indemnite_trajet: 21 },
  { heures_normales: 8680, heures_sup_25: 440, panier_repas: 19, indemnite_trajet: 20, prime_exceptionnelle: 123_450 },
  { heures_normales: 7980, panier_repas: 18, indemnite_trajet: 18, conges_payes: 250 },
  { heures_normales: 9100, heures_sup_25: 1260, panier_repas: 21, indemnite_trajet: 21 },
  { heures_normales: 8680, panier_repas: 17, indemnite_trajet: 20, prime_exceptionnelle: 4550 },
  { heures_normales: 7560, panier_repas: 16, indemnite_trajet: 16, conges_payes: 300 },
];
export const mois = (personnes: number): MoisPaie =>
  MoisPaie.parse({
    mois: MOIS,
    rubriques: RUBRIQUES,
    personnes: PEOPLE.slice(0, personnes).map(([nom, prenom], n) => {
      const minutes = (TOTAUX[n]!['heures_normales'] ?? 0) + (TOTAUX[n]!['heures_sup_25'] ?? 0);
      return {
        personne_id: uuid(n),
        nom,
        prenom,
        matricule: `M0${n + 1}`,
        type_personne: 'employe',
        minutes,
        minutes_validees: n === 2 ? minutes - 880 : minutes,
        totaux: TOTAUX[n]!,
      };
    }),
  } satisfies MoisPaie);

export const REGULARISATIONS = [
  Regularisation.parse({
    id: uuid(50),
    at: '2026-10-07T08:00:00.000Z',
    personne_id: uuid(3),
    nom: PEOPLE[3][0],
    prenom: PEOPLE[3][1],
    chantier_id: uuid(90),
    jour: '2026-09-24',
    mois_origine: '2026-09',
    mois: MOIS,
    rubrique: 'heures_normales',
    quantite: -90,
    motif: 'Parti à 15 h, dit par le chef le 7 octobre',
    auteur: 'Nadia Lemoine',
  } satisfies Regularisation),
];

type Line = Partial<VariablePaie> & Pick<VariablePaie, 'jour' | 'rubrique' | 'libelle' | 'unite' | 'quantite'>;
const variable = (n: number, line: Line): VariablePaie =>
  VariablePaie.parse({
    id: uuid(60 + n),
    version: 1,
    personne_id: uuid(1),
    nom: PEOPLE[1][0],
    prenom: PEOPLE[1][1],
    matricule: 'M02',
    zone: null,
    chantier_id: null,
    origine: 'auto',
    commentaire: null,
    created_at: '2026-10-02T08:00:00.000Z',
    updated_at: '2026-10-02T08:00:00.000Z',
    ...line,
  } satisfies VariablePaie);
const heures = { rubrique: 'heures_normales', libelle: 'Heures normales', unite: 'minutes', quantite: 420 } as const;
const panier = { rubrique: 'panier_repas', libelle: 'Panier repas', unite: 'nombre', quantite: 1 } as const;
const VARIABLES = [
  variable(1, { ...heures, jour: '2026-10-01' }),
  variable(2, { ...panier, jour: '2026-10-01' }),
  variable(3, {
    ...panier,
    rubrique: 'indemnite_trajet',
    libelle: 'Indemnité de trajet',
    zone: '1B',
    jour: '2026-10-01',
  }),
  variable(4, { ...heures, quantite: 440, jour: '2026-10-07' }),
  variable(5, {
    ...panier,
    quantite: 0,
    jour: '2026-10-07',
    origine: 'main',
    commentaire: 'Repas offert par le client',
  }),
  variable(6, {
    rubrique: 'prime_exceptionnelle',
    libelle: 'Prime exceptionnelle',
    unite: 'centimes',
    quantite: 123_450,
    jour: '2026-10-07',
    origine: 'main',
  }),
];

type Month = { pret: PretPourLaPaie; mois: MoisPaie; regularisations: Regularisation[]; lignes?: LigneEnvoi[] };
export type Answers = Month | 'failed';
export const BEHIND: Answers = {
  ...{ pret: pret(OUVERTE, FOUND), mois: mois(6), regularisations: REGULARISATIONS },
  lignes: lignes.filter(({ etat }) => ['refused', 'unmapped', 'doubtful'].includes(etat)),
};

export async function showPaie(page: Page, answers: Answers): Promise<void> {
  const put = (path: string, body: unknown) => page.route(`**/api/v1/${path}`, route => route.fulfill({ json: body }));
  if (answers === 'failed') {
    await page.route('**/api/v1/paie/**', route =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        json: {
          type: 'about:blank',
          title: 'Erreur du hub',
          status: 500,
          code: 'internal',
          detail:
            'Une erreur de notre part. Réessayez ; si cela recommence, donnez l’identifiant à votre administrateur.',
          request_id: uuid(99),
        },
      }),
    );
    return;
  }
  await put('paie/pret?*', answers.pret);
  await put('paie/mois/*', answers.mois);
  await put('regularisations?*', { items: answers.regularisations, next_cursor: null });
  await put('lignes-envoi?*', { items: answers.lignes ?? [], next_cursor: null });
  await put('variables-paie?*', { items: VARIABLES, next_cursor: null });
}
