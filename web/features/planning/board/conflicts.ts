// What the hub tells of a gesture, in one sentence a reason. Pure.

import type { Conflit, Planning } from '#contract/affectation.ts';
import { formatDayMonth, formatShortWeekday } from '#contract/dates.ts';
import { CONFLITS_PLANNING } from '#contract/values.ts';
import { groupBy } from '../../../lib/group-by.ts';

const NAMED = 4;

export type ToldConflict = { key: string; bloquant: boolean; reason: string; who: string };

/** Grouped by reason, the refused ones first; beyond four, the others are counted. */
export function toldConflicts(conflits: readonly Conflit[], planning: Planning): ToldConflict[] {
  const names = new Map(planning.personnes.map(({ id, prenom, nom }) => [id, `${prenom} ${nom}`]));
  const groups = groupBy(conflits, ({ code, bloquant }) => `${bloquant ? 'a' : 'b'}-${code}`);
  return [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, group]) => {
      const { code, bloquant } = group[0]!;
      const named = group
        .slice(0, NAMED)
        .map(
          ({ personne_id, jour }) =>
            `${names.get(personne_id) ?? 'une personne'}, ${formatShortWeekday(jour)} ${formatDayMonth(jour)}`,
        );
      const others = group.length - named.length;
      return {
        key,
        bloquant,
        reason: CONFLITS_PLANNING[code],
        who: named.join(' ; ') + (others > 0 ? ` ; et ${others} de plus` : ''),
      };
    });
}
