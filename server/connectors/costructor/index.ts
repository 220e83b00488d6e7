// Costructor (costructor.co). What is known of their API, and what is assumed: README.md and schemas.ts.
import { z } from 'zod';
import { UpstreamError } from '#platform/upstream.ts';
import type { Connector, ErpAccount } from '../connector.ts';
import { type Client, makeClient } from './client.ts';
import { heuresOf } from './hours/index.ts';
import { ENTRIES } from './hours/push.ts';
import { patient } from './patience.ts';
import { readPersonnes } from './personnes.ts';
import { PROJECTS } from './read-changes.ts';
import { chantiersOf } from './read-chantiers.ts';
import { read, verify } from './webhook.ts';

const OFFICIAL_HOST = 'api.costructor.co';
const DEFAULT_URL = `https://${OFFICIAL_HOST}/external/v1`;

/** The key goes with every call: in clear only within this machine, where simulators are. */
function isBaseUrl(value: string): boolean {
  // `new URL` gives an empty query for a bare `?`, behind which every path would be lost.
  if (!URL.canParse(value) || /[?#]/.test(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (`${username}${password}` !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}

const Settings = z.strictObject({
  base_url: z
    .string()
    .trim()
    .max(300)
    .overwrite(url => url.replace(/\/+$/, ''))
    .refine(isBaseUrl, 'Adresse https:// attendue, sans paramètre (http:// seulement vers cette machine)')
    .default(DEFAULT_URL)
    .meta({
      title: 'Adresse de l’API',
      description: 'À ne changer que pour parler à un simulateur.',
      example: DEFAULT_URL,
    }),
});

const Credentials = z.strictObject({
  api_key: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[\u0021-\u007e]+$/, 'Clé sans espace ni accent attendue')
    .meta({
      title: 'Clé API',
      description: 'Créée chez Costructor dans Réglages > API ; elle n’est montrée qu’une fois.',
      secret: true,
    }),
  webhook_secret: z.string().trim().max(500).optional().meta({
    title: 'Secret des signaux',
    description: 'Facultatif : si Costructor vous en donne un, les changements arrivent en quelques secondes.',
    secret: true,
    writeOnly: true,
  }),
});

export const costructor: Connector<z.infer<typeof Settings>, z.infer<typeof Credentials>> = {
  kind: 'costructor',
  nom: 'Costructor',
  resume: 'Les chantiers de Costructor arrivent dans le hub et y restent à jour ; les heures validées y repartent.',
  aide: [
    'Vérifiez votre formule : l’API est comprise dans Premium, et en option dans Pro et Business+ ; les feuilles d’heures demandent Premium.',
    'Dans Costructor, ouvrez Réglages > API et créez une clé ; nommez-la « Hub Chantier ».',
    'Copiez la clé tout de suite : elle n’est montrée qu’à sa création.',
    'Collez-la ici, puis testez la connexion : rien n’est enregistré avant un test réussi.',
    'Si la clé a pu être vue par quelqu’un d’autre, révoquez-la au même endroit et créez-en une nouvelle.',
  ],
  settings: Settings,
  credentials: Credentials,
  traits: {
    incremental: 'sorted_scan',
    deletions: 'sweep',
    write: 'create_delete',
    duplicates: 'none',
    day_holds_variables: false,
    hours: 'slots',
  },
  isOfficial: ({ base_url }) => {
    const { protocol, host } = new URL(base_url);
    return protocol === 'https:' && host === OFFICIAL_HOST;
  },
  open: ({ settings, credentials, observed }, world) => {
    const client = makeClient({ base_url: settings.base_url, api_key: credentials.api_key }, world);
    const waiting = patient(client, world);
    return {
      check: () => check(client),
      chantiers: chantiersOf({ client, observed }, waiting),
      personnes: { all: () => readPersonnes(waiting) },
      heures: heuresOf({ client, waiting, observed }, world),
    };
  },
  webhook: { secretOf: ({ webhook_secret }) => webhook_secret || null, verify, read },
};

/**
 * `/contacts` is the documented door (FACT [C4]), `/projects` the one we need (ASSUMPTION): asked both, they tell a key that
 * is refused from a right that is missing. Which account it is, nothing public says.
 */
async function check(client: Client): Promise<ErpAccount> {
  const contacts = await isOpen(client, '/contacts');
  const chantiers = await isOpen(client, PROJECTS);
  if (!contacts && !chantiers) throw new UpstreamError({ word: 'denied', why: 'rights' });
  // Feuilles d'heures are part of the Premium plan only (FACT [C3]).
  return { libelle: null, chantiers, heures: await isOpen(client, ENTRIES) };
}

async function isOpen(client: Client, path: string): Promise<boolean> {
  try {
    await client.list(path, { _limit: 1 });
    return true;
  } catch (error) {
    if (error instanceof UpstreamError && error.is.word === 'denied' && error.is.why === 'rights') return false;
    throw error;
  }
}
