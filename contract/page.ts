import { z } from 'zod';

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

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item).max(200),
    next_cursor: z
      .string()
      .max(CURSOR_MAX)
      .nullable()
      .meta({ description: 'À renvoyer pour la suite ; null à la dernière page' }),
  });

export type Page<T> = { items: T[]; next_cursor: string | null };

export const ById = z.strictObject({ id: z.uuid() });
