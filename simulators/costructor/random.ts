// Everything random here is drawn from a seed: a failing run is replayed by its number.

const GOLDEN = 0x6d2b79f5;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function mixed(state: number): number {
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

/** A number in [0, 1) that depends on its arguments alone, not on how many were drawn before. */
export const unit = (...parts: (string | number)[]): number => mixed((hash(parts.join('\u0000')) + GOLDEN) | 0);

export type Sequence = () => number;

/** Numbers in [0, 1), one after the other, always the same for the same words. */
export function sequence(...parts: (string | number)[]): Sequence {
  let state = hash(parts.join('\u0000')) | 0;
  return () => {
    state = (state + GOLDEN) | 0;
    return mixed(state);
  };
}

export const pick = <T>(next: Sequence, from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
export const between = (next: Sequence, low: number, high: number): number =>
  low + Math.floor(next() * (high - low + 1));

/** 26 characters, lower case, shaped like a ULID: ten for `ms` (milliseconds since 1970), sixteen drawn. */
export function ulidLike(ms: number, next: Sequence): string {
  let text = '';
  for (let rest = Math.floor(ms), i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32]! + text;
  for (let i = 0; i < 16; i++) text += ALPHABET[Math.floor(next() * 32)]!;
  return text;
}
