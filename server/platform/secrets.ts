import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { StartRefused } from './start-refused.ts';

/** A value that prints as `***` wherever it is written by mistake; only `reveal()` gives it. */
export type Secret = { reveal(): string; toString(): string; toJSON(): string };

export function makeSecret(value: string): Secret {
  const hidden = () => '***';
  return Object.freeze({ reveal: () => value, toString: hidden, toJSON: hidden, [inspect.custom]: hidden });
}

/** Keys for secrets at rest. The first encrypts, all decrypt: turning a key is putting a new one in front. */
export type Keyring = {
  readonly current: string;
  readonly ids: readonly string[];
  bytes(id: string): Buffer | undefined;
};

/** The value was altered, moved to another row, or its key is not in the keyring. Never says which secret. */
export class SecretUnreadable extends Error {
  override name = 'SecretUnreadable';
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENTRY = /^([a-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

function parseKeys(text: string, origin: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(/[,\s]+/).filter(part => part !== '')) {
    const [, id, base64] = ENTRY.exec(entry) ?? [];
    if (!id || !base64) {
      throw new StartRefused(
        `${origin} : clé de chiffrement illisible. Attendu : identifiant:base64 de 32 octets, séparés par des virgules ` +
          '(pour en créer une : openssl rand -base64 32).',
      );
    }
    if (keys.has(id)) throw new StartRefused(`${origin} : l’identifiant de clé « ${id} » est donné deux fois.`);
    keys.set(id, Buffer.from(base64, 'base64'));
  }
  const [current] = keys.keys();
  if (!current) throw new StartRefused(`${origin} : aucune clé de chiffrement.`);
  return Object.freeze({ current, ids: [...keys.keys()], bytes: (id: string) => keys.get(id) });
}

function syncFolder(folder: string) {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Whole or absent, and the first of two racing starters wins: written aside, synced, then linked under its name. */
function createKeyFile(file: string) {
  const aside = join(dirname(file), `.encryption-keys-${randomBytes(8).toString('hex')}`);
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeSync(handle, `k${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}\n`);
    fsyncSync(handle);
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(handle);
    unlinkSync(aside);
  }
  syncFolder(dirname(file));
}

function readKeyFile(file: string): string | null {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { mode } = fstatSync(handle);
    if ((mode & 0o077) !== 0) {
      const seen = (mode & 0o777).toString(8).padStart(4, '0');
      throw new StartRefused(
        `${file} : droits ${seen}, d’autres comptes peuvent lire les clés. Corrigez par : chmod 600 ${file}`,
      );
    }
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

/**
 * Keys from the environment (`id:base64[,id:base64…]`, 32 bytes each), else from `file` (0600), made at the first start.
 * With `create: false` a missing file is refused: the database already holds values only the lost key can read.
 * Throws StartRefused, and changes nothing, for anything unreadable.
 */
export function openKeyring(options: { env?: string; file: string; create?: boolean }): Keyring {
  const { env, file, create = true } = options;
  if (env !== undefined && env.trim() !== '') return parseKeys(env, 'HUB_ENCRYPTION_KEYS');
  try {
    const found = readKeyFile(file);
    if (found !== null) return parseKeys(found, file);
    if (!create) {
      throw new StartRefused(
        `${file} : fichier de clés absent alors que la base contient des secrets chiffrés. Restaurez-le depuis votre sauvegarde ou donnez HUB_ENCRYPTION_KEYS.`,
      );
    }
    createKeyFile(file);
    return parseKeys(readKeyFile(file) ?? '', file);
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartRefused(`${file} : fichier de clés illisible ou impossible à créer (${code ?? message}).`, {
      cause: error,
    });
  }
}

function bytesOf(keyring: Keyring, id: string): Buffer {
  const bytes = keyring.bytes(id);
  if (!bytes) throw new SecretUnreadable(`Clé de chiffrement « ${id} » absente du trousseau.`);
  return bytes;
}

/** 32 bytes for one purpose (HKDF-SHA-256), from the current key or the one named: what leaks for one use says nothing of another. */
export function deriveKey(keyring: Keyring, purpose: string, key_id = keyring.current): Buffer {
  return Buffer.from(hkdfSync('sha256', bytesOf(keyring, key_id), 'hub-chantier', purpose, KEY_BYTES));
}

/** Names a key without telling it: kept in the database, compared at start with `knowsFingerprint`. */
export const keyFingerprint = (keyring: Keyring, key_id = keyring.current): string =>
  `${key_id}:${deriveKey(keyring, 'fingerprint', key_id).toString('hex').slice(0, 32)}`;

/** Whether the key of this fingerprint is in the keyring, in front or behind. */
export const knowsFingerprint = (keyring: Keyring, fingerprint: string): boolean =>
  keyring.ids.some(id => keyFingerprint(keyring, id) === fingerprint);

const cipherKey = (keyring: Keyring, id: string) => deriveKey(keyring, 'seal', id);
const boundTo = (id: string, context: string) => Buffer.from(`v1.${id}.${context}`, 'utf8');

/**
 * AES-256-GCM with the current key: `v1.<key id>.<iv>.<tag>.<text>` in base64url.
 * `context` says where the value lives (`erp_links.credentials.<row id>`): it opens nowhere else.
 */
export function seal(keyring: Keyring, plain: string, context: string): string {
  const id = keyring.current;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(keyring, id), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(id, context));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return ['v1', id, ...[iv, cipher.getAuthTag(), text].map(part => part.toString('base64url'))].join('.');
}

/** One text per value: a last character with other spare bits is an alteration too. */
function canonicalBytes(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new SecretUnreadable('Valeur chiffrée de forme inconnue.');
  return bytes;
}

/** The text given to `seal` with the same context; throws SecretUnreadable for anything else. */
export function open(keyring: Keyring, sealed: string, context: string): string {
  const [version, id, iv64, tag64, text64, more] = sealed.split('.');
  if (version !== 'v1' || !id || !iv64 || !tag64 || text64 === undefined || more !== undefined) {
    throw new SecretUnreadable('Valeur chiffrée de forme inconnue.');
  }
  const [iv, tag, text] = [iv64, tag64, text64].map(canonicalBytes) as [Buffer, Buffer, Buffer];
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES)
    throw new SecretUnreadable('Valeur chiffrée de forme inconnue.');
  const decipher = createDecipheriv('aes-256-gcm', cipherKey(keyring, id), iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(id, context));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    throw new SecretUnreadable('Valeur chiffrée altérée, déplacée, ou clé différente sous le même identifiant.');
  }
}

/** The key id of a sealed value, so that a re-encryption after a turn finds what is left to do. */
export const sealedWith = (sealed: string): string | undefined => sealed.split('.')[1];
