import { z } from 'zod';
import { Instant } from './text.ts';

/** Holds the longest place there is: 255 signs of four bytes (`nom`), with its ids, in base64. */
const CURSOR_MAX = 2000;

/** Query of every list. `cursor` is opaque: it carries the sort, the last row and the database it came from. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Nombre d’éléments, 200 au plus' }),
  cursor: z
    .string()
    .max(CURSOR_MAX)
    .regex(/^[A-Za-z0-9_.-]+$/)
    .optional()
    .meta({ description: 'Curseur `next_cursor` de la page précédente' }),
});

/** Bounded: PostgreSQL knows no year 0. */
export const Depuis = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine(instant => instant >= '1900' && instant < '2200', 'Instant attendu entre 1900 et 2199');

/** What a list that can be followed in the order of change also takes (`changes` of its record). */
export const ChangesQuery = PageQuery.extend({
  updated_since: Depuis.optional().meta({
    description: 'Modifiés à partir de cet instant',
    example: '2026-11-23T08:15:00Z',
  }),
  include_deleted: z.enum(['true', 'false']).optional().meta({
    description: 'Avec `sort=changed` : dire aussi, dans `deleted`, ce qui a été supprimé ou ne vous est plus visible',
  }),
});

/** Laid over such a query: what is gone is told in the order of change, and nowhere else. */
export const deletionsInOrder = <Q extends z.ZodType<{ include_deleted?: string | undefined; sort: string }>>(
  query: Q,
) =>
  query.refine(({ include_deleted, sort }) => include_deleted !== 'true' || sort === 'changed', {
    message: 'Demande aussi sort=changed',
    path: ['include_deleted'],
  });

const nextCursor = z.string().max(CURSOR_MAX).nullable();

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item).max(200),
    next_cursor: nextCursor.meta({ description: 'À renvoyer pour la suite ; null à la dernière page' }),
  });

/** What is gone for the caller: deleted, or out of his sight. */
export const Tombstone = z.strictObject({ id: z.uuid(), deleted_at: Instant }).meta({ id: 'Tombstone' });

/** `has_more` is there in the order of change, where the cursor never is null; `deleted` when it is asked for. */
export const changesPageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item).max(200),
    deleted: z
      .array(Tombstone)
      .max(200)
      .optional()
      .meta({ description: 'Avec `include_deleted` : ce qui a été supprimé ou ne vous est plus visible' }),
    next_cursor: nextCursor.meta({
      description:
        'À renvoyer pour la suite. Avec `sort=changed` jamais null : gardez-le pour la prochaine synchronisation',
    }),
    has_more: z
      .boolean()
      .optional()
      .meta({ description: 'Avec `sort=changed` : il reste des pages à lire maintenant' }),
  });

export type Page<T> = { items: T[]; next_cursor: string | null };

/** Days for which a reader in the order of change may stay away: beyond, what was deleted is forgotten. */
export const TOMBSTONE_DAYS = 90;

export const ById = z.strictObject({ id: z.uuid() });
