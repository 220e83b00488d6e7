// The pages of Intégrations in their main states, to be looked at and checked with the others (every-page.ts).
import type { Page } from 'playwright-core';
import { FIRST_DONE, LINK_ID, lignes, link, mappings, RUN_ID, run, type States, travaux } from './erp-states.ts';

const soon = () => new Date(Date.now() + 10 * 60_000).toISOString();
const past = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

const away = () =>
  link({
    probleme: { mot: 'unavailable', phrase: 'L’ERP ne répond pas.' },
    indisponible_depuis: past(12),
    prochain_essai_at: soon(),
    derniere_reussite_at: past(14),
  });
const refused = () =>
  link({
    etat: 'a_reconnecter',
    probleme: {
      mot: 'denied',
      phrase:
        'L’ERP refuse la clé depuis 14:05 : elle est inconnue ou révoquée. Copiez-en une nouvelle chez lui, puis choisissez « Reconnecter ».',
    },
  });
const finished = () =>
  run({ compte: FIRST_DONE, finished_at: past(2), statut: 'partial', annulable: true, updated_at: past(2) });
const reading = () =>
  run({
    statut: 'running',
    annonces: 1240,
    compte: { read: 700, created: 610, linked: 12, unchanged: 40, skipped: 34, set_aside: 4, to_map: 9 },
  });
const preview = () =>
  run({ genre: 'apercu', compte: FIRST_DONE, finished_at: past(1), statut: 'succeeded', updated_at: past(1) });
const fresh = () => link({ premier_import_at: null, derniere_reussite_at: null, jours: [], import_en_cours: null });
const relating = () => link({ compteurs: { chantiers: 231, a_relier: 3, mis_de_cote: 5, masques: 1 } });

/** `brief`: a state that differs little from another: seen once at each width and once in each theme. */
export type ErpLook = {
  brief?: true;
  name: string;
  path: string;
  states: () => States;
  prepare?: (page: Page) => Promise<unknown>;
};

const LINK = `/integrations/${LINK_ID}`;
const RUN = `/integrations/imports/${RUN_ID}`;
const withRuns = (one: ReturnType<typeof link>): States => ({ links: [one], runs: [finished()], mappings });

export const ERP_LOOKS: ErpLook[] = [
  { name: 'tableau-erp-en-panne', brief: true, path: '/', states: () => ({ links: [away()] }) },
  { name: 'integrations-vide', brief: true, path: '/integrations', states: () => ({ links: [] }) },
  {
    name: 'integrations',
    path: '/integrations',
    states: () => ({
      links: [
        relating(),
        link({ ...away(), id: RUN_ID, nom: 'Costructor Savoie', simulateur: false, system: 'costructor-2' }),
      ],
    }),
  },
  { name: 'connecter', brief: true, path: '/integrations/connecter', states: () => ({}) },
  { name: 'connecter-acces', path: '/integrations/connecter?erp=costructor', states: () => ({}) },
  {
    name: 'connecter-erreurs',
    brief: true,
    path: '/integrations/connecter?erp=costructor',
    states: () => ({}),
    prepare: page => page.getByRole('button', { name: /^Tester/ }).click(),
  },
  {
    name: 'connecter-teste',
    path: '/integrations/connecter?erp=costructor',
    states: () => ({}),
    prepare: async page => {
      const json = { compte: 'Gros Œuvre des Alpes', simulateur: true, chantiers: true, heures: true };
      await page.route('**/erp-links/test', route => route.fulfill({ json }));
      await page.getByLabel('Clé API').fill('cst_exemple');
      await page.getByRole('button', { name: /^Tester/ }).click();
      await page.getByRole('button', { name: 'Connecter' }).waitFor();
    },
  },
  {
    name: 'mise-en-route',
    brief: true,
    path: `${LINK}/mise-en-route`,
    states: () => ({ links: [fresh()], runs: [], mappings: [] }),
  },
  {
    name: 'mise-en-route-apercu',
    path: `${LINK}/mise-en-route`,
    states: () => ({ links: [fresh()], runs: [preview()], mappings, lignes }),
  },
  { name: 'connexion', path: LINK, states: () => withRuns(relating()) },
  {
    name: 'connexion-jours',
    brief: true,
    path: LINK,
    states: () => withRuns(relating()),
    prepare: page => page.getByText('Voir le tableau des jours').click(),
  },
  { name: 'connexion-en-panne', path: LINK, states: () => withRuns(away()) },
  { name: 'connexion-a-reconnecter', path: LINK, states: () => withRuns(refused()) },
  { name: 'connexion-en-pause', brief: true, path: LINK, states: () => withRuns(link({ etat: 'en_pause' })) },
  { name: 'connexion-reglages', path: `${LINK}?vue=reglages`, states: () => withRuns(link()) },
  { name: 'import-en-cours', path: RUN, states: () => ({ links: [link()], runs: [reading()], lignes }) },
  { name: 'import-fini', path: RUN, states: () => ({ links: [link()], runs: [finished()], lignes }) },
  {
    name: 'import-fini-filtre',
    brief: true,
    path: `${RUN}?action=set_aside`,
    states: () => ({
      links: [link()],
      runs: [finished()],
      lignes: lignes.filter(({ action }) => action === 'set_aside'),
    }),
  },
  {
    name: 'import-question',
    path: RUN,
    states: () => ({
      links: [link()],
      runs: [
        run({
          genre: 'complet',
          statut: 'paused',
          demande: 'automatique',
          demande_par: null,
          question: { kind: 'liste_courte', connus: 240, lus: 112, absents: 128 },
          compte: { read: 112, unchanged: 112 },
        }),
      ],
    }),
  },
  {
    name: 'travaux-aucun',
    brief: true,
    path: '/travaux-echoues',
    states: () => ({ more: { '/travaux-echoues': { items: [] } } }),
  },
  { name: 'travaux', path: '/travaux-echoues', states: () => ({ more: { '/travaux-echoues': { items: travaux } } }) },
  {
    name: 'import-en-attente',
    brief: true,
    path: RUN,
    states: () => ({
      links: [away()],
      runs: [
        run({
          ...reading(),
          statut: 'waiting',
          probleme: { mot: 'unavailable', phrase: 'L’ERP ne répond pas depuis 14:05, nouvel essai à 14:20.' },
          prochain_essai_at: soon(),
          essais: 3,
        }),
      ],
    }),
  },
];
