// Every page as the demonstration shows it, to be looked at (every-page.ts).
import type { Page } from 'playwright-core';

export type Look = {
  name: string;
  path: string;
  prepare?: (page: Page) => Promise<unknown>;
  /** Of a document that repeats one pattern hundreds of times: what axe does not need to see again. */
  repeated?: string;
};
const first = async (page: Page, name: string) => page.getByRole('link', { name }).first().click();

export const PAGES: Look[] = [
  { name: 'tableau-de-bord', path: '/' },
  { name: 'chantiers', path: '/chantiers' },
  { name: 'chantiers-rien', path: '/chantiers?q=introuvable' },
  { name: 'chantiers-volet', path: '/chantiers?q=tilleuls', prepare: page => first(page, 'Résidence Les Tilleuls') },
  {
    name: 'chantier',
    path: '/chantiers?q=tilleuls',
    prepare: async page => {
      await first(page, 'Résidence Les Tilleuls');
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('heading', { level: 1, name: /Tilleuls/ }).waitFor();
    },
  },
  {
    name: 'chantier-erp',
    path: '/chantiers?q=2026-',
    prepare: async page => {
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByText(/^Tenu par Costructor/).waitFor();
    },
  },
  {
    name: 'chantier-erp-modifier',
    path: '/chantiers?q=2026-',
    prepare: async page => {
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('button', { name: 'Modifier' }).click();
      await page.getByText('Ces valeurs se changent dans l’ERP').waitFor();
    },
  },
  { name: 'chantier-nouveau', path: '/chantiers/nouveau' },
  {
    name: 'chantier-nouveau-erreurs',
    path: '/chantiers/nouveau',
    prepare: page => page.getByRole('button', { name: 'Créer le chantier' }).click(),
  },
  { name: 'personnes', path: '/personnes' },
  { name: 'personnes-volet', path: '/personnes', prepare: page => first(page, 'Arnaud Sophie') },
  {
    name: 'personne',
    path: '/personnes',
    prepare: async page => {
      await first(page, 'Arnaud Sophie');
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('heading', { level: 1, name: /Arnaud/ }).waitFor();
    },
  },
  { name: 'lien-perime', path: '/lien' },
  { name: 'personne-nouvelle', path: '/personnes/nouvelle' },
  { name: 'api-keys', path: '/api-keys' },
  {
    name: 'api-keys-nouvelle',
    path: '/api-keys',
    prepare: page => page.getByRole('button', { name: 'Nouvelle clé' }).click(),
  },
  { name: 'compte', path: '/compte' },
  { name: 'inconnue', path: '/nulle-part' },
  { name: 'reference-api', path: '/api/docs', repeated: 'section > article:nth-of-type(n + 3)' },
  { name: 'reference-erreurs', path: '/api/docs/erreurs' },
];
