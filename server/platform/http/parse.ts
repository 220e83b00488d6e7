// Input of a request against its record: every wrong field at once, each with its JSON pointer (RFC 6901).
import { z } from 'zod';
import { AppError, type FieldError } from '../errors.ts';
import { takeFields } from '../reads/fields.ts';
import type { Language } from './conventions/language.ts';
import type { AnyRoute } from './route.ts';

z.config(z.locales.fr());
const ENGLISH = z.locales.en().localeError;

const NOTHING = z.strictObject({});
/** Bodies that say nothing: a POST without a schema takes no body, or an empty object. */
const NO_BODY = z.union([z.undefined(), z.null(), NOTHING]);

export type Raw = { params: unknown; query: unknown; body: unknown };
type Parsed = Raw & { fields: readonly string[] | null };

/** Throws AppError('invalid') naming every wrong field; values are not repeated. */
export function parseInput(record: AnyRoute, raw: Raw, language: Language = 'fr'): Parsed {
  const errors: FieldError[] = [];
  const { query, fields } = takeFields(record, raw.query, errors);
  const parsed = {
    fields,
    params: parsePart(record.params ?? NOTHING, raw.params, { prefix: '#/params', errors, language }),
    query: parsePart(record.query ?? NOTHING, query, { prefix: '#/query', errors, language }),
    body: parsePart(record.body ?? NO_BODY, raw.body, { prefix: '', errors, language }),
  };
  if (errors.length > 0) throw new AppError('invalid', { errors });
  return parsed;
}

/** What the schema makes of the value; undefined when it does not fit, `errors` then naming its wrong fields under `prefix`. */
export function parsePart<T>(
  schema: z.ZodType<T>,
  value: unknown,
  { prefix, errors, language = 'fr' }: { prefix: string; errors: FieldError[]; language?: Language },
): T | undefined {
  const result = schema.safeParse(value, language === 'en' ? { error: ENGLISH } : undefined);
  if (result.success) return result.data;
  errors.push(...result.error.issues.flatMap(issue => toFieldErrors(issue, prefix, language)));
  return undefined;
}

function toFieldErrors(issue: z.core.$ZodIssue, prefix: string, language: Language): FieldError[] {
  const at = (path: readonly PropertyKey[]) => prefix + path.map(step => `/${escapePointer(String(step))}`).join('');
  const code = String(issue.code ?? 'invalid').slice(0, 100);
  if (issue.code === 'unrecognized_keys') {
    const message = language === 'en' ? 'Unknown field' : 'Champ inconnu';
    return issue.keys.slice(0, 20).map(key => ({ pointer: at([...issue.path, key]), code, message }));
  }
  return [{ pointer: at(issue.path).slice(0, 500), code, message: issue.message.slice(0, 500) }];
}

const escapePointer = (step: string): string => step.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
