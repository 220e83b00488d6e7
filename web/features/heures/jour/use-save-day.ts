// A day of one's own, from its lines to what is sent.
import type { Pointage } from '#contract/pointage.ts';
import { useMoi } from '../../../lib/session.ts';
import type { Lot } from '../attente/rules.ts';
import type { Issue } from '../attente/send.ts';
import { useSaveEntree } from '../attente/use-save.ts';
import { fullName } from '../words.ts';
import { itemsOf, type Ligne } from './day-rules.ts';

type Day = { jour: string; before: Pointage[]; lignes: Ligne[]; motif?: string };

export function useSaveDay(): (day: Day) => Promise<Issue> {
  const moi = useMoi();
  const save = useSaveEntree();
  return async ({ jour, before, lignes, motif }) => {
    const items = itemsOf({ personne_id: moi.id, jour }, before, lignes);
    const chantiers = [...before, ...lignes].map(({ chantier_id, chantier_nom }) => [chantier_id, chantier_nom]);
    const lot: Lot = { items, absences: [], soumettre: true, ...(motif ? { motif } : {}) };
    return await save({ jour, lot, noms: { ...Object.fromEntries(chantiers), [moi.id]: fullName(moi) } });
  };
}
