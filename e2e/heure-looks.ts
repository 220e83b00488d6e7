// The pages of hours in their main states, to be looked at and checked with the others (every-page.ts).
import type { Page } from 'playwright-core';
import type { ResultatGeste } from '../contract/feuille.ts';
import { CHANGED, CHANTIERS, feuille, fresh, type Hours, JOURS, SEMAINE, uuid } from './heure-states.ts';
import { semaine } from './heure-weeks.ts';

export type HourLook = { name: string; path: string; hours?: () => Hours; prepare?: (page: Page) => Promise<unknown> };

const FEUILLE = `/heures/0199c8f0-6f4a-7000-8000-000000000001/${SEMAINE}`;
const on = (jour: string) => `/heures/jour?jour=${jour}`;
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const choose = async (page: Page) => {
  for (const name of ['Blanc Paul', 'Da Silva Maria'])
    await page.getByRole('checkbox', { name: `Choisir ${name}` }).check();
};

const refuse = (pointage_id: string, code: string) => ({ pointage_id, code });
/** Two lines that moved, one of them while nobody was looking at it, and one that is not theirs to validate. */
const REFUSED = {
  faits: 6,
  deja: 0,
  refuses: [
    refuse(CHANGED, 'precondition.failed'),
    refuse(uuid(5001), 'precondition.failed'),
    refuse(uuid(5002), 'pointage.validation_refusee'),
  ],
  feuilles: 1,
  alertes: [],
} satisfies ResultatGeste;

export const HOUR_LOOKS: HourLook[] = [
  { name: 'heures-jour-prevu', path: on(JOURS[0]!), hours: () => ({ feuille: fresh() }) },
  {
    name: 'heures-jour-autre',
    path: on(JOURS[0]!),
    hours: () => ({ feuille: fresh() }),
    prepare: async page => {
      await press(page, 'Autre chose');
      await press(page, 'Changer les horaires');
    },
  },
  { name: 'heures-jour-vide', path: on(JOURS[0]!), hours: () => ({ feuille: fresh({ proposes: [] }) }) },
  { name: 'heures-jour-rejete', path: on(JOURS[1]!) },
  { name: 'heures-jour-signer', path: on(JOURS[0]!), prepare: page => press(page, 'Je signe ma semaine') },
  { name: 'heures-equipe', path: `/heures/equipe?chantier=${CHANTIERS[0]!.id}` },
  {
    name: 'heures-equipe-ajouter',
    path: `/heures/equipe?chantier=${CHANTIERS[0]!.id}`,
    prepare: page => press(page, 'Ajouter'),
  },
  { name: 'heures-equipe-chantier', path: '/heures/equipe' },
  { name: 'heures-semaine', path: '/heures' },
  { name: 'heures-semaine-choix', path: '/heures', prepare: choose },
  {
    name: 'heures-semaine-valider',
    path: '/heures',
    prepare: async page => {
      await choose(page);
      await press(page, 'Valider');
    },
  },
  {
    name: 'heures-semaine-change',
    path: '/heures',
    prepare: async page => {
      await page.route('**/pointages/validation', route => route.fulfill({ json: REFUSED }));
      await choose(page);
      await press(page, 'Valider');
      await page.getByRole('dialog').getByRole('button', { name: 'Valider' }).click();
      await page.getByText('Changé pendant que vous lisiez').waitFor();
    },
  },
  { name: 'heures-semaine-vide', path: '/heures', hours: () => ({ semaine: semaine(0) }) },
  {
    name: 'heures-volet',
    path: '/heures',
    prepare: page => page.getByRole('link', { name: 'Blanc Paul' }).first().click(),
  },
  { name: 'heures-feuille', path: FEUILLE },
  {
    name: 'heures-feuille-saisie',
    path: FEUILLE,
    prepare: async page => {
      const cells = page.getByRole('table', { name: 'Heures par chantier et par jour' }).getByRole('textbox');
      await cells.nth(0).fill('7,33');
      await cells.nth(1).fill('huit');
    },
  },
  {
    name: 'heures-feuille-cellule',
    path: FEUILLE,
    prepare: async page => {
      const cells = page.getByRole('table', { name: 'Heures par chantier et par jour' }).getByRole('textbox');
      await cells.nth(0).press('F2');
      await page.getByRole('dialog').getByText('Heures du jour').waitFor();
    },
  },
  {
    name: 'heures-feuille-lue',
    path: FEUILLE,
    hours: () => ({ feuille: feuille({ peut: { saisir: false, valider: false, signer: false, contester: false } }) }),
    // Every signature stays in the history, not the last one alone.
    prepare: async page => {
      await page.getByText('Il manque le panier de mardi').waitFor();
      await page.getByText('· les heures ont changé depuis').waitFor();
    },
  },
];
