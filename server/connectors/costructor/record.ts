// What the translation of any record of theirs has in common.
import type { Ecart, ReadRecord } from '../connector.ts';
import { isPlainId } from './html.ts';

/** Thrown by translations and caught by them: the record cannot be taken in, for this reason at this path. */
export class Unreadable extends Error {
  readonly chemin: string;
  constructor(raison: string, chemin: string) {
    super(raison);
    this.chemin = chemin;
  }
}

type Translated<T> = { record: ReadRecord<T>; ecarts: Ecart[] };

/** Each way in which a page differs from what we expect is told once. */
export function wholePage<T>(read: readonly Translated<T>[]): { records: ReadRecord<T>[]; ecarts: Ecart[] } {
  const ecarts = new Map(read.flatMap(one => one.ecarts).map(ecart => [`${ecart.gravite} ${ecart.chemin}`, ecart]));
  return { records: read.map(one => one.record), ecarts: [...ecarts.values()] };
}

export function cut(text: string, max: number, told: () => unknown): string {
  if (text.length <= max) return text;
  const points = Array.from(text);
  if (points.length <= max) return text;
  told();
  return `${points
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`;
}

export const isId = (id: string | number | undefined): boolean =>
  typeof id === 'string' ? isPlainId(id) : Number.isSafeInteger(id);
