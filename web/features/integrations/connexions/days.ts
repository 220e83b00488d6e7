// The last thirty days of a connexion, one mark a day. Pure.
import type { ErpLink } from '#contract/erp-link.ts';
import { formatCount, parisDay } from '../../../lib/format.ts';

export const DAYS = 30;
const DAY_MS = 86_400_000;

export type DayMark = 'rien' | 'reussi' | 'partiel' | 'echoue';
export type HealthDay = { jour: string; mark: DayMark; reussis: number; partiels: number; echoues: number };

/** A failed day that ended well is partial: what the eye looks for is the day where nothing came. */
function markOf({ reussis, partiels, echoues }: Pick<HealthDay, 'reussis' | 'partiels' | 'echoues'>): DayMark {
  if (reussis + partiels + echoues === 0) return 'rien';
  if (echoues > 0 && reussis + partiels === 0) return 'echoue';
  return echoues + partiels > 0 ? 'partiel' : 'reussi';
}

/** Thirty days to today, oldest first. `now` in milliseconds; days are those of Paris. */
export function healthDays(jours: ErpLink['jours'], now: number): HealthDay[] {
  const known = new Map(jours.map(day => [day.jour, day]));
  // Noon: a day of 23 or 25 hours never skips nor repeats one.
  const noon = Date.parse(`${parisDay(now)}T12:00:00Z`);
  return Array.from({ length: DAYS }, (_, index) => {
    const jour = parisDay(noon - (DAYS - 1 - index) * DAY_MS);
    const { reussis = 0, partiels = 0, echoues = 0 } = known.get(jour) ?? {};
    return { jour, reussis, partiels, echoues, mark: markOf({ reussis, partiels, echoues }) };
  });
}

export function sayDays(days: readonly HealthDay[], without = 'sans lecture'): string {
  const count = (mark: DayMark) => days.filter(day => day.mark === mark).length;
  const parts = [
    formatCount(count('reussi'), 'jour réussi', 'jours réussis'),
    ...(count('partiel') > 0 ? [formatCount(count('partiel'), 'jour en partie', 'jours en partie')] : []),
    ...(count('echoue') > 0 ? [formatCount(count('echoue'), 'jour en échec', 'jours en échec')] : []),
    ...(count('rien') > 0 ? [`${formatCount(count('rien'), 'jour', 'jours')} ${without}`] : []),
  ];
  return parts.join(', ');
}
