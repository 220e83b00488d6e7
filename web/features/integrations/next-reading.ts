import type { ErpLink } from '#contract/erp-link.ts';
import { formatClock } from '../../lib/format.ts';

/** When the ERP is asked next, in words: nothing while it is stopped, the next try while it is away. `now` in milliseconds. */
export function nextReading(link: ErpLink, now: number): string {
  if (link.etat !== 'active' || !link.premier_import_at) return 'Aucune prévue';
  const at = link.indisponible_depuis ? link.prochain_essai_at : link.prochaine_lecture_at;
  return !at || Date.parse(at) <= now ? 'Dans un instant' : formatClock(at, now);
}
