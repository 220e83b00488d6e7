// What makes the trail a chain: each row's hash covers the row and the hash of the one before (decision 0020).
import { createHash } from 'node:crypto';

/** A row as it is hashed; hashes in hexadecimal. */
export type Link = {
  n: number;
  id: string;
  /** RFC 3339, milliseconds. */
  at: string;
  type: string;
  actor_kind: string;
  actor: string | null;
  subject_kind: string;
  subject_id: string;
  concerne: string | null;
  data: unknown;
  details_hash: string | null;
  prev_hash: string;
};

/** Before the first row. */
export const GENESIS = '0'.repeat(64);

/** One writing for one value: PostgreSQL's jsonb gives keys back in its own order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

export const hashOfLink = (link: Link): string => createHash('sha256').update(canonical(link)).digest('hex');

/** Salted: who keeps the chain after an erasure cannot try the addresses there are. */
export const hashOfDetails = (salt: Uint8Array, details: unknown): string =>
  createHash('sha256').update(salt).update(canonical(details)).digest('hex');
