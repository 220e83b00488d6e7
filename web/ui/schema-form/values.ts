// Between what a schema holds and what a person has typed so far. Pure.
import { formatMinutes, parseHours } from '../../lib/format.ts';
import type { Field } from './shape.ts';

export type DraftRow = { key: string; draft: Draft };
export type DraftValue = string | boolean | null | string[] | DraftRow[];
export type Draft = Record<string, DraftValue>;

let lastKey = 0;
/** Identifies a row while it is on screen, whatever is typed in it. */
export const rowOf = (draft: Draft): DraftRow => ({ key: `row-${++lastKey}`, draft });

function draftValue(field: Field, value: unknown): DraftValue {
  const given = value ?? field.initial ?? null;
  switch (field.kind) {
    case 'boolean':
      return typeof given === 'boolean' ? given : field.nullable ? null : false;
    case 'choices':
      return Array.isArray(given) ? given.map(String) : [];
    case 'durations':
      return Array.isArray(given) ? given.map(minutes => (minutes ? formatMinutes(Number(minutes)) : '')) : null;
    case 'list':
      return Array.isArray(given) ? given.map(row => rowOf(draftOf(field.item, row as Record<string, unknown>))) : [];
    case 'minutes':
      return typeof given === 'number' ? formatMinutes(given) : '';
    case 'number':
      return typeof given === 'number' ? String(given).replace('.', ',') : '';
    case 'secret':
      return '';
    default:
      return typeof given === 'string' ? given : '';
  }
}

export const draftOf = (fields: Field[], value: Record<string, unknown>): Draft =>
  Object.fromEntries(fields.map(field => [field.name, draftValue(field, value[field.name])]));

/** What cannot be read becomes NaN, so that the schema refuses it and the field says how to write it. */
function readText(field: Field, text: string): unknown {
  const empty = text.trim() === '';
  if (empty && field.nullable && field.kind !== 'secret') return null;
  if (empty && !field.required) return undefined;
  if (field.kind === 'minutes') return parseHours(text) ?? Number.NaN;
  if (field.kind === 'number')
    return empty ? Number.NaN : Number(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  return text;
}

function inputValue(field: Field, value: DraftValue | undefined): unknown {
  if (typeof value === 'string') return readText(field, value);
  if (field.kind === 'durations')
    return (value as string[] | null)?.map(text => (text.trim() ? (parseHours(text) ?? Number.NaN) : 0)) ?? null;
  if (field.kind === 'list') return (value as DraftRow[]).map(row => inputOf(field.item, row.draft));
  return value;
}

/** What the schema is asked to validate. An absent optional field is left out. */
export function inputOf(fields: Field[], draft: Draft): Record<string, unknown> {
  const pairs = fields.map(field => [field.name, inputValue(field, draft[field.name])] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** The fields of `value` that differ from `before`: what a PATCH has to carry. */
export function changedFields<T extends Record<string, unknown>>(
  before: Record<string, unknown>,
  value: T,
): Partial<T> {
  const differs = ([name, now]: [string, unknown]) => JSON.stringify(now) !== JSON.stringify(before[name] ?? null);
  return Object.fromEntries(Object.entries(value).filter(differs)) as Partial<T>;
}
