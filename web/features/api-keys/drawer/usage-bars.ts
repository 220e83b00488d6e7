// One bar for each of the thirty days up to today, days without use included. Pure.
import type { UsageApiKey } from '#contract/api-key.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** `share` and `refused`: parts of the height of the highest bar, from 0 to 1. */
export type Bar = { jour: string; acceptees: number; refusees: number; share: number; refused: number };

/** `today` is a day of Paris, as the days of the answer are. */
export function barsOf(items: UsageApiKey['items'], today: string): Bar[] {
  const known = new Map(items.map(item => [item.jour, item]));
  const bars = Array.from({ length: DAYS }, (_, index) => {
    const jour = new Date(Date.parse(`${today}T00:00:00Z`) - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    const day = known.get(jour);
    const refusees = (day?.refusees ?? []).reduce((total, { n }) => total + n, 0);
    return { jour, acceptees: day?.acceptees ?? 0, refusees };
  });
  const highest = Math.max(1, ...bars.map(bar => bar.acceptees + bar.refusees));
  return bars.map(bar => ({ ...bar, share: bar.acceptees / highest, refused: bar.refusees / highest }));
}
