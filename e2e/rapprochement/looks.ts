// The rapprochement and the chronologie in their states, to be looked at and checked with the others (../every-page.ts).
import type { Page } from 'playwright-core';
import { link } from '../erp-states.ts';
import { CHRONOLOGIE_CHANTIER, SUBJECT } from './chronologie-states.ts';
import { cell, EVERY_KIND, grid, ONE_WRONG, PERSON, REFUSED, REPAIRING, run, SEMAINE, type Shown } from './states.ts';

/** `brief`: a state that differs little from another: seen once at each width and once in each theme. */
type RapprochementLook = {
  name: string;
  path: string;
  brief?: true;
  shown: () => Shown;
  prepare?: (page: Page) => Promise<unknown>;
};

const AT = `/rapprochement?semaine=${SEMAINE}`;
const CELL = `${AT}&personne=${PERSON}&jour=2026-11-17`;
const soon = () => new Date(Date.now() + 8 * 60_000).toISOString();
const past = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const one = (): Shown => ({ grid: grid({ odds: ONE_WRONG }) });
const press = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name }).click();

export const RAPPROCHEMENT_LOOKS: RapprochementLook[] = [
  { name: 'rapprochement', path: AT, shown: one },
  { name: 'rapprochement-toutes-les-marques', path: AT, shown: () => ({ grid: grid({ odds: EVERY_KIND }) }) },
  { name: 'rapprochement-egal', brief: true, path: AT, shown: () => ({}) },
  { name: 'rapprochement-ecarts', path: `${AT}&ecarts=oui`, shown: () => ({ grid: grid({ odds: EVERY_KIND }) }) },
  { name: 'rapprochement-aucun-ecart', brief: true, path: `${AT}&ecarts=oui`, shown: () => ({}) },
  {
    name: 'rapprochement-jamais-compare',
    brief: true,
    path: AT,
    shown: () => ({ grid: grid({ people: 12, compared: false, odds: { '3 4': { verdict: 'a_envoyer' } } }) }),
  },
  {
    name: 'rapprochement-en-cours',
    path: AT,
    shown: () => ({
      grid: grid({ people: 12, odds: ONE_WRONG, run: run({ statut: 'running', finished_at: null, lues: 140 }) }),
    }),
  },
  {
    name: 'rapprochement-en-attente',
    brief: true,
    path: AT,
    shown: () => ({
      grid: grid({
        people: 12,
        run: run({
          statut: 'waiting',
          finished_at: null,
          prochain_essai_at: soon(),
          probleme: {
            mot: 'unavailable',
            phrase: 'Costructor ne répond pas : la comparaison reprendra toute seule.',
          },
        }),
      }),
    }),
  },
  {
    name: 'rapprochement-echoue',
    brief: true,
    path: AT,
    shown: () => ({
      grid: grid({
        people: 12,
        compare_at: past(31),
        run: run({
          statut: 'failed',
          probleme: {
            mot: 'strange',
            phrase: 'Costructor a donné une réponse que le hub ne sait pas lire : le journal du hub dit laquelle.',
          },
        }),
      }),
    }),
  },
  {
    name: 'rapprochement-a-reconnecter',
    brief: true,
    path: AT,
    shown: () => ({ grid: grid({ people: 12, compare_at: past(31) }), link: { etat: 'a_reconnecter' } }),
  },
  { name: 'rapprochement-vide', brief: true, path: AT, shown: () => ({ grid: grid({ people: 0, compared: false }) }) },
  {
    name: 'rapprochement-pas-active',
    brief: true,
    path: AT,
    shown: () => ({ grid: grid({ people: 0, compared: false }), actif: false }),
  },
  {
    name: 'rapprochement-sans-connexion',
    brief: true,
    path: AT,
    shown: () => ({ links: [link({ traits: { ...link().traits, hours: 'none' } })] }),
  },
  { name: 'rapprochement-refuse', brief: true, path: AT, shown: () => ({ grid: 403 }) },
  { name: 'rapprochement-en-panne', brief: true, path: AT, shown: () => ({ grid: 500 }) },
  { name: 'rapprochement-case', path: CELL, shown: one },
  {
    name: 'rapprochement-case-histoire',
    path: CELL,
    shown: one,
    prepare: async page => {
      await page.getByText('HC-2N9D ·').click();
      await page.getByText('Comparé avec Costructor : modifié là-bas').waitFor();
    },
  },
  { name: 'rapprochement-reparer', path: CELL, shown: one, prepare: page => press(page, 'Réparer') },
  { name: 'rapprochement-repare', brief: true, path: CELL, shown: () => ({ ...one(), cell: REPAIRING }) },
  {
    name: 'rapprochement-repare-verrouille',
    brief: true,
    path: CELL,
    shown: () => ({ grid: grid({ odds: { '23 1': { verdict: 'regularise', erp: 360 } } }), cell: REFUSED }),
  },
  {
    name: 'rapprochement-case-manquante',
    brief: true,
    path: CELL,
    shown: () => ({
      ...one(),
      cell: cell({
        verdict: 'manquant',
        reparation: 'envoyer',
        explication:
          'Ces heures étaient dans Costructor et n’y sont plus : quelqu’un les y a sans doute supprimées. « Réparer » regarde une fois de plus, puis les renvoie.',
        la_bas: cell().la_bas.slice(0, 1),
      }),
    }),
  },
  { name: 'chronologie', path: `/chronologie?objet=ligne_envoi&id=${SUBJECT}`, shown: () => ({}) },
  {
    name: 'chronologie-chantier',
    brief: true,
    path: `/chronologie?objet=chantier&id=${SUBJECT}`,
    shown: () => ({ chronologie: CHRONOLOGIE_CHANTIER }),
  },
  {
    name: 'chronologie-vide',
    brief: true,
    path: `/chronologie?objet=pointage&id=${SUBJECT}`,
    shown: () => ({ chronologie: { ...CHRONOLOGIE_CHANTIER, etapes: [] } }),
  },
  {
    name: 'chronologie-inconnue',
    brief: true,
    path: `/chronologie?objet=pointage&id=${SUBJECT}`,
    shown: () => ({ chronologie: 404 }),
  },
  { name: 'chronologie-de-rien', brief: true, path: '/chronologie', shown: () => ({}) },
];
