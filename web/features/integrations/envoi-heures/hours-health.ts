// How the sending of hours fares on one connexion, from its runs. Pure.
import type { ErpLink } from '#contract/erp-link.ts';
import type { Envoi } from '#contract/export.ts';
import { parisDay } from '../../../lib/format.ts';

type Run = Pick<Envoi, 'statut' | 'finished_at'>;
export type HoursHealth = { last_success_at: string | null; failures: number; jours: ErpLink['jours'] };

const COUNTED: Partial<Record<Envoi['statut'], 'reussis' | 'partiels' | 'echoues'>> = {
  succeeded: 'reussis',
  partial: 'partiels',
  failed: 'echoues',
};

/** `runs`: the latest first. A run that a person gave up says nothing of the ERP. */
export function hoursHealth(runs: readonly Run[]): HoursHealth {
  const over = runs.filter(({ statut }) => COUNTED[statut] !== undefined);
  const good = over.findIndex(({ statut }) => statut !== 'failed');
  const days = new Map<string, ErpLink['jours'][number]>();
  for (const { statut, finished_at } of over) {
    const kind = COUNTED[statut];
    if (!kind || !finished_at) continue;
    const jour = parisDay(Date.parse(finished_at));
    const day = days.get(jour) ?? { jour, reussis: 0, partiels: 0, echoues: 0 };
    days.set(jour, { ...day, [kind]: day[kind] + 1 });
  }
  return {
    last_success_at: over[good]?.finished_at ?? null,
    failures: good === -1 ? over.length : good,
    jours: [...days.values()].toReversed(),
  };
}
