// What a person reads beside a wrong field: what is expected, never the machine's words. Pure.
import type { z } from 'zod';
import { formatNumber } from '../../lib/format.ts';
import type { Field } from './shape.ts';

export type Errors = Record<string, string>;
type Issue = z.core.$ZodIssue;

const MISSING = 'À remplir.';

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>): string {
  const least = Number(issue.minimum);
  if (issue.origin === 'string') return least <= 1 ? MISSING : `Au moins ${least} caractères.`;
  if (issue.origin === 'array') return 'Choisissez-en au moins un.';
  return `Au moins ${formatNumber(least)}.`;
}

function tooBig(issue: Extract<Issue, { code: 'too_big' }>): string {
  const most = formatNumber(Number(issue.maximum));
  if (issue.origin === 'string') return `${most} caractères au plus.`;
  if (issue.origin === 'array') return `${most} au plus.`;
  return `${most} au plus.`;
}

const FORMATS: Partial<Record<Field['kind'], string>> = {
  email: 'Écrivez un e-mail comme m.durand@exemple.fr.',
  tel: 'Écrivez un téléphone comme 06 12 34 56 78.',
  day: 'Choisissez une date qui existe.',
  minutes: 'Écrivez une durée comme 7 h 20 ou 120 h.',
  number: 'Écrivez un nombre, par exemple 45,76.',
  colour: 'Choisissez une couleur.',
};

function badFormat(field: Field | undefined): string {
  const known = field && FORMATS[field.kind];
  if (known) return known;
  return field?.example
    ? `Ce n’est pas la forme attendue : par exemple ${field.example}.`
    : 'Ce n’est pas la forme attendue.';
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

function messageOf(issue: Issue, field: Field | undefined, value: unknown): string {
  if (isEmpty(value)) return MISSING;
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'custom':
      return issue.message;
    case 'invalid_value':
      return 'Choisissez dans la liste.';
    default:
      return badFormat(field);
  }
}

const at = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** The field a path leads to, through the rows of lists. */
export function fieldAt(fields: Field[], path: PropertyKey[]): Field | undefined {
  const [name, , ...rest] = path;
  const field = fields.find(candidate => candidate.name === name);
  return field && field.kind === 'list' && rest.length > 0 ? fieldAt(field.item, rest) : field;
}

/** One message per path (`contacts.0.nom`), the first met. */
export function errorsOf(issues: readonly Issue[], fields: Field[], input: unknown): Errors {
  const errors: Errors = {};
  for (const issue of issues) {
    const path = issue.path.join('.');
    errors[path] ??= messageOf(issue, fieldAt(fields, issue.path), at(input, issue.path));
  }
  return errors;
}

/** `/contacts/0/nom` or `#/contacts/0/nom` (RFC 6901) as a path of the form. */
export const pathOfPointer = (pointer: string): string =>
  pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
