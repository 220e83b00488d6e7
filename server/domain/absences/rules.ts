// Decisions on absences: pure, no database, no clock.
import { ABSENCE_DAYS_MAX, type UpdateAbsence } from '#contract/absence.ts';
import { ajouterJours, joursEntre, lundiAvant } from '#contract/calendrier.ts';
import type { MomentAbsence, MotifAbsence } from '#contract/values.ts';

export type Jours = { debut: string; fin: string };
export type Champs = Jours & { moment: MomentAbsence; motif: MotifAbsence | null; commentaire: string | null };

/** What its dates and its moment say together. */
export function coherence({
  debut,
  fin,
  moment,
}: Champs): 'absence.dates_inverted' | 'absence.trop_longue' | 'absence.demi_journee' | null {
  if (fin < debut) return 'absence.dates_inverted';
  if (joursEntre(debut, fin) > ABSENCE_DAYS_MAX) return 'absence.trop_longue';
  return moment !== 'journee' && debut !== fin ? 'absence.demi_journee' : null;
}

const CHAMPS = ['debut', 'fin', 'moment', 'motif', 'commentaire'] as const;
export const changedFields = (avant: Champs, change: UpdateAbsence): (typeof CHAMPS)[number][] =>
  CHAMPS.filter(name => change[name] !== undefined && change[name] !== avant[name]);

/** Pay reckons by weeks: the Mondays of those that these days touch, once each. */
export function lundisTouches(periodes: readonly Jours[]): string[] {
  const lundis = new Set<string>();
  for (const { debut, fin } of periodes) {
    for (let lundi = lundiAvant(debut); lundi <= fin; lundi = ajouterJours(lundi, 7)) lundis.add(lundi);
  }
  return [...lundis].toSorted();
}

type Qui = { role: string | null; gestionnaire_paie: boolean; personne_id: string | null };

export const tientLaPaie = ({ role, gestionnaire_paie }: Qui): boolean =>
  role === 'administrateur' || gestionnaire_paie;

/** Whoever entered it goes on with it until its reason is said: from then on it is pay's. */
export const peutChanger = (qui: Qui, absence: { motif: MotifAbsence | null; saisie_par: string | null }): boolean =>
  tientLaPaie(qui) || (absence.motif === null && absence.saisie_par !== null && absence.saisie_par === qui.personne_id);

/** What the events on an absence carry: when, and never why. */
export const factOf = ({ id, personne_id, debut, fin }: Jours & { id: string; personne_id: string }) => ({
  absence_id: id,
  personne_id,
  debut,
  fin,
});
