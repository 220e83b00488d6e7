// States of a connexion that cannot be brought about in a moment: the answers of the API, as the contract writes them,
// put before the real page. Whatever they do not name goes to the real hub.
import type { Page } from 'playwright-core';
import { ErpLink } from '../contract/erp-link.ts';
import { Import, LigneImport } from '../contract/import.ts';
import { Mapping } from '../contract/mapping.ts';
import { TravailEchoue } from '../contract/travail.ts';
import { nothingOf } from './envois/nothing.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const [MINUTE, DAY] = [60_000, 86_400_000];
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const dayAgo = (days: number) => ago(days * DAY).slice(0, 10);

export const LINK_ID = uuid(1);
export const RUN_ID = uuid(2);

const jours = Array.from({ length: 27 }, (_, index) => {
  const days = 26 - index;
  const failed = days === 9;
  return { jour: dayAgo(days), reussis: failed ? 0 : 60, partiels: days % 13 === 4 ? 3 : 0, echoues: failed ? 14 : 0 };
});

const LINK: ErpLink = {
  id: LINK_ID,
  version: 3,
  kind: 'costructor',
  kind_nom: 'Costructor',
  nom: 'Costructor',
  system: 'costructor',
  simulateur: true,
  compte: 'Gros Œuvre des Alpes',
  etat: 'active',
  probleme: null,
  settings: { base_url: 'http://127.0.0.1:33871/external/v1' },
  frequence: 'temps_reel',
  heure: '05:00',
  historique_mois: 24,
  ...{ relier_par_code: true, champs_app: [], heures: true },
  traits: {
    incremental: 'sorted_scan',
    deletions: 'sweep',
    write: 'create_delete',
    duplicates: 'none',
    day_holds_variables: false,
    hours: 'slots' as const,
  },
  signaux: {
    possibles: true,
    url: `https://hub.exemple.fr/api/v1/erp-links/${LINK_ID}/signaux`,
    dernier_at: ago(12 * MINUTE),
  },
  premier_import_at: ago(27 * DAY),
  derniere_reussite_at: ago(3 * MINUTE),
  prochaine_lecture_at: ago(-MINUTE),
  indisponible_depuis: null,
  prochain_essai_at: null,
  pause_jusqua: null,
  import_en_cours: null,
  compteurs: { chantiers: 231, a_relier: 0, mis_de_cote: 0, masques: 1 },
  jours,
  created_at: ago(27 * DAY),
  updated_at: ago(3 * MINUTE),
};
export const link = (own: Partial<ErpLink> = {}): ErpLink => ErpLink.parse({ ...LINK, ...own });
const NOTHING = {
  read: 0,
  created: 0,
  updated: 0,
  linked: 0,
  unchanged: 0,
  skipped: 0,
  set_aside: 0,
  to_map: 0,
  hidden: 0,
  gone: 0,
};

export const run = (own: Omit<Partial<Import>, 'compte'> & { compte?: Partial<Import['compte']> } = {}): Import =>
  Import.parse({
    id: RUN_ID,
    version: 7,
    link_id: LINK_ID,
    link_nom: 'Costructor',
    kind_nom: 'Costructor',
    simulateur: true,
    genre: 'initial',
    statut: 'succeeded',
    demande: 'manuelle',
    demande_par: 'Hélène Berthier',
    annonces: 248,
    pages: 3,
    essais: 0,
    prochain_essai_at: null,
    probleme: null,
    question: null,
    annulable: false,
    annule_at: null,
    created_at: ago(6 * MINUTE),
    started_at: ago(6 * MINUTE),
    finished_at: null,
    updated_at: ago(0),
    ...own,
    compte: { ...NOTHING, ...own.compte },
  } satisfies Import);

export const FIRST_DONE = {
  read: 248,
  created: 214,
  linked: 6,
  unchanged: 9,
  skipped: 14,
  set_aside: 5,
  to_map: 3,
  hidden: 1,
};

const LIGNES: Pick<LigneImport, 'libelle' | 'action' | 'raison' | 'champs' | 'chantier_code'>[] = [
  { libelle: 'Résidence Les Érables, bâtiment B', action: 'created', raison: null, champs: [], chantier_code: 'A118' },
  {
    libelle: 'Extension du groupe scolaire Jean-Jaurès',
    action: 'linked',
    raison: 'Même code que le chantier déjà ici.',
    champs: ['date_fin', 'adresse'],
    chantier_code: 'A004',
  },
  {
    libelle: 'Mur de soutènement RD 523',
    action: 'to_map',
    raison: 'Le statut « À chiffrer » de l’ERP n’est relié à aucun statut du hub.',
    champs: [],
    chantier_code: 'A121',
  },
  {
    libelle: 'pj_01hq8zk3m4',
    action: 'set_aside',
    raison: 'Le nom est vide : donnez-lui un nom dans l’ERP, il arrivera à la lecture suivante.',
    champs: [],
    chantier_code: null,
  },
  {
    libelle: 'Villa Montgellaz',
    action: 'skipped',
    raison: 'Fini depuis plus de 24 mois.',
    champs: [],
    chantier_code: null,
  },
];
export const lignes = LIGNES.map((ligne, index) =>
  LigneImport.parse({
    id: uuid(100 + index),
    external_id: `pj_01hq8zk3m${index}`,
    chantier_id: ligne.chantier_code ? uuid(200 + index) : null,
    at: ago(5 * MINUTE),
    ...ligne,
  } satisfies LigneImport),
);

export const mappings = (
  [
    ['À chiffrer', null, 'ouvert', 42],
    ['En travaux', null, 'en_cours', 96],
    ['Livré', null, null, 61],
    ['Perdu', 'ferme', 'ferme', 32],
  ] as const
).map(([libelle, valeur, proposition, chantiers], index) =>
  Mapping.parse({
    id: uuid(300 + index),
    version: 1,
    link_id: LINK_ID,
    noun: 'statut',
    external_id: `col_${index}`,
    libelle,
    valeur,
    proposition,
    chantiers,
    created_at: ago(DAY),
    updated_at: ago(DAY),
  } satisfies Mapping),
);

export const travaux = [
  TravailEchoue.parse({
    id: uuid(400),
    travail: 'imports.run',
    libelle: 'Import depuis l’ERP',
    contenu: `{"run_id":"${RUN_ID}"}`,
    erreur: null,
    essais: 5,
    fois: 3,
    demande_at: ago(2 * DAY),
    echoue_at: ago(40 * MINUTE),
  } satisfies TravailEchoue),
  TravailEchoue.parse({
    id: uuid(401),
    travail: 'sauvegardes.run',
    libelle: 'Sauvegarde de la base',
    contenu: '{}',
    erreur: 'ENOSPC: no space left on device, write',
    essais: 3,
    fois: 1,
    demande_at: ago(DAY),
    echoue_at: ago(5 * 60 * MINUTE),
  } satisfies TravailEchoue),
];

export type States = {
  links?: ErpLink[];
  runs?: Import[];
  mappings?: Mapping[];
  lignes?: LigneImport[];
  /** Any other path under /api/v1, with its answer. */
  more?: Record<string, unknown>;
};

export const page = (items: unknown[]) => ({ items, next_cursor: null });
/** To a GET of `path` in these states; undefined: ask the hub. */
function answerTo(path: string, genre: string | null, states: States): unknown {
  const run_id = /^\/imports\/([^/]+)/.exec(path)?.[1];
  if (states.more && path in states.more) return states.more[path];
  if (path === '/erp-links' && states.links) return { items: states.links };
  if (path.startsWith('/erp-links/')) return nothingOf(path) ?? states.links?.find(({ id }) => path.endsWith(id));
  if (path === '/imports' && states.runs) return page(states.runs.filter(one => genre === null || one.genre === genre));
  if (run_id)
    return path.endsWith('/lignes') ? page(states.lignes ?? []) : states.runs?.find(({ id }) => id === run_id);
  if (path === '/mappings' && states.mappings) return { items: states.mappings };
  return undefined;
}

/** From here on, until `page.unrouteAll()`, the page sees these states. */
export async function showStates(on: Page, states: States): Promise<void> {
  await on.route('**/api/v1/**', async route => {
    const { pathname, searchParams } = new URL(route.request().url());
    const path = pathname.replace('/api/v1', '');
    const stream = path.endsWith('/flux');
    const answer =
      route.request().method() === 'GET'
        ? answerTo(path.replace(/\/flux$/, ''), searchParams.get('genre'), states)
        : undefined;
    if (answer === undefined) return await route.fallback();
    const json = JSON.stringify(answer);
    // The browser is asked not to come back soon: this stream ends at once.
    if (stream)
      return await route.fulfill({
        contentType: 'text/event-stream',
        body: `retry: 600000\nevent: etat\ndata: ${json}\n\n`,
      });
    await route.fulfill({ contentType: 'application/json', body: json });
  });
}
