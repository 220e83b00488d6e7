// The states of a key, some of which take weeks to come about: the answers of the API, as the contract writes them, put
// before the real pages (every-page.ts).
import type { Page } from 'playwright-core';
import { ApiKey, CleDePersonne, type UsageApiKey, UsageJour } from '../contract/api-key.ts';
import { EntreeAudit } from '../contract/audit.ts';
import { REFUS_CLE, type RefusCle, type StatutCle } from '../contract/values.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(900 + n).padStart(12, '0')}`;
const DAY_MS = 86_400_000;
const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

type Given = Partial<ApiKey> & { nom: string; statut: StatutCle };
const key = (n: number, { nom, statut, ...more }: Given): ApiKey =>
  ApiKey.parse({
    id: uuid(n),
    version: 2,
    nom,
    description: null,
    apercu: `hbc_0a1b…Z${n}`,
    scopes: ['chantiers:read'],
    chantiers: null,
    cidrs: [],
    rate_limit_per_hour: 1000,
    rate_limit_max: 1000,
    statut,
    expires_at: at(80),
    created_at: at(-10),
    first_used_at: at(-9),
    last_used_at: at(-0.01),
    last_used_ip: '203.0.113.7',
    last_used_agent: 'python-requests/2.32.5',
    disabled_at: null,
    suspended_at: null,
    suspended_motif: null,
    superseded_at: null,
    lineage_id: uuid(n),
    revoked_at: null,
    ...more,
  } satisfies ApiKey);

const KEYS = [
  key(1, {
    nom: 'Export paie',
    statut: 'active',
    description: 'Serveur de la comptabilité',
    scopes: ['chantiers:read', 'personnes:read'],
    cidrs: ['203.0.113.0/24', '2001:db8::/32'],
  }),
  key(2, { nom: 'Export paie, ancien secret', statut: 'expire_bientot', superseded_at: at(-0.2), expires_at: at(0.8) }),
  key(3, { nom: 'Tableau de bord du siège', statut: 'expire_bientot', expires_at: at(6) }),
  key(4, {
    nom: 'Pointeuse',
    statut: 'suspendue',
    suspended_at: at(-0.5),
    suspended_motif: 'Appels d’une adresse inconnue pendant la nuit',
  }),
  key(5, { nom: 'Essais du prestataire', statut: 'desactivee', disabled_at: at(-2) }),
  key(6, { nom: 'Stage d’été', statut: 'expiree', expires_at: at(-3) }),
  key(7, { nom: 'Ancienne tablette', statut: 'revoquee', revoked_at: at(-1), first_used_at: null, last_used_at: null }),
];

const USAGE = Array.from({ length: 24 }, (_, index) => {
  const refused = Object.keys(REFUS_CLE).slice(4) as RefusCle[];
  return UsageJour.parse({
    jour: at(-index).slice(0, 10),
    acceptees: 120 + ((index * 37) % 90),
    refusees: index % 5 === 0 ? refused.map((motif, rank) => ({ motif, n: 4 + rank * 9 })) : [],
  } satisfies UsageApiKey['items'][number]);
});

const who = { id: uuid(50), nom: 'Berthier', prenom: 'Hélène' };
const entry = (n: number, type: EntreeAudit['type'], more: Partial<EntreeAudit> = {}): EntreeAudit =>
  EntreeAudit.parse({ n, at: at(-10 + n), type, par: 'session', acteur: who, data: {}, details: null, ...more });
const seen = { ip: '203.0.113.7', agent: 'python-requests/2.32.5' };
const TRAIL = [
  entry(5, 'api_key.suspended', { details: { ...seen, suspension: 'Appels d’une adresse inconnue' } }),
  entry(4, 'api_key.updated', { data: { changed: ['cidrs', 'rate_limit_per_hour'] } }),
  entry(3, 'api_key.refused', { par: 'api_key', data: { motif: 'address' }, details: seen }),
  entry(2, 'api_key.first_used', { par: 'api_key', details: seen }),
  entry(1, 'api_key.created', { acteur: null }),
];

const CLES = KEYS.map(one =>
  CleDePersonne.parse({
    id: one.id,
    version: one.version,
    nom: one.nom,
    fin: one.apercu.slice(-4).replace('…', 'b'),
    statut: one.statut,
    scopes: one.scopes,
    rate_limit_per_hour: one.rate_limit_per_hour,
    rate_limit_max: one.rate_limit_max,
    created_at: one.created_at,
    expires_at: one.expires_at,
    last_used_at: one.last_used_at,
    suspended_at: one.suspended_at,
    suspended_motif: one.suspended_motif,
  } satisfies CleDePersonne),
);

const ANSWERS: [path: RegExp, answer: unknown][] = [
  [/\/api\/auth\/api-keys$/, { items: KEYS, max_jours: 365 }],
  [/\/api-keys\/[^/]+\/usage$/, { items: USAGE }],
  [/\/api-keys\/[^/]+\/audit$/, { items: TRAIL, next_cursor: 'suite' }],
  [/\/personnes\/[^/]+\/cles$/, { items: CLES }],
];

/** From here on, until `page.unrouteAll()`, the page sees these keys. */
export async function showKeys(page: Page): Promise<void> {
  for (const [path, answer] of ANSWERS)
    await page.route(path, route =>
      route.request().method() === 'GET' ? route.fulfill({ json: answer }) : route.fallback(),
    );
}

const open = (page: Page, nom: string) => page.getByRole('button', { name: nom, exact: true }).click();

export type KeyLook = { name: string; path: string; prepare?: (page: Page) => Promise<unknown> };
export const KEY_LOOKS: KeyLook[] = [
  { name: 'api-keys-etats', path: '/api-keys' },
  {
    name: 'api-keys-volet',
    path: '/api-keys',
    prepare: async page => {
      await open(page, 'Export paie');
      await page.getByText('Jour par jour').click();
    },
  },
  { name: 'api-keys-volet-suspendue', path: '/api-keys', prepare: page => open(page, 'Pointeuse') },
  {
    name: 'api-keys-remplacer',
    path: '/api-keys',
    prepare: async page => {
      await open(page, 'Export paie');
      await page.getByRole('button', { name: 'Remplacer le secret' }).click();
    },
  },
  {
    name: 'api-keys-modifier',
    path: '/api-keys',
    prepare: async page => {
      await open(page, 'Export paie');
      await page.getByRole('button', { name: 'Modifier' }).click();
    },
  },
  {
    name: 'personne-cles',
    path: '/personnes',
    prepare: async page => {
      await page.getByRole('link', { name: 'Arnaud Sophie' }).first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('button', { name: 'Suspendre « Export paie »', exact: true }).waitFor();
    },
  },
  {
    name: 'personne-cles-debit',
    path: '/personnes',
    prepare: async page => {
      await page.getByRole('link', { name: 'Arnaud Sophie' }).first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('button', { name: 'Changer le débit de « Export paie »', exact: true }).click();
      await page.getByLabel('Demandes par heure').waitFor();
    },
  },
  {
    name: 'api-keys-volet-desactivee',
    path: '/api-keys',
    prepare: async page => {
      await open(page, 'Essais du prestataire');
      // Opening scrolled the page behind, to where the volet cuts one of its buttons.
      await page.evaluate(() => window.scrollTo(0, 0));
    },
  },
  {
    name: 'api-keys-nouvelle',
    path: '/api-keys',
    prepare: async page => {
      await page.getByRole('button', { name: 'Nouvelle clé' }).click();
      await page.getByRole('button', { name: 'Créer la clé' }).click();
    },
  },
  {
    name: 'personne-cles-suspendre',
    path: '/personnes',
    prepare: async page => {
      await page.getByRole('link', { name: 'Arnaud Sophie' }).first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('button', { name: 'Suspendre « Export paie »', exact: true }).click();
    },
  },
];
