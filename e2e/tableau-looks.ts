// The first screen as a chef de chantier and as a compagnon see it, to be looked at with the other pages (every-page.test.ts).
import type { Page } from 'playwright-core';
import { Session } from '../contract/session.ts';
import { TableauDeBord } from '../contract/tableau-de-bord.ts';
import type { Role } from '../contract/values.ts';
import type { ErpLook } from './erp-looks.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(Date.now());

/** Whoever is signed in, the pages take him for this one from here on. */
export async function showAs(page: Page, role: Role, [prenom, nom]: [string, string]): Promise<void> {
  const session = Session.parse({
    personne: { id: uuid(1), nom, prenom, role, gestionnaire_paie: false },
    totp_active: false,
    demo: true,
    signed_in_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  } satisfies Session);
  await page.route('**/api/auth/session', route => route.fulfill({ json: session }));
  await page.reload();
}

const TILLEULS = { id: uuid(31), code: 'A001', nom: 'Résidence Les Tilleuls', couleur: '#1f5fa8', personnes: 6 };
const tableau = (own: Partial<TableauDeBord>) => ({
  more: {
    '/tableau-de-bord': TableauDeBord.parse({
      chantiers: { ouvert: 1, en_cours: 2, receptionne: 0, ferme: 0 },
      personnes_actives: null,
      aujourd_hui: { jour: TODAY, semaine: '2026-W46', personnes: 6, absents: 1, chantiers: [TILLEULS] },
      ma_semaine: { minutes: 1260, aujourd_hui: 0, attendues: 2100 },
      a_valider: null,
      manquants: null,
      sauvegarde: null,
      ...own,
    } satisfies TableauDeBord),
  },
});
const MANQUANTS = [
  { id: uuid(101), nom: 'Blanc', prenom: 'Paul' },
  { id: uuid(102), nom: 'Lefèvre-Montgolfier', prenom: 'Jean-Baptiste' },
  { id: uuid(103), nom: 'Traoré', prenom: 'Ibrahim' },
];

export const DASHBOARD_LOOKS: ErpLook[] = [
  {
    name: 'tableau-chef',
    path: '/',
    states: () => tableau({ manquants: { jour: TODAY, personnes: MANQUANTS } }),
    prepare: page => showAs(page, 'chef_chantier', ['Antoine', 'Ducret']),
  },
  {
    name: 'tableau-compagnon',
    path: '/',
    states: () => tableau({}),
    prepare: page => showAs(page, 'compagnon', ['Paul', 'Blanc']),
  },
  {
    name: 'tableau-compagnon-rien',
    brief: true,
    path: '/',
    states: () =>
      tableau({
        aujourd_hui: { jour: TODAY, semaine: '2026-W46', personnes: 0, absents: 0, chantiers: [] },
        ma_semaine: { minutes: 0, aujourd_hui: 0, attendues: 2100 },
      }),
    prepare: page => showAs(page, 'compagnon', ['Paul', 'Blanc']),
  },
];
