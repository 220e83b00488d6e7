// How fast an ERP is read, and how long it still takes. Pure.
import { formatNumber } from '../../lib/format.ts';

/** `at` in milliseconds by the hub's clock. */
export type Sample = { at: number; read: number };

/** Long enough to even out pages, short enough to feel a pause asked by the ERP. */
const WINDOW_MS = 45_000;
/** Fewer seconds than this say nothing. */
const LEAST_MS = 1500;

export function keepSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  // A run that starts again, or another run.
  const known = last && next.read < last.read ? [] : samples;
  if (last && next.at <= last.at && next.read === last.read) return [...known];
  return [...known, next].filter(sample => next.at - sample.at <= WINDOW_MS);
}

/** Chantiers a minute; null while too little is known. */
export function paceOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < LEAST_MS || last.read <= first.read) return null;
  return ((last.read - first.read) / (last.at - first.at)) * 60_000;
}

/** `840 par minute · encore 3 min environ`; empty while too little is known. */
export function sayPace(pace: number | null, left: number | null): string {
  if (pace === null) return '';
  const rounded = pace >= 100 ? Math.round(pace / 10) * 10 : Math.max(1, Math.round(pace));
  const speed = `${formatNumber(rounded)}\u00a0par minute`;
  if (left === null) return speed;
  const minutes = left / pace;
  if (minutes < 0.75) return `${speed} · moins d’une minute`;
  const hours = minutes / 60;
  return hours >= 2
    ? `${speed} · encore ${formatNumber(Math.round(hours))}\u00a0h environ`
    : `${speed} · encore ${formatNumber(Math.ceil(minutes))}\u00a0min environ`;
}
