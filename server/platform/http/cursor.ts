// Opaque, signed place in a list. It names the database it came from: after a restore it answers 410 (settled.md 20).
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/**
 * `sync`, in the order of change: the day (UTC) since which the reader has not read to the end, and what he could see then.
 * What was deleted longer ago is forgotten, and what he lost from sight otherwise cannot be told.
 */
export type Sync = { since: string; perimeter: string };
export type After = { key: string; id: string; sync?: Sync };
const Place = z.tuple([
  z.string(),
  z.string(),
  z.string().max(600),
  z.uuid(),
  z.strictObject({ since: z.iso.date(), perimeter: z.string().max(50) }).nullable(),
]);

export type Cursors = {
  /** `list` says which list and order the place belongs to: route and filters, never the limit. */
  seal: (list: string, after: After) => string;
  /** Throws cursor.invalid (400) or cursor.gone (410). */
  open: (list: string, cursor: string) => After;
};

export function makeCursors({ key, base_id }: { key: Buffer; base_id: string }): Cursors {
  const secret = createSecretKey(key);
  const sign = (payload: string) => createHmac('sha256', secret).update(payload).digest().subarray(0, 12);
  return {
    seal: (list, { key: place, id, sync }) => {
      const payload = Buffer.from(JSON.stringify([base_id, list, place, id, sync ?? null])).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    open: (list, cursor) => {
      const [payload = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new AppError('cursor.invalid');
      const parsed = Place.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      // Ours, of a version that wrote places otherwise.
      if (!parsed.success) throw new AppError('cursor.gone');
      const [base, from, place, id, sync] = parsed.data;
      if (base !== base_id) throw new AppError('cursor.gone');
      if (from !== list) throw new AppError('cursor.invalid');
      return { key: place, id, ...(sync ? { sync } : {}) };
    },
  };
}
