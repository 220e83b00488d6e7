// Hours in their states, some of which need weeks or two people to come about: the answers of the API, as the contract writes
// them, put before the real pages. Whatever they do not name goes to the real hub.
import type { Page } from 'playwright-core';
import { ajouterJours, joursDe, lundiDe, semaineDe } from '../contract/calendrier.ts';
import { FeuilleHeures, HistoriqueFeuille, type SemaineHeures } from '../contract/feuille.ts';
import { ChangementPointage, EquipeDuJour, Pointage } from '../contract/pointage.ts';
import { semaine } from './heure-weeks.ts';

export const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const AT = new Date(Date.now() - 3 * 3_600_000).toISOString();
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(Date.now());
export const SEMAINE = semaineDe(TODAY);
export const JOURS = joursDe(SEMAINE);
const HORAIRE = [420, 420, 420, 420, 420, 0, 0];
const PLAGES = [
  { debut: '08:00', fin: '12:00' },
  { debut: '13:00', fin: '16:00' },
];
export const CHANTIERS = [
  { id: uuid(31), code: 'A014', nom: 'Résidence Les Tilleuls', couleur: '#2f6fb3' },
  { id: uuid(32), code: 'A015', nom: 'Mur de soutènement RD 523', couleur: '#b3261e' },
];
const [TILLEULS, MUR] = CHANTIERS as [(typeof CHANTIERS)[0], (typeof CHANTIERS)[0]];
export const PEOPLE = [
  ['Blanc', 'Paul'],
  ['Da Silva', 'Maria'],
  ['Lefèvre-Montgolfier', 'Jean-Baptiste'],
  ['Nguyen', 'Thi'],
  ['Perrin', 'Loïc'],
  ['Yilmaz', 'Emre'],
] as const;

let n = 100;
export const pointage = (own: Partial<Pointage> = {}): Pointage =>
  Pointage.parse({
    id: uuid(n++),
    version: 2,
    personne_id: uuid(1),
    nom: 'Blanc',
    prenom: 'Paul',
    chantier_id: TILLEULS.id,
    chantier_code: TILLEULS.code,
    chantier_nom: TILLEULS.nom,
    couleur: TILLEULS.couleur,
    jour: JOURS[0]!,
    semaine: SEMAINE,
    minutes: 420,
    plages: PLAGES,
    panier: null,
    zone: null,
    commentaire: null,
    statut: 'soumis',
    revision: 1,
    origine: 'saisie',
    affectation_id: null,
    saisi_par: uuid(1),
    soumis_at: AT,
    valide_at: null,
    valide_par: null,
    motif_rejet: null,
    valide: null,
    created_at: AT,
    updated_at: AT,
    ...own,
  } satisfies Pointage);

const proposes = (jours: string[]): FeuilleHeures['proposes'] =>
  jours.map((jour, index) => ({
    affectation_id: uuid(60 + index),
    chantier_id: TILLEULS.id,
    chantier_code: TILLEULS.code,
    chantier_nom: TILLEULS.nom,
    couleur: TILLEULS.couleur,
    jour,
    minutes: 420,
    plages: PLAGES,
  }));

const WEEK = (): Pointage[] => [
  pointage({ statut: 'valide', valide_at: AT, panier: true, zone: '2' }),
  pointage({
    jour: JOURS[1]!,
    minutes: 300,
    plages: [],
    statut: 'rejete',
    motif_rejet: 'Le chantier était fermé l’après-midi.',
  }),
  pointage({
    jour: JOURS[1]!,
    chantier_id: MUR.id,
    chantier_code: MUR.code,
    chantier_nom: MUR.nom,
    couleur: MUR.couleur,
    minutes: 135,
    plages: [],
    commentaire: 'Coffrage du voile 3, avec la pompe à béton en retard de deux heures',
  }),
  pointage({ jour: JOURS[2]!, minutes: 615, plages: [] }),
];

export const feuille = (own: Partial<FeuilleHeures> = {}): FeuilleHeures =>
  FeuilleHeures.parse({
    id: uuid(9),
    version: 3,
    personne_id: uuid(1),
    nom: 'Blanc',
    prenom: 'Paul',
    type_personne: 'employe',
    semaine: SEMAINE,
    debut: JOURS[0]!,
    fin: JOURS[6]!,
    statut: 'rejete',
    minutes: 1470,
    autres_minutes: 0,
    horaire: HORAIRE,
    cloturee: false,
    pointages: WEEK(),
    absences: [{ absence_id: uuid(8), jour: JOURS[3]!, moment: 'matin', motif: null }],
    proposes: proposes(JOURS.slice(3, 5)),
    signature: { at: AT, par: uuid(1), appareil: 'Chrome sur Android', refus: null, caduque: true },
    contestation: { at: AT, commentaire: 'Il manque le déplacement de mardi', reponse: null, reponse_at: null },
    empreinte: 'a'.repeat(64),
    alertes: [
      { code: 'jour_long', personne_id: uuid(1), jour: JOURS[2]!, semaine: SEMAINE, minutes: 615, plafond: 600 },
    ],
    peut: { saisir: true, valider: true, signer: true, contester: true },
    ...own,
  } satisfies FeuilleHeures);

/** A week before anything of it is entered. */
export const fresh = (own: Partial<FeuilleHeures> = {}): FeuilleHeures =>
  feuille({
    id: null,
    version: 0,
    statut: null,
    minutes: 0,
    pointages: [],
    absences: [],
    proposes: proposes(JOURS),
    signature: null,
    contestation: null,
    empreinte: null,
    alertes: [],
    ...own,
  });

const contenu = (minutes: number) => ({
  minutes,
  plages: [],
  panier: null,
  zone: null,
  commentaire: null,
  chantier_id: TILLEULS.id,
});
/** The pointage that the history speaks of: the first line of the week of many. */
export const CHANGED = uuid(5000);
const HISTORY = [
  ChangementPointage.parse({
    id: uuid(41),
    at: AT,
    pointage_id: CHANGED,
    jour: JOURS[1]!,
    revision: 2,
    geste: 'modifie',
    auteur_id: uuid(77),
    auteur: 'Hélène Berthier',
    motif: 'Le chantier fermait à 13 h',
    avant: contenu(420),
    apres: contenu(300),
  } satisfies ChangementPointage),
];

/** Signed, then changed and refused. */
const SIGNATURES = [
  {
    at: AT,
    par: uuid(1),
    appareil: 'Chrome sur Android',
    empreinte: 'b'.repeat(64),
    refus: 'Il manque le panier de mardi',
  },
  {
    at: new Date(Date.now() - 5 * 86_400_000).toISOString(),
    par: uuid(1),
    appareil: 'Chrome sur Android',
    empreinte: 'c'.repeat(64),
    refus: null,
  },
];

export const equipe = (): EquipeDuJour =>
  EquipeDuJour.parse({
    chantier_id: TILLEULS.id,
    chantier_code: TILLEULS.code,
    chantier_nom: TILLEULS.nom,
    couleur: TILLEULS.couleur,
    jour: TODAY,
    cloturee: false,
    zone: '2',
    personnes: PEOPLE.map(([nom, prenom], index) => ({
      personne_id: uuid(10 + index),
      nom,
      prenom,
      type_personne: index === 3 ? 'interimaire' : 'employe',
      attendue: index === 5 ? 'equipe' : 'planning',
      propose: { minutes: 420, plages: PLAGES },
      pointage: null,
      autres_minutes: index === 4 ? 120 : 0,
      absence: index === 2 ? 'journee' : null,
    })),
  } satisfies EquipeDuJour);

export type Hours = { feuille?: FeuilleHeures; semaine?: SemaineHeures; equipe?: EquipeDuJour };

/** From here on, until `page.unrouteAll()`, the page sees these hours. */
export async function showHours(page: Page, hours: Hours): Promise<void> {
  const before = semaineDe(ajouterJours(lundiDe(SEMAINE), -7));
  const answers: [path: RegExp, answer: unknown][] = [
    [
      /\/feuilles-heures\/[^/]+\/[^/]+\/historique/,
      HistoriqueFeuille.parse({ items: HISTORY, signatures: SIGNATURES }),
    ],
    [new RegExp(`/feuilles-heures/[^/]+/${before}$`), fresh({ proposes: [] })],
    [/\/feuilles-heures\/[^/]+\/[^/]+$/, hours.feuille ?? feuille()],
    [/\/heures\/semaine\?/, hours.semaine ?? semaine(14)],
    [/\/pointages\/equipe\?/, hours.equipe ?? equipe()],
  ];
  // What is declared last is asked first.
  for (const [path, answer] of answers.toReversed())
    await page.route(path, route =>
      route.request().method() === 'GET' ? route.fulfill({ json: answer }) : route.fallback(),
    );
}
