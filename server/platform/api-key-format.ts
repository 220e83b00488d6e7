// The shape of our secrets: why base62 and a checksum, docs/decisions/0010.
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
const SECRET_CHARS = 43;
const CRC_CHARS = 6;
const SHAPE = /^hbc_(?:test_)?[0-9A-Za-z]{49}$/;

/** Big-endian, padded on the left with `0` to `width` characters, so that the length tells nothing. */
export function base62(bytes: Uint8Array, width: number): string {
  let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; rest > 0n; rest /= 62n) text = ALPHABET.charAt(Number(rest % 62n)) + text;
  return text.padStart(width, '0');
}

/** At each request of a key: in plain numbers, which hold its 32 bits. */
function checksum(text: string): string {
  let digits = '';
  for (let rest = crc32(text); digits.length < CRC_CHARS; rest = Math.floor(rest / 62)) {
    digits = ALPHABET.charAt(rest % 62) + digits;
  }
  return digits;
}

/** A secret of `prefix` and 32 bytes in 43 base62 characters: no `-` nor `_`, so that a double click takes it whole. */
export const secretText = (prefix: string, bytes: Uint8Array = randomBytes(SECRET_BYTES)): string =>
  prefix + base62(bytes, SECRET_CHARS);

/** The key of these 32 bytes: random ones in the product, fixed ones in the test vectors. */
export function apiKeyFrom(bytes: Uint8Array, { test = false }: { test?: boolean } = {}): string {
  const body = secretText(test ? 'hbc_test_' : 'hbc_', bytes);
  return body + checksum(body);
}

export const newApiKey = (options: { test?: boolean } = {}): string => apiKeyFrom(randomBytes(SECRET_BYTES), options);

/** Whether it can be one of our keys: a flood of garbage is refused without asking the database. Proves no right. */
export const apiKeyShape = (token: string): boolean =>
  SHAPE.test(token) && checksum(token.slice(0, -CRC_CHARS)) === token.slice(-CRC_CHARS);

/** What may be kept and shown of a key: first 8 and last 4 characters. */
export const apiKeyPreview = (key: string): string => `${key.slice(0, 8)}…${key.slice(-4)}`;
