// What leaves for an ERP at a given hour, shared by the hub that sends it and the screen that announces it. Pure.
import { ajouterJours, bornesDe, lundiAvant, moisDe, semaineDe } from './calendrier.ts';
import type { FrequenceEnvoi } from './values.ts';

/** What one run carries; days before `du` are late ones. */
export type PeriodeEnvoi = { periode: string; du: string; au: string };
/** A time on the clock of Paris: `2026-11-23`, `06:00`. */
type Horloge = { jour: string; heure: string };

/**
 * What leaves at that hour: the day itself from noon on, else the one before; the last week whose Friday noon has passed; the
 * month itself from the 25th on, else the one before.
 */
export function periodeDueA(
  { frequence, jour }: { frequence: FrequenceEnvoi; jour: number },
  due: Horloge,
): PeriodeEnvoi {
  if (frequence === 'quotidien') {
    const day = due.heure >= '12:00' ? due.jour : ajouterJours(due.jour, -1);
    return { periode: day, du: day, au: day };
  }
  if (frequence === 'mensuel') {
    const mois = moisDe(jour >= 25 ? due.jour : ajouterJours(`${moisDe(due.jour)}-01`, -1));
    const { debut, fin } = bornesDe(mois);
    return { periode: mois, du: debut, au: fin };
  }
  const lundi = lundiAvant(due.jour);
  const isLate = `${ajouterJours(lundi, 4)}T12:00` < `${due.jour}T${due.heure}`;
  const du = isLate ? lundi : ajouterJours(lundi, -7);
  return { periode: semaineDe(du), du, au: ajouterJours(du, 6) };
}
