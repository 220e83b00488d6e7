// `fields=a,b`: only these of each element, on every read of the public API. The names are those of the reply's schema.
import { z } from 'zod';
import type { FieldError } from '../errors.ts';
import type { AnyRoute } from '../http/route.ts';

const MAX_LENGTH = 2000;
const known = new WeakMap<AnyRoute, readonly string[] | null>();

/** What `fields` may name on this route; null where it does not apply. */
export function fieldNames(record: AnyRoute): readonly string[] | null {
  let names = known.get(record);
  if (names === undefined) {
    names = findNames(record);
    known.set(record, names);
  }
  return names;
}

function findNames(record: AnyRoute): readonly string[] | null {
  if (record.base !== 'v1' || !('list' in record || 'read' in record)) return null;
  if ('produces' in record || !(record.reply instanceof z.ZodObject)) return null;
  const { items } = record.reply.shape as Record<string, unknown>;
  const shown = items instanceof z.ZodArray ? items.element : record.reply;
  return shown instanceof z.ZodObject ? Object.keys(shown.shape) : null;
}

type Split = { query: unknown; fields: readonly string[] | null };

/** Takes `fields` out of the query. A wrong name is added to `errors`, and not repeated. The names come sorted, once each. */
export function takeFields(record: AnyRoute, query: unknown, errors: FieldError[]): Split {
  const allowed = fieldNames(record);
  if (!allowed || typeof query !== 'object' || query === null || !('fields' in query)) return { query, fields: null };
  const { fields: asked, ...rest } = query;
  const names = typeof asked === 'string' && asked.length <= MAX_LENGTH ? asked.split(',') : [''];
  if (!names.every(name => allowed.includes(name))) {
    const message = `Noms de champs attendus, séparés par des virgules : ${allowed.join(', ')}`;
    errors.push({ pointer: '#/query/fields', code: 'invalid_value', message: message.slice(0, 500) });
    return { query: rest, fields: null };
  }
  return { query: rest, fields: [...new Set(names)].toSorted() };
}

/** Of each element of a list, or of the reply itself. */
export function cutFields(body: Buffer, fields: readonly string[]): Buffer {
  const whole = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const cut = Array.isArray(whole['items'])
    ? { ...whole, items: whole['items'].map(item => pick(item as object, fields)) }
    : pick(whole, fields);
  return Buffer.from(JSON.stringify(cut));
}

const pick = (item: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name)));
