// Bounded text, shared by every schema: what the outside sends always has a length and no control character.
import { z } from 'zod';

const ONE_LINE = /^[^\u0000-\u001f\u007f\u2028\u2029\ud800-\udfff]*$/u;
const MANY_LINES = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$/u;

/** One line of text, trimmed. `max` counts UTF-16 units, as PostgreSQL's checks and HTML's maxlength nearly do. */
export const text = (min: number, max: number) => z.string().trim().min(min).max(max).regex(ONE_LINE);

/** Several lines of text, trimmed: tabs and line feeds are allowed, other control characters are not. */
export const lines = (max: number) => z.string().trim().max(max).regex(MANY_LINES);

/** An instant in UTC, RFC 3339, milliseconds: `2026-11-23T08:15:00.000Z`. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ id: 'Instant', example: '2026-11-23T08:15:00.000Z' });

/** A calendar day without a time zone: `2026-11-23`. */
export const Jour = z.iso.date().meta({ id: 'Jour', example: '2026-11-23' });
