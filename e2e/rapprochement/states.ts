// A week compared with the ERP, in states that need a company and somebody inside of its ERP to come about: the answers of the
// API, as the contract writes them, put before the real pages.
import type { Page } from 'playwright-core';
import { joursDe } from '../../contract/calendrier.ts';
import type { Chronologie } from '../../contract/chronologie.ts';
import type { ErpLink } from '../../contract/erp-link.ts';
import { CelluleRapprochement, Rapprochement, RapprochementRun } from '../../contract/rapprochement.ts';
import type { Verdict } from '../../contract/values.ts';
import { LINK_ID, link, showStates } from '../erp-states.ts';
import { ago, CHRONOLOGIE, uuid } from './chronologie-states.ts';

export const SEMAINE = '2026-W47';
const JOURS = joursDe(SEMAINE);

const NAMES = [
  ...['Arnaud Sophie', 'Benali Karim', 'Blanc Paul', 'Bouvier Mathis', 'Chevallier Inès', 'Da Silva Maria'],
  ...['Delacroix Hugo', 'Diallo Mamadou', 'Dubois Léa', 'El Amrani Youssef', 'Fernandes João', 'Garnier Lucas'],
  ...['Girard Camille', 'Haddad Nour', 'Jacquet Romain', 'Kowalski Piotr', 'Lefèvre-Montgolfier Jean-Baptiste'],
  ...['Lopez Diego', 'Marchand Élise', 'Mercier Théo', 'Moreau Chloé', 'Nguyen Thi', 'Okafor Samuel', 'Perrier Cédric'],
  ...['Perrin Loïc', 'Petit Gabriel', 'Pinto Rui', 'Renard Manon', 'Rey Antoine', 'Roche Julien', 'Rossi Marco'],
  ...[
    'Roux Adèle',
    'Sanchez Pablo',
    'Simon Nathan',
    'Tessier Maëlle',
    'Traoré Ibrahim',
    'Vidal Clément',
    'Yilmaz Emre',
  ],
];

type Odd = { verdict: Verdict | null; minutes?: number; erp?: number; wait?: number };
/** `rank day` → what is not as it should be. */
export type Odds = Record<string, Odd>;
const USUAL = [440, 440, 440, 440, 345, 0, 0];

const personne = (rank: number, odds: Odds, compared: boolean) => {
  const jours = JOURS.map((jour, index) => {
    const worked = rank === 900 || (rank % 9 === 4 && index === 2) ? 0 : USUAL[index]!;
    const usual = worked === 0 ? 0 : worked + ((rank * 5 + index * 10) % 4) * 15;
    const {
      verdict = usual > 0 ? 'egal' : null,
      minutes = usual,
      erp = minutes,
      wait = 0,
    }: Partial<Odd> = odds[`${rank} ${index}`] ?? {};
    const minutes_erp = compared ? erp : null;
    return { jour, verdict, minutes, minutes_erp, non_validees: wait, reparable: erp !== minutes };
  });
  const known = rank < 900;
  return {
    personne_id: known ? uuid(rank) : null,
    external_id: known ? null : 'usr_01hq8zk3m4',
    personne: rank < NAMES.length ? NAMES[rank]! : known ? `${NAMES[rank % NAMES.length]} ${rank}` : 'Vasseur Denis',
    minutes: jours.reduce((sum, { minutes }) => sum + minutes, 0),
    minutes_erp: compared ? jours.reduce((sum, day) => sum + day.minutes_erp!, 0) : null,
    jours,
  };
};

type Own = Partial<Omit<Rapprochement, 'personnes'>> & { people?: number; odds?: Odds; compared?: boolean };
export function grid({ people = NAMES.length, odds = {}, compared = true, ...own }: Own = {}): Rapprochement {
  const stranger = Object.keys(odds).some(key => key.startsWith('900 '));
  const personnes = [...Array.from({ length: people }, (_, rank) => rank), ...(stranger ? [900] : [])].map(rank =>
    personne(rank, odds, compared),
  );
  const totaux: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of personnes.flatMap(({ jours }) => jours))
    if (verdict) totaux[verdict] = (totaux[verdict] ?? 0) + 1;
  return Rapprochement.parse({
    link_id: LINK_ID,
    semaine: SEMAINE,
    compare_at: compared ? ago(3) : null,
    run: compared ? run({}) : null,
    personnes,
    totaux,
    ...own,
  });
}

export const run = (own: Partial<RapprochementRun>): RapprochementRun =>
  RapprochementRun.parse({
    ...{ id: uuid(800), link_id: LINK_ID, du: JOURS[0]!, au: JOURS[6]!, statut: 'succeeded', demande: 'manuelle' },
    ...{ demande_par: 'Nadia Lemoine', lues: 312, illisibles: 0, ecarts: 1, probleme: null, prochain_essai_at: null },
    ...{ created_at: ago(4), finished_at: ago(3), ...own },
  } satisfies RapprochementRun);

export const ONE_WRONG: Odds = { '23 1': { verdict: 'modifie', minutes: 440, erp: 360 } };
export const EVERY_KIND: Odds = {
  ...ONE_WRONG,
  '2 0': { verdict: 'manquant', erp: 0 },
  '6 3': { verdict: 'refuse', erp: 0 },
  '9 5': { verdict: 'en_trop', minutes: 0, erp: 120 },
  '12 4': { verdict: 'en_doute', erp: 0 },
  '15 1': { verdict: 'regularise', erp: 400 },
  '19 3': { verdict: 'reporte', erp: 400 },
  ...Object.fromEntries([0, 1, 2, 3, 4].map(day => [`17 ${day}`, { verdict: 'a_relier' as const, erp: 0 }])),
  '5 4': { verdict: 'a_envoyer', erp: 0 },
  '30 4': { verdict: 'a_envoyer', erp: 0 },
  '31 3': { verdict: null, minutes: 0, erp: 0, wait: 420 },
  '33 2': { verdict: 'modifie' },
  '900 2': { verdict: 'en_trop', minutes: 0, erp: 450 },
};

const LINE_IDS = [uuid(701), uuid(702)] as const;
const line = (rank: 0 | 1, minutes: number) => ({
  ...{ ligne_id: LINE_IDS[rank], marque: rank === 0 ? 'HC-2N9C' : 'HC-2N9D', pointage_id: uuid(711 + rank) },
  ...{ chantier: 'A014 Résidence Les Tilleuls', minutes, etat: 'sent' as const, retrait: null },
});
export const cell = (own: Partial<CelluleRapprochement> = {}): CelluleRapprochement =>
  CelluleRapprochement.parse({
    verdict: 'modifie',
    explication:
      'Ces heures ont été changées dans Costructor : « Réparer » les y remplace par celles qui sont validées ici. Si la semaine y est verrouillée, l’écart devient une régularisation.',
    reparation: 'remplacer',
    derniere_reparation: null,
    ici: [
      { ...line(0, 240), debut: '08:00', fin: '12:00', verdict: 'egal' },
      { ...line(1, 200), debut: '13:00', fin: '16:20', verdict: 'modifie' },
    ],
    la_bas: [
      { ...there(0), external_id: 'ts_01hq8zk3m4', minutes: 240, debut: '08:00', fin: '12:00' },
      { ...there(1), external_id: 'ts_01hq8zk3m5', minutes: 120, debut: '13:00', fin: '15:00' },
    ],
    ...own,
  });
const there = (rank: 0 | 1) => ({
  ...{ marque: rank === 0 ? 'HC-2N9C' : 'HC-2N9D', chantier: 'A014 Résidence Les Tilleuls' },
  ...{ ligne_id: LINE_IDS[rank], en_trop: false },
});
export const REPAIRING = cell({
  derniere_reparation: {
    ...{ id: uuid(720), reparation: 'remplacer', etat: 'running', raison: null, export_id: null },
    ...{ par: 'Nadia Lemoine', created_at: ago(0), finished_at: null },
  },
});

/** In a locked week: nothing moved there. */
export const REFUSED = cell({
  verdict: 'regularise',
  explication:
    'La semaine est verrouillée dans l’ERP : l’écart (+\u00a01\u00a0h\u00a020) n’y sera plus corrigé, il attend d’être reporté en régularisation.',
  reparation: null,
  derniere_reparation: {
    ...{ id: uuid(721), reparation: 'remplacer', etat: 'refused', export_id: uuid(730) },
    raison: 'Cette semaine est validée : elle ne peut plus être modifiée.',
    ...{ par: 'Nadia Lemoine', created_at: ago(2), finished_at: ago(1) },
  },
});

const REGLAGES = {
  ...{ link_id: LINK_ID, version: 1, possible: true, actif: true, frequence: 'hebdomadaire', jour: 1, heure: '06:00' },
  ...{ depuis: '2026-09-01', horaires_demandes: true, horaires_acceptes_at: ago(1440), prochain_at: null },
  ...{ arriere: { jours: 0, minutes: 0, premier: null }, updated_at: ago(1440) },
};

export type Shown = {
  link?: Partial<ErpLink>;
  links?: ErpLink[];
  grid?: Rapprochement | 403 | 500;
  cell?: CelluleRapprochement;
  chronologie?: Chronologie | 404;
  actif?: boolean;
};

const PROBLEMS = {
  403: { code: 'forbidden', title: 'Interdit', detail: 'Votre rôle ne le permet pas.' },
  404: {
    code: 'chronologie.not_found',
    title: 'Rien à raconter',
    detail: 'Ce chantier, ce pointage ou cette ligne n’existe pas ici, ou ne vous est pas visible.',
  },
  500: {
    code: 'internal',
    title: 'Erreur interne',
    detail: 'Une erreur de notre part. Réessayez dans quelques instants.',
  },
} as const;

async function refuse(page: Page, path: string, status: 403 | 404 | 500): Promise<void> {
  const json = { type: 'about:blank', status, ...PROBLEMS[status], request_id: uuid(750) };
  await page.route(`**/api/v1${path}?*`, route =>
    route.fulfill({ status, json, contentType: 'application/problem+json' }),
  );
}

export async function showRapprochement(page: Page, shown: Shown): Promise<void> {
  const { grid: seen = grid(), chronologie = CHRONOLOGIE } = shown;
  const more = {
    '/rapprochement': seen,
    '/rapprochement/cellule': shown.cell ?? cell(),
    '/chronologie': chronologie,
    [`/erp-links/${LINK_ID}/envoi-heures`]: { ...REGLAGES, actif: shown.actif ?? true },
  };
  await showStates(page, { links: shown.links ?? [link(shown.link)], more });
  if (typeof seen === 'number') await refuse(page, '/rapprochement', seen);
  if (typeof chronologie === 'number') await refuse(page, '/chronologie', chronologie);
}
export const PERSON = uuid(23);
