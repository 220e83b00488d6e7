// Bounded text, shared by every schema: what the outside sends always has a length and no control character.
import { z } from 'zod';

const ONE_LINE = /^[^\u0000-\u001f\u007f\u2028\u2029\ud800-\udfff]*$/u;
const MANY_LINES = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$/u;

/** One line of text, trimmed. `min` and `max` count code points, as PostgreSQL's checks and JSON Schema do (Zod 4.6 does too). */
export const text = (min: number, max: number) => z.string().trim().min(min).max(max).regex(ONE_LINE);

/** Several lines of text, trimmed: tabs and line feeds are allowed, other control characters are not. */
export const lines = (max: number) => z.string().trim().max(max).regex(MANY_LINES);

/** An instant in UTC, RFC 3339, milliseconds: `2026-11-23T08:15:00.000Z`. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ id: 'Instant', example: '2026-11-23T08:15:00.000Z' });

/** A calendar day without a time zone: `2026-11-23`. Bounded: PostgreSQL knows no year 0, and nobody builds in 0206. */
export const Jour = z.iso
  .date()
  .refine(jour => jour >= '1900-01-01' && jour <= '2199-12-31', 'Date attendue entre 1900 et 2199')
  .meta({ id: 'Jour', example: '2026-11-23' });
