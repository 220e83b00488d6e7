// Who holds which field, what both sides changed, and an access without hours: to be looked at (every-page.ts).
import type { Page } from 'playwright-core';
import { ConflitErp } from '../../contract/mapping.ts';
import type { ErpLook } from '../erp-looks.ts';
import { LINK_ID, link, mappings, page as pageOf, type States } from '../erp-states.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

const TILLEULS = { chantier_id: uuid(201), chantier: 'A012 Résidence Les Tilleuls, bâtiment B' };
const conflits = (
  [
    [
      TILLEULS,
      'nom',
      'Résidence Les Tilleuls, bâtiment B',
      'Tilleuls bât. B',
      'Résidence Les Tilleuls',
      'app',
      'possible',
      12,
    ],
    [TILLEULS, 'date_fin', '2027-03-01', '2027-02-15', '2026-12-18', 'erp', 'erp', 95],
    [TILLEULS, 'contacts', 'Mme Roux', 'Mme Roux, M. Chappaz', null, 'app', 'depassee', 1500],
    [
      { chantier_id: uuid(202), chantier: '2026-GYMNASE Gymnase des Glières' },
      'minutes_estimees',
      '72000',
      '66000',
      '60000',
      'app',
      'fermee',
      9000,
    ],
  ] as const
).map(([of, champ, ici, la_bas, avant, gagnant, reprise, minutes], index) =>
  ConflitErp.parse({
    ...of,
    ...{ id: uuid(500 + index), link_id: LINK_ID, champ, ici, la_bas, avant, gagnant, reprise, at: ago(minutes) },
    maintenant: reprise === 'depassee' ? 'M. Chappaz' : gagnant === 'app' ? ici : la_bas,
  } satisfies ConflitErp),
);
const withConflits = (items: ConflitErp[]): States => ({ links: [link()], more: { '/conflits-erp': pageOf(items) } });
const LINK = `/integrations/${LINK_ID}`;
const shown = (own: Parameters<typeof link>[0] = {}): States => ({ links: [link(own)], runs: [], mappings });
const toSection = async (page: Page, name: string) =>
  await page.getByRole('heading', { level: 2, name }).scrollIntoViewIfNeeded();

export const CONFLIT_LOOKS: ErpLook[] = [
  { name: 'conflits', path: '/integrations/conflits', states: () => withConflits(conflits) },
  {
    name: 'conflits-prendre',
    path: `/integrations/conflits?connexion=${LINK_ID}`,
    states: () => withConflits(conflits),
    prepare: page => page.getByRole('button', { name: /^Prendre l’autre valeur/ }).click(),
  },
  { name: 'conflits-aucun', brief: true, path: '/integrations/conflits', states: () => withConflits([]) },
  {
    name: 'conflits-en-erreur',
    brief: true,
    path: '/integrations/conflits',
    states: () => ({ links: [link()] }),
    prepare: async page => {
      await page.route('**/conflits-erp?*', route =>
        route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'access.role_missing', title: 'Refusé', detail: 'Refusé', status: 403 }),
        }),
      );
      await page.reload();
      await page.getByText('Vous n’avez pas ce droit').waitFor();
    },
  },
  {
    name: 'connexion-champs',
    path: LINK,
    states: () => shown({ champs_app: ['nom'] }),
    prepare: page => toSection(page, 'Qui tient quoi'),
  },
  {
    name: 'connexion-champs-changer',
    path: `${LINK}?vue=champs`,
    states: () => shown({ champs_app: ['nom'] }),
    prepare: async page => {
      await page.getByRole('group', { name: 'Nom' }).getByLabel('Costructor').check();
      await page.getByRole('group', { name: 'Adresse' }).getByLabel('Le hub').check();
    },
  },
  { name: 'connexion-sans-heures', path: LINK, states: () => shown({ heures: false }) },
  {
    name: 'connecter-sans-heures',
    path: '/integrations/connecter?erp=costructor',
    states: () => ({}),
    prepare: async page => {
      const json = { compte: 'Gros Œuvre des Alpes', simulateur: true, chantiers: true, heures: false };
      await page.route('**/erp-links/test', route => route.fulfill({ json }));
      await page.getByLabel('Clé API').fill('cst_exemple');
      await page.getByRole('button', { name: /^Tester/ }).click();
      await page.getByText('Heures : refusées').waitFor();
    },
  },
];
