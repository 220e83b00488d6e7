// The pages of what leaves for an ERP in their main states, to be looked at and checked with the others (every-page.test.ts).
import type { Page } from 'playwright-core';
import type { ErpLook } from '../erp-looks.ts';
import { LINK_ID, link, mappings, page, type States } from '../erp-states.ts';
import { LINKED, lecture, personnes } from './people.ts';
import { sante } from './sante.ts';
import {
  ENVOI_ID,
  envoi,
  finished,
  held,
  historique,
  LIGNE_ID,
  lignes,
  NEVER_SET,
  reglages,
  regularisations,
  runs,
  SEMAINE,
  semaine,
  sending,
} from './states.ts';

const LINK = `/integrations/${LINK_ID}`;
const ENVOI = `/envois/${ENVOI_ID}`;

const with_ = (more: Record<string, unknown> = {}, own: Parameters<typeof link>[0] = {}): States => ({
  links: [link(own)],
  runs: [],
  mappings,
  more: {
    [`/erp-links/${LINK_ID}/envoi-heures`]: reglages(),
    [`/erp-links/${LINK_ID}/envoi-heures/sante`]: sante(),
    [`/erp-links/${LINK_ID}/personnes`]: lecture(),
    '/exports': page(runs()),
    '/lignes-envoi': page(lignes),
    [`/lignes-envoi/${LIGNE_ID}`]: lignes[0],
    [`/lignes-envoi/${LIGNE_ID}/historique`]: historique,
    '/envois/semaine': semaine,
    '/regularisations-erp': page(regularisations),
    '/personnes-erp': page(personnes()),
    ...more,
  },
});
const one = (run: ReturnType<typeof envoi>): States => with_({ [`/exports/${ENVOI_ID}`]: run });
const toLookAt = page(lignes.filter(({ etat, ignoree }) => !ignoree && etat !== 'sent' && etat !== 'superseded'));
const press = (name: string | RegExp) => (on: Page) => on.getByRole('button', { name }).first().click();

export const ENVOI_LOOKS: ErpLook[] = [
  { name: 'connexion-envoi', path: LINK, states: () => with_() },
  {
    name: 'connexion-envoi-eteint',
    path: LINK,
    states: () => with_({ [`/erp-links/${LINK_ID}/envoi-heures`]: reglages(NEVER_SET) }),
  },
  {
    name: 'connexion-envoi-activer',
    path: LINK,
    states: () => with_({ [`/erp-links/${LINK_ID}/envoi-heures`]: reglages(NEVER_SET) }),
    prepare: async on => {
      await press('Activer l’envoi')(on);
      await on.getByLabel('Les envoyer aussi').click();
      await on.getByRole('dialog').getByRole('button', { name: 'Activer l’envoi' }).click();
      await on.getByText('Sans cet accord, rien ne peut partir').waitFor();
    },
  },
  {
    name: 'connexion-sans-heures',
    brief: true,
    path: LINK,
    states: () => with_({}, { traits: { ...link().traits, hours: 'none' } }),
  },
  {
    name: 'envoyer-maintenant',
    path: '/envois',
    states: () => with_(),
    prepare: async on => {
      await press('Envoyer maintenant')(on);
      await on.getByRole('dialog').getByLabel('Du').waitFor();
    },
  },
  { name: 'envois-semaine', path: `/envois?semaine=${SEMAINE}`, states: () => with_() },
  {
    name: 'envois-semaine-vide',
    brief: true,
    path: '/envois',
    states: () => with_({ '/envois/semaine': { ...semaine, personnes: [] }, '/lignes-envoi': page([]) }),
  },
  {
    name: 'envois-sans-erp',
    brief: true,
    path: '/envois',
    states: () => ({ links: [] }),
  },
  {
    name: 'envois-erp-en-panne',
    brief: true,
    path: '/envois',
    states: () =>
      with_(
        {},
        {
          probleme: { mot: 'unavailable', phrase: 'L’ERP ne répond pas.' },
          indisponible_depuis: new Date(Date.now() - 720_000).toISOString(),
          prochain_essai_at: new Date(Date.now() + 600_000).toISOString(),
        },
      ),
  },
  {
    name: 'envois-personne',
    path: `/envois?semaine=${SEMAINE}`,
    states: () => with_(),
    prepare: async on => {
      await on.getByRole('link', { name: 'Luc Martin' }).first().click();
      await on.getByRole('dialog').getByText('dans l’ERP sur').waitFor();
    },
  },
  { name: 'envois-a-regarder', path: '/envois?vue=lignes', states: () => with_({ '/lignes-envoi': toLookAt }) },
  { name: 'envois-liste', path: '/envois?vue=envois', states: () => with_() },
  { name: 'envois-regularisations', path: '/envois?vue=regularisations&reportee=toutes', states: () => with_() },
  {
    name: 'envois-reporter',
    brief: true,
    path: '/envois?vue=regularisations',
    states: () => with_(),
    prepare: async on => {
      await press(/^Reportée/)(on);
      await on.getByRole('dialog').getByLabel('Où et comment').waitFor();
    },
  },
  { name: 'envoi-en-cours', path: ENVOI, states: () => one(sending()) },
  { name: 'envoi-en-pause', path: ENVOI, states: () => one(held()) },
  { name: 'envoi-fini', path: ENVOI, states: () => one(finished()) },
  {
    name: 'envoi-fini-filtre',
    brief: true,
    path: `${ENVOI}?etat=refused`,
    states: () => one(finished()),
  },
  {
    name: 'envoi-a-reconnecter',
    brief: true,
    path: ENVOI,
    states: () =>
      one(
        envoi({
          statut: 'parked',
          probleme: { mot: 'denied', phrase: 'Costructor refuse l’accès : reconnectez la connexion.' },
          compte: { lignes: 40, sent: 12, to_send: 28, personnes: 5, jours: 20 },
        }),
      ),
  },
  { name: 'envoi-ligne', path: `${ENVOI}?ligne=${LIGNE_ID}`, states: () => one(finished()) },
  {
    name: 'envoi-ignorer',
    brief: true,
    path: `${ENVOI}?ligne=${LIGNE_ID}`,
    states: () => one(finished()),
    prepare: async on => {
      await press('Ignorer…')(on);
      await on.getByLabel('Pourquoi').waitFor();
    },
  },
  { name: 'personnes-erp', path: `${LINK}/personnes`, states: () => with_() },
  {
    name: 'personnes-erp-toutes',
    brief: true,
    path: `${LINK}/personnes?etat=toutes`,
    states: () =>
      with_({
        '/personnes-erp': page(personnes(LINKED)),
        [`/erp-links/${LINK_ID}/personnes`]: lecture({
          illisibles: 2,
          probleme: {
            mot: 'unavailable',
            phrase: 'Costructor ne répond pas : ses personnes seront relues toutes seules.',
          },
        }),
      }),
  },
  {
    name: 'personnes-erp-ajouter',
    path: `${LINK}/personnes`,
    states: () => with_(),
    prepare: async on => {
      const items = [
        { id: personnes()[2]!.id, libelle: 'Ousmane Traoré', action: 'creee', personne_id: null, raison: null },
        {
          id: personnes()[3]!.id,
          libelle: 'Cabinet Comptable',
          action: 'mise_de_cote',
          personne_id: null,
          raison: 'L’ERP ne donne pas son nom et son prénom : ajoutez-la à la main, puis reliez-la.',
        },
      ];
      await on.route('**/personnes-erp/import', route => route.fulfill({ status: 207, json: { items } }));
      for (const name of ['Ousmane Traoré', 'Cabinet Comptable']) await on.getByLabel(`Ajouter ${name} ici`).click();
      await press('Ajouter ici…')(on);
      await on.getByText('Sera ajoutée').waitFor();
      // What lies half under the bar is no target.
      await on.evaluate(() => window.scrollTo(0, 0));
    },
  },
  {
    name: 'personnes-erp-aucune',
    brief: true,
    path: `${LINK}/personnes`,
    states: () =>
      with_({
        '/personnes-erp': page([]),
        [`/erp-links/${LINK_ID}/personnes`]: lecture({ compte: { a_relier: 0, reliees: 45, ignorees: 2 } }),
      }),
  },
];
