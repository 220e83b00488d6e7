// States of what leaves for an ERP, as the contract writes them; put before the real page by showStates (erp-states.ts).
import { ajouterJours, lundiAvant, semaineDe } from '../../contract/calendrier.ts';
import { Envoi, LigneEnvoi, ReglagesEnvoi, RegularisationErp, SemaineEnvois } from '../../contract/export.ts';
import { LINK_ID } from '../erp-states.ts';

export const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const MINUTE = 60_000;
export const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
const LUNDI = ajouterJours(lundiAvant(new Date().toISOString().slice(0, 10)), -7);
export const day = (n: number) => ajouterJours(LUNDI, n);
export const SEMAINE = semaineDe(LUNDI);
export const ENVOI_ID = uuid(500);
export const LIGNE_ID = uuid(601);

export const reglages = (own: Partial<ReglagesEnvoi> = {}): ReglagesEnvoi =>
  ReglagesEnvoi.parse({
    link_id: LINK_ID,
    version: 2,
    possible: true,
    actif: true,
    frequence: 'hebdomadaire',
    jour: 1,
    heure: '06:00',
    depuis: ajouterJours(LUNDI, -21),
    horaires_demandes: true,
    horaires_acceptes_at: ago(30_000),
    prochain_at: `${day(14)}T05:00:00.000Z`,
    arriere: { jours: 0, minutes: 0, premier: null },
    updated_at: ago(30_000),
    ...own,
  } satisfies ReglagesEnvoi);
export const NEVER_SET: Partial<ReglagesEnvoi> = {
  version: 0,
  actif: false,
  depuis: null,
  horaires_acceptes_at: null,
  prochain_at: null,
  arriere: { jours: 34, minutes: 14_280, premier: ajouterJours(LUNDI, -14) },
  updated_at: null,
};

const NOTHING: Envoi['compte'] = {
  personnes: 0,
  jours: 0,
  lignes: 0,
  to_send: 0,
  sent: 0,
  removed: 0,
  doubtful: 0,
  refused: 0,
  unmapped: 0,
  ignored: 0,
  rattrapage: 0,
  minutes: 0,
};
export const envoi = (own: Omit<Partial<Envoi>, 'compte'> & { compte?: Partial<Envoi['compte']> } = {}): Envoi =>
  Envoi.parse({
    id: ENVOI_ID,
    version: 4,
    link_id: LINK_ID,
    link_nom: 'Costructor',
    kind_nom: 'Costructor',
    simulateur: true,
    objet: 'heures',
    periode: SEMAINE,
    du: LUNDI,
    au: day(6),
    statut: 'running',
    demande: 'manuelle',
    demande_par: 'Hélène Berthier',
    par_minute: null,
    essais: 0,
    prochain_essai_at: null,
    pause_jusqua: null,
    probleme: null,
    created_at: ago(4),
    started_at: ago(4),
    finished_at: null,
    updated_at: ago(0),
    ...own,
    compte: { ...NOTHING, ...own.compte },
  } satisfies Envoi);

const HALF = {
  personnes: 38,
  jours: 184,
  lignes: 412,
  sent: 230,
  removed: 6,
  unmapped: 9,
  minutes: 96_600,
  to_send: 163,
};
const DONE = { ...HALF, sent: 383, refused: 8, doubtful: 2, ignored: 4, rattrapage: 21, minutes: 160_860, to_send: 0 };
export const sending = () => envoi({ par_minute: 58, compte: HALF });
export const held = () =>
  envoi({ compte: HALF, pause_jusqua: new Date(Date.now() + 6 * MINUTE).toISOString(), statut: 'waiting' });
export const finished = () => envoi({ statut: 'partial', compte: DONE, finished_at: ago(1) });
export const runs = (): Envoi[] => [
  sending(),
  envoi({ id: uuid(501), statut: 'partial', compte: DONE, started_at: ago(90), finished_at: ago(82) }),
  envoi({
    ...{ id: uuid(502), statut: 'failed', demande: 'automatique', demande_par: null, compte: {} },
    ...{ probleme: { mot: 'strange', phrase: 'Costructor a donné une réponse que le hub ne sait pas lire.' } },
    ...{ du: ajouterJours(LUNDI, -7), au: ajouterJours(LUNDI, -1), finished_at: ago(1600) },
  }),
  envoi({
    ...{ id: uuid(503), statut: 'succeeded', demande: 'automatique', demande_par: null, finished_at: ago(11_000) },
    ...{ du: ajouterJours(LUNDI, -14), au: ajouterJours(LUNDI, -8), compte: { ...HALF, sent: 397, unmapped: 0 } },
  }),
];

type Own = Partial<LigneEnvoi>;
const LINES: Own[] = [
  {
    ...{ personne: 'Luc Martin', etat: 'refused', minutes: 440, debut: '08:00', fin: '15:20', rattrapage: true },
    raison: {
      code: 'verrouille',
      phrase: 'La semaine est déjà validée dans Costructor : déverrouillez-la là-bas, puis relancez la ligne.',
    },
  },
  {
    ...{ personne: 'Inès Da Silva', etat: 'unmapped', minutes: 420, debut: '08:00', fin: '15:00', indicatif: true },
    raison: {
      code: 'personne_a_relier',
      phrase: 'Reliez cette personne à son compte dans Costructor : la ligne partira d’elle-même.',
    },
  },
  { personne: 'Mehdi Aïssa', etat: 'doubtful', minutes: 210, debut: '13:00', fin: '16:30', essais: 1 },
  {
    ...{
      personne: 'Paul Blanc',
      etat: 'sent',
      minutes: 450,
      debut: '08:00',
      fin: '15:30',
      external_id: 'tse_01hq8zk3m4',
    },
    remplace: { numero: 4, minutes: 420, debut: '08:00', fin: '15:00' },
  },
  { personne: 'Paul Blanc', etat: 'superseded', retrait: 'removed', minutes: 420, debut: '08:00', fin: '15:00' },
  {
    ...{ personne: 'Sophie Arnaud', etat: 'refused', minutes: 60, debut: '16:00', fin: '17:00' },
    raison: { code: 'chevauchement', phrase: 'Costructor refuse deux créneaux qui se croisent.' },
    ignoree: { at: ago(60), par: 'Hélène Berthier', note: 'Déjà saisie à la main là-bas' },
  },
];
export const lignes = LINES.map((own, index) =>
  LigneEnvoi.parse({
    id: uuid(601 + index),
    numero: 90 + index,
    marque: `HC-2N${index}C`,
    link_id: LINK_ID,
    run_id: ENVOI_ID,
    personne_id: uuid(700 + index),
    personne: '',
    jour: day(index % 5),
    pointage_id: uuid(800 + index),
    chantier_id: uuid(900),
    chantier: 'A118 – Résidence Les Érables, bâtiment B',
    minutes: 420,
    jour_erp: day(index % 5),
    debut: null,
    fin: null,
    indicatif: false,
    rattrapage: false,
    etat: 'sent',
    retrait: null,
    raison: null,
    external_id: null,
    remplace: null,
    essais: 1,
    tente_at: ago(3),
    envoye_at: own.etat === 'sent' ? ago(3) : null,
    ignoree: null,
    created_at: ago(4),
    updated_at: ago(3),
    ...own,
  } satisfies LigneEnvoi),
);

export const historique = {
  items: (
    [
      ['unmapped', { code: 'personne_a_relier', phrase: 'Reliez cette personne à son compte dans Costructor.' }, null],
      ['to_send', null, 'Hélène Berthier'],
      ['sending', null, null],
      ['refused', lignes[0]!.raison, null],
    ] as const
  ).map(([etat, raison, par], index) => {
    return { at: ago(10 - index * 2), etat, retrait: null, raison, run_id: index > 1 ? ENVOI_ID : null, par };
  }),
};

const WEEK: [string, number, number, SemaineEnvois['personnes'][number]['par_etat']][] = [
  ['Sophie Arnaud', 2100, 2100, { sent: 6 }],
  ['Mehdi Aïssa', 2310, 2100, { sent: 9, doubtful: 1 }],
  ['Paul Blanc', 2130, 2130, { sent: 5 }],
  ['Inès Da Silva', 2100, 0, { unmapped: 5 }],
  ['Jérôme Favre', 2100, 0, {}],
  ['Luc Martin', 2120, 1680, { sent: 8, refused: 2 }],
  ['Karim Rey', 2100, 1260, { sent: 6, to_send: 4 }],
  ['Yann Vuillermoz', 1680, 2100, { sent: 5 }],
];
export const semaine = SemaineEnvois.parse({
  semaine: SEMAINE,
  personnes: WEEK.map(([personne, minutes_validees, minutes_dans_erp, par_etat], index) => {
    const total = Object.values(par_etat).reduce((sum, count) => sum + count, 0);
    return {
      personne_id: uuid(700 + index),
      personne,
      minutes_validees,
      minutes_dans_erp,
      lignes: total,
      par_etat,
      ignorees: 0,
    };
  }),
} satisfies SemaineEnvois);

export const regularisations = (
  [
    ['Luc Martin', 90, 'verrouille', 'La semaine est validée dans Costructor.', null],
    ['Paul Blanc', -420, 'periode_cloturee', 'Le mois de paie 10/2026 est clôturé.', null],
    [
      'Sophie Arnaud',
      60,
      'chantier_ferme',
      'Le chantier est archivé dans Costructor.',
      'Ajouté au bulletin de novembre',
    ],
  ] as const
).map(([personne, minutes, code, phrase, noted], index) =>
  RegularisationErp.parse({
    id: uuid(950 + index),
    link_id: LINK_ID,
    personne_id: uuid(700 + index),
    personne,
    jour: day(index),
    chantier_id: uuid(900),
    chantier: 'A118 – Résidence Les Érables, bâtiment B',
    minutes,
    raison: { code, phrase },
    at: ago(200),
    reportee: noted ? { at: ago(30), par: 'Hélène Berthier', note: noted } : null,
  } satisfies RegularisationErp),
);
