// The pages of pay, in their states (every-page.ts).
import type { Page } from 'playwright-core';
import { type Answers, BEHIND, CLOTUREE, MOIS, mois, OUVERTE, pret, REGULARISATIONS, showPaie } from './paie-states.ts';

type PayLook = { name: string; path: string; answers?: Answers; prepare?: (page: Page) => Promise<unknown> };
const AT = `/paie?mois=${MOIS}`;
const openPoints = async (page: Page) => {
  for (const summary of await page.locator('main summary').all()) await summary.click();
};
const openPerson = (page: Page) => page.locator('tbody').getByRole('link', { name: 'Paul Blanc' }).click();

export const PAY_LOOKS: PayLook[] = [
  {
    name: 'paie',
    path: AT,
    answers: BEHIND,
    prepare: page => page.getByText('Pas encore sûrement dans l’ERP').waitFor(),
  },
  { name: 'paie-points', path: AT, answers: BEHIND, prepare: openPoints },
  { name: 'paie-prete', path: AT, answers: { pret: pret(OUVERTE, {}), mois: mois(6), regularisations: [] } },
  { name: 'paie-vide', path: AT, answers: { pret: pret(OUVERTE, {}), mois: mois(0), regularisations: [] } },
  { name: 'paie-en-panne', path: AT, answers: 'failed' },
  {
    name: 'paie-cloturee',
    path: AT,
    answers: { pret: pret(CLOTUREE, {}), mois: mois(6), regularisations: REGULARISATIONS },
  },
  {
    name: 'paie-cloturer-malgre',
    path: AT,
    answers: BEHIND,
    prepare: page => page.getByRole('button', { name: 'Clôturer le mois' }).click(),
  },
  { name: 'paie-variables', path: AT, answers: BEHIND, prepare: openPerson },
  {
    name: 'paie-variable-nouvelle',
    path: AT,
    answers: BEHIND,
    prepare: async page => {
      await openPerson(page);
      await page.getByRole('button', { name: 'Ajouter une ligne' }).click();
      await page.getByLabel('Rubrique').selectOption('prime_salissure');
      await page.getByLabel('Quantité').fill('1,5');
      await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
      await page.getByText('Cette rubrique se dit pour un chantier.').waitFor();
    },
  },
  { name: 'paie-reglages', path: '/paie/reglages' },
  {
    name: 'paie-reglages-erreurs',
    path: '/paie/reglages?vue=modifier',
    prepare: async page => {
      await page.getByLabel('Lundi').fill('bientôt');
      await page.getByLabel('Durée légale de la semaine').fill('');
      await page.getByLabel('Zone 3').fill('loin');
      await page.getByRole('button', { name: 'Enregistrer les réglages' }).click();
    },
  },
  {
    name: 'paie-rubrique',
    path: '/paie/reglages',
    prepare: page => page.getByRole('button', { name: 'Panier repas' }).click(),
  },
];

export const showPay = async (page: Page, { answers }: PayLook): Promise<void> => {
  if (answers) await showPaie(page, answers);
};
