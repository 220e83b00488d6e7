// Drift: the answer is well made, but not what was agreed. Which records are hit depends on the seed and the rule, so
// the same ones are hit at each reading.
import type { Drawn } from '../faults.ts';
import { unit } from '../random.ts';
import type { FaultOf } from './catalogue.ts';

type Record_ = Record<string, unknown>;
type Drift = FaultOf<'drift'>;

const NAMES = ['name', 'lastName', 'fullName'];
const OPTIONAL = ['reference', 'email', 'description', 'notes'];
const LONG = 'Très long nom de chantier '.repeat(400).slice(0, 10_240);

const isRecord = (value: unknown): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function distort(json: unknown, drawn: readonly Drawn[], seed: number): unknown {
  const drifts = drawn.filter(({ fault }) => fault.kind === 'drift');
  if (drifts.length === 0 || !isRecord(json)) return json;
  const change = (row: unknown): unknown => {
    if (!isRecord(row) || typeof row['id'] !== 'string') return row;
    const id = row['id'];
    return drifts.reduce((changed, { rule, fault }) => {
      const drift = fault as Drift;
      const hit = drift.ids ? drift.ids.includes(id) : unit(seed, rule.id, id) < drift.share;
      return hit ? drifted(changed, drift) : changed;
    }, row);
  };
  const { data } = json;
  return { ...json, data: Array.isArray(data) ? data.map(change) : change(data) };
}

const firstOf = (row: Record_, names: readonly string[]): string => names.find(name => name in row) ?? names[0]!;

function drifted(row: Record_, { what, field }: Drift): Record_ {
  const name = field ?? firstOf(row, NAMES);
  const text = typeof row[name] === 'string' ? row[name] : 'Chantier';
  switch (what) {
    case 'new_field':
      return { ...row, [field ?? 'phase']: 'études' };
    case 'new_enum':
      return { ...row, ...newValue(row, field) };
    case 'missing_optional':
      return without(row, field ?? firstOf(row, OPTIONAL));
    case 'missing_required':
      return without(row, name);
    case 'number_to_string':
      return { ...row, ...asStrings(row, field) };
    case 'renamed':
      return { ...without(row, name), title: row[name] };
    case 'null_required':
      return { ...row, [name]: null };
    case 'nested':
      return { ...row, [name]: { value: row[name] } };
    case 'long_name':
      return { ...row, [name]: LONG };
    case 'html_name':
      return { ...row, [name]: `<p><strong>${text.replaceAll(/<[^>]*>/g, '')}</strong><br>&amp; annexes</p>` };
    default:
      return what satisfies never;
  }
}

const without = (row: Record_, name: string): Record_ =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

function newValue(row: Record_, field: string | null): Record_ {
  if (field !== null) return { [field]: 'valeur_nouvelle' };
  if ('role' in row) return { role: 'apprenti' };
  if ('kind' in row) return { kind: 'sous_tache' };
  return { status: { id: 'st_nouveau', name: 'Litige en cours', position: 99 } };
}

function asStrings(row: Record_, field: string | null): Record_ {
  const numbers = Object.entries(row).filter(([key, value]) => typeof value === 'number' && (!field || key === field));
  return Object.fromEntries(numbers.map(([key, value]) => [key, String(value)]));
}
