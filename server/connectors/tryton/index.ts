// Tryton 6.0, as Debian packages it (modules project and timesheet). Proves the port on an ERP that none of us wrote; not offered
// in the connection wizard. What it does and its traps: README.md.
import { z } from 'zod';
import { UpstreamError } from '#platform/upstream.ts';
import type { Connector, ErpAccount } from '../connector.ts';
import { type Client, makeClient } from './client.ts';
import { heuresOf } from './hours.ts';
import { CHANTIERS, chantiersOf, readPersonnes } from './read.ts';

function isBaseUrl(value: string): boolean {
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
    .refine(isBaseUrl, 'Adresse https:// attendue, sans paramètre (http:// seulement vers cette machine)')
    .meta({
      title: 'Adresse du serveur',
      description: 'Celle que l’on donne au client Tryton, sans la base.',
      example: 'https://tryton.exemple.fr',
    }),
  database: z
    .string()
    .trim()
    .min(1)
    .max(63)
    .regex(/^[\w-]+$/)
    .meta({ title: 'Base de données', description: 'Le nom de la base dans Tryton.', example: 'entreprise' }),
});

const secret = { secret: true, writeOnly: true };
const Credentials = z.strictObject({
  user: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^:\s]+$/)
    .meta({ title: 'Identifiant', description: 'Un utilisateur qui lit les projets et saisit le temps de tous.' }),
  password: z
    .string()
    .min(1)
    .max(200)
    .meta({ title: 'Mot de passe', description: 'Celui de cet utilisateur.', ...secret }),
  application_key: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32,256}$/)
    .meta({
      title: 'Clé d’application',
      description: 'Demandée pour l’application « timesheet », puis validée par cet utilisateur dans Tryton.',
      ...secret,
    }),
});

export const tryton: Connector<z.infer<typeof Settings>, z.infer<typeof Credentials>> = {
  kind: 'tryton',
  nom: 'Tryton',
  offered: false,
  resume: 'Les chantiers de Tryton arrivent dans le hub, les heures validées y repartent.',
  aide: [
    'Activez les modules project et timesheet, et créez un utilisateur pour le hub.',
    'Demandez une clé pour l’application « timesheet » au nom de cet utilisateur.',
    'Dans Tryton, ouvrez ses préférences : validez la clé demandée, puis copiez-la ici.',
  ],
  settings: Settings,
  credentials: Credentials,
  traits: {
    ...{ incremental: 'filter', deletions: 'sweep', write: 'upsert', duplicates: 'client_id' },
    ...{ day_holds_variables: false, hours: 'durations' },
  },
  // There is no vendor's service: each company has its own.
  isOfficial: ({ base_url }) => new URL(base_url).protocol === 'https:',
  open: ({ settings, credentials }, world) => {
    const client = makeClient({ ...settings, ...credentials }, world);
    const today = () => new Date(world.now_ms()).toISOString().slice(0, 10);
    return {
      check: () => check(client),
      chantiers: chantiersOf(client),
      personnes: { all: () => readPersonnes(client, today()) },
      heures: heuresOf(client),
    };
  },
};

/** A key that was asked for and not validated yet answers 403, as one that was cancelled. */
async function check(client: Client): Promise<ErpAccount> {
  const chantiers = await isOpen(() =>
    client.search({ model: 'project.work', domain: [CHANTIERS], fields: ['id'], limit: 1 }),
  );
  const heures = await isOpen(() => client.rest('GET', '/timesheet/employees'));
  if (!chantiers && !heures) throw new UpstreamError({ word: 'denied', why: 'rights' });
  return { libelle: null, chantiers, heures };
}

async function isOpen(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof UpstreamError && error.is.word === 'denied' && error.is.why === 'rights') return false;
    throw error;
  }
}
