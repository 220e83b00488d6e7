// Every setting, once: name, bounds, help. `.env.example` and docs/generated/config.md are written from this schema.
// The only file that reads process.env (checked by server/testing/imports.test.ts).
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { StartRefused } from './start-refused.ts';

const url = (...protocols: string[]) =>
  z
    .url()
    .max(2000)
    .refine(value => protocols.includes(new URL(value).protocol), `doit commencer par ${protocols.join(' ou ')}//`);
const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** The parts of a list written `a, b`. */
export const listed = (value: string): string[] =>
  value
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);

/** A public key and its name. Null: not one. */
function readGithubKey(part: string): [string, KeyObject] | null {
  const [, name, der] = /^([0-9A-Za-z_-]{1,128}):([0-9A-Za-z+/]+={0,2})$/.exec(part) ?? [];
  if (!name || !der) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? [name, key] : null;
  } catch {
    return null;
  }
}

/** Those of HUB_GITHUB_ALERT_KEYS, by their names. */
export const githubKeys = (value: string): Map<string, KeyObject> =>
  new Map(
    listed(value)
      .map(readGithubKey)
      .filter(key => key !== null),
  );

export const Settings = z.strictObject({
  PORT: wholeNumber(1, 65_535).default(3000).describe('Port d’écoute'),
  HOST: z.string().max(255).default('::').describe('Adresse d’écoute ; « :: » = toutes, en IPv4 et IPv6'),
  DATA_DIR: z
    .string()
    .max(1000)
    .optional()
    .describe('Dossier des données (base embarquée, sauvegardes, clés) ; par défaut data/ dans le projet'),
  DATABASE_URL: url('postgres:', 'postgresql:')
    .optional()
    .describe('PostgreSQL 15 à 18 existant, à la place de la base embarquée')
    .meta({ secret: true }),
  REDIS_URL: url('redis:', 'rediss:')
    .optional()
    .describe('Redis, pour partager les limites de débit entre plusieurs processus')
    .meta({ secret: true }),
  OUTBOUND_ALLOW: z
    .string()
    .max(2000)
    .default('')
    .describe('Adresses privées que le hub peut joindre : « 10.1.0.0/16:443,127.0.0.1/32:8080 »'),
  HUB_PUBLIC_URL: url('http:', 'https:')
    .transform(value => value.replace(/\/+$/, ''))
    .optional()
    .describe('Adresse publique du hub, écrite dans les liens ; par défaut http://localhost:PORT'),
  HUB_TRUSTED_PROXIES: z
    .string()
    .max(2000)
    .default('')
    .refine(
      value => listed(value).every(part => ipaddr.isValid(part) || ipaddr.isValidCIDR(part)),
      'adresses ou plages attendues, séparées par des virgules',
    )
    .describe('Réseaux des mandataires dont les en-têtes X-Forwarded-* sont crus : « 172.16.0.0/12 »'),
  HUB_ENCRYPTION_KEYS: z
    .string()
    .max(2000)
    .optional()
    .describe('Clés de chiffrement « id:base64,… » (32 octets) ; par défaut un fichier 0600 créé au premier démarrage')
    .meta({ secret: true }),
  HUB_API_KEY_MAX_DAYS: wholeNumber(1, 3650).default(365).describe('Durée la plus longue d’une clé API, en jours'),
  HUB_RATE_BURST: z
    .string()
    .regex(/^$|^[1-9]\d{0,3}\/[1-9]\d{0,2}$/, 'nombre/secondes attendu, par exemple 50/10')
    .default('')
    .describe('Rafale admise par clé API, « 50/10 » : 50 demandes d’un coup, rechargées en 10 s ; vide : sans limite'),
  HUB_RATE_USER_PER_HOUR: wholeNumber(0, 1_000_000)
    .default(0)
    .describe('Demandes par heure de toutes les clés d’une même personne ; 0 : sans plafond'),
  HUB_RATE_BULK_ITEMS: wholeNumber(0, 500)
    .default(0)
    .describe(
      'Éléments d’un lot comptés comme une demande (10 : un lot de 500 en compte 50) ; 0 : un lot compte pour une',
    ),
  HUB_GITHUB_ALERT_KEYS: z
    .string()
    .max(10_000)
    .default('')
    .refine(
      value => listed(value).every(part => readGithubKey(part) !== null),
      '« identifiant:base64 » attendu, clés ECDSA P-256',
    )
    .describe(
      'Clés publiques de GitHub pour ses alertes de secrets divulgués : « identifiant:base64 », le PEM sans ses bornes',
    ),
  HUB_SECURITY_CONTACT: z
    .union([z.email().max(250), url('https:', 'mailto:', 'tel:')])
    .optional()
    .describe('À qui signaler une faille, dans /.well-known/security.txt : adresse e-mail ou URL'),
  HUB_LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug', 'silent']).default('info').describe('Niveau du journal'),
  HUB_PAY_RETENTION_YEARS: wholeNumber(6, 60)
    .default(6)
    .describe(
      'Années, après son dernier mois de paie, au bout desquelles les heures d’une personne effacée sont anonymisées (CSS L.243-16)',
    ),
  HUB_BACKUP_DIR: z.string().max(1000).optional().describe('Dossier des sauvegardes ; par défaut DATA_DIR/sauvegardes'),
  HUB_BACKUP_HOUR: wholeNumber(0, 23).default(2).describe('Heure de la sauvegarde de nuit, heure de Paris'),
  HUB_BACKUP_KEEP: wholeNumber(1, 365).default(14).describe('Nombre de sauvegardes gardées'),
});

export type Role = 'all' | 'server' | 'worker';
export type Config = z.infer<typeof Settings> & { role: Role; demo: boolean; clone: string };

/** Given by hand: the commands do not load what sets Zod's language for the routes. */
const FRENCH = z.locales.fr().localeError;

/** Unknown keys are refused where they are surely ours: every line of `.env`, and `HUB_*` in the environment. */
export function readConfig(args: string[], clone: string, env: NodeJS.ProcessEnv = process.env): Config {
  const flags = readFlags(args);
  const names = Object.keys(Settings.shape);
  const fromFile = readEnvFile(`${clone}/.env`);
  const fromEnv = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => (names.includes(name) || name.startsWith('HUB_')) && value !== ''),
  );
  const parsed = Settings.safeParse({ ...fromFile, ...fromEnv }, { error: FRENCH });
  if (!parsed.success) throw new StartRefused(`Configuration refusée : ${explain(parsed.error)}`);
  if (flags.role !== 'all' && !parsed.data.DATABASE_URL) {
    throw new StartRefused(
      `--role ${flags.role} demande DATABASE_URL : la base embarquée appartient à un seul processus.`,
    );
  }
  return { ...parsed.data, ...flags, clone };
}

function readFlags(args: string[]): { role: Role; demo: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: { role: { type: 'string', default: 'all' }, demo: { type: 'boolean', default: false } },
    });
    const role = z.enum(['all', 'server', 'worker']).parse(values.role);
    return { role, demo: values.demo };
  } catch {
    throw new StartRefused(`Options inconnues : « ${args.join(' ')} ». Admises : --demo, --role all|server|worker.`);
  }
}

function readEnvFile(path: string): Record<string, string | undefined> {
  if (!existsSync(path)) return {};
  try {
    return Object.fromEntries(Object.entries(parseEnv(readFileSync(path, 'utf8'))).filter(([, value]) => value !== ''));
  } catch (error) {
    throw new StartRefused(`Le fichier .env ne se lit pas : ${(error as Error).message}`, { cause: error });
  }
}

/** All wrong settings in one line, each with its name and why; values are not repeated (they may be secrets). */
function explain(error: z.ZodError): string {
  return error.issues
    .map(issue => {
      if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')} : réglage inconnu`;
      return `${issue.path.join('.')} : ${issue.message}`;
    })
    .join(' ; ');
}

/** One row per setting, for the generated page, `.env.example` and `check:config`. */
export function listSettings(): { name: string; help: string; fallback: string; secret: boolean }[] {
  return Object.entries(Settings.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    return {
      name,
      help: schema.description ?? '',
      fallback: fallback.success && fallback.data !== undefined ? String(fallback.data) : '',
      secret: schema.meta()?.['secret'] === true,
    };
  });
}
