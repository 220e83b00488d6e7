// Modele: its chantiers are read, nothing is written. Made by `npm run new:connector`; every call is an EXAMPLE until their documentation
// has been read (README.md, Assumed). Not in the connection wizard: take `offered` away once it works.
import { z } from 'zod';
import type { Connector } from '../../server/connectors/connector.ts';
import { makeClient } from './client.ts';
import { chantiersOf } from './read.ts';

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
      title: 'Adresse de l’API',
      description: 'Celle que l’éditeur donne avec la clé.',
      example: 'https://erp.exemple.fr/api',
    }),
});

const Credentials = z.strictObject({
  api_key: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{8,200}$/)
    .meta({
      title: 'Clé d’API',
      description: 'Elle n’est plus montrée une fois enregistrée.',
      ...{ secret: true, writeOnly: true },
    }),
});

export const modele: Connector<z.infer<typeof Settings>, z.infer<typeof Credentials>> = {
  kind: 'modele',
  nom: 'Modele',
  offered: false,
  resume: 'Les chantiers de l’ERP arrivent dans le hub.',
  aide: ['Demandez une clé d’API à l’éditeur, puis collez-la ici.'],
  settings: Settings,
  credentials: Credentials,
  // What it cannot do is not declared: no changes asked for, no hours. `deletions`: seen by reading everything.
  traits: {
    ...{ incremental: 'none', deletions: 'sweep', write: 'none', duplicates: 'none' },
    ...{ day_holds_variables: false, hours: 'none' },
  },
  // Their own address is not known here yet: until it is, every connexion is told as « simulateur ».
  isOfficial: () => false,
  open: ({ settings, credentials }, world) => {
    const client = makeClient({ ...settings, ...credentials }, world);
    return {
      check: async () => {
        await client.projects(0, 1);
        return { libelle: null, chantiers: true, heures: false };
      },
      chantiers: chantiersOf(client),
    };
  },
};
