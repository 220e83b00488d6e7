// A person's day being entered: what is proposed, how steppers move it, what leaves for the hub. Pure.
import { minutesDePlage, sommeDesPlages } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import type { Pointage } from '#contract/pointage.ts';
import type { Plage } from '#contract/temps.ts';
import type { Zone } from '#contract/values.ts';
import type { ItemLot } from '../attente/rules.ts';

export type Ligne = {
  /** The pointage it changes; null: a new one. */
  de: Pointage | null;
  chantier_id: string;
  chantier_nom: string;
  couleur: string;
  minutes: number;
  plages: Plage[];
  panier: boolean | null;
  zone: Zone | null;
  commentaire: string;
};

export type Proposition = { source: 'planning' | 'hier'; jour: string; lignes: Ligne[] };

const DAY_MINUTES = 1440;
export const STEP = 15;

export const ligneOf = (pointage: Pointage): Ligne => ({
  de: pointage,
  chantier_id: pointage.chantier_id,
  chantier_nom: pointage.chantier_nom,
  couleur: pointage.couleur,
  minutes: pointage.minutes,
  plages: pointage.plages,
  panier: pointage.panier,
  zone: pointage.zone,
  commentaire: pointage.commentaire ?? '',
});

const EMPTY = { de: null, panier: null, zone: null, commentaire: '' } as const;

export const newLigne = (chantier: { id: string; nom: string; couleur: string }, minutes: number): Ligne => ({
  ...EMPTY,
  chantier_id: chantier.id,
  chantier_nom: chantier.nom,
  couleur: chantier.couleur,
  minutes,
  plages: [],
});

/** By the planning; without it, like the last day that was entered before (`earlier`, any order). */
export function proposalFor(jour: string, feuille: FeuilleHeures, earlier: readonly Pointage[]): Proposition | null {
  const planned = feuille.proposes.filter(propose => propose.jour === jour);
  if (planned.length > 0)
    return { source: 'planning', jour, lignes: planned.map(propose => ({ ...EMPTY, ...propose, de: null })) };
  const before = earlier.filter(pointage => pointage.jour < jour && pointage.statut !== 'rejete');
  const last = before.map(pointage => pointage.jour).toSorted()[before.length - 1];
  if (!last) return null;
  const lignes = before
    .filter(pointage => pointage.jour === last)
    .map(pointage => ({ ...ligneOf(pointage), de: null, commentaire: '' }));
  return { source: 'hier', jour: last, lignes };
}

const shifted = (heure: string, by: number): string => {
  const total = (Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3)) + by + DAY_MINUTES) % DAY_MINUTES;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
};

/** More or less time: the end of the day moves when hours of the clock are known. */
export function stepped<T extends { minutes: number; plages: Plage[] }>(ligne: T, by: number, jour: string): T {
  const minutes = Math.min(DAY_MINUTES, Math.max(STEP, ligne.minutes + by));
  const last = ligne.plages.at(-1);
  if (!last || minutes === ligne.minutes) return { ...ligne, minutes };
  const moved = { debut: last.debut, fin: shifted(last.fin, minutes - ligne.minutes) };
  const plages = [...ligne.plages.slice(0, -1), moved];
  // The last stretch is used up, or runs over midnight into itself: the duration alone stands.
  const stands = last.debut !== moved.fin && sommeDesPlages(jour, plages) === minutes;
  return { ...ligne, minutes, plages: stands ? plages : [] };
}

/** From, to, and a break in the middle of it: what a person knows of his day. */
export type Horaires = { debut: string; fin: string; pause: number };

export function horairesOf(ligne: Ligne): Horaires {
  const [first] = ligne.plages;
  const last = ligne.plages.at(-1);
  if (!first || !last) return { debut: '08:00', fin: shifted('08:00', ligne.minutes + 60), pause: 60 };
  const whole = minutesDePlage('2026-01-05', { debut: first.debut, fin: last.fin });
  return { debut: first.debut, fin: last.fin, pause: Math.max(0, whole - ligne.minutes) };
}

/** The break is at noon when the day runs over it, in its middle otherwise. */
export function withHoraires(ligne: Ligne, { debut, fin, pause }: Horaires, jour: string): Ligne | null {
  const whole = minutesDePlage(jour, { debut, fin });
  if (whole - pause < 1) return null;
  if (pause === 0) return { ...ligne, minutes: whole, plages: [{ debut, fin }] };
  const noon = debut < '12:00' && fin > shifted('12:00', pause) && debut < fin;
  const half = noon ? '12:00' : shifted(debut, Math.floor((whole - pause) / 2));
  const plages = [
    { debut, fin: half },
    { debut: shifted(half, pause), fin },
  ];
  if (plages.some(plage => plage.debut === plage.fin)) return null;
  return { ...ligne, minutes: sommeDesPlages(jour, plages), plages };
}

export const totalOf = (lignes: readonly { minutes: number }[]): number =>
  lignes.reduce((sum, { minutes }) => sum + minutes, 0);

const contentOf = ({ minutes, plages, panier, zone, commentaire }: Ligne) => ({
  minutes,
  plages,
  panier,
  zone,
  commentaire: commentaire.trim() || null,
});

/** What was entered (`before`) and what stands now, as the items of a lot. */
export function itemsOf(place: { personne_id: string; jour: string }, before: Pointage[], lignes: Ligne[]): ItemLot[] {
  const kept = new Set(lignes.map(({ de, chantier_id }) => (de?.chantier_id === chantier_id ? de.id : null)));
  const gone = before
    .filter(({ id }) => !kept.has(id))
    .map(({ chantier_id, version }) => ({ ...place, chantier_id, version, supprimer: true as const }));
  const said = lignes.map(ligne => ({
    ...place,
    chantier_id: ligne.chantier_id,
    ...(ligne.de?.chantier_id === ligne.chantier_id ? { version: ligne.de.version } : {}),
    ...contentOf(ligne),
  }));
  return [...gone, ...said];
}

/** Hours that were validated are corrected for a reason that is told. */
export const asksReason = (before: readonly Pointage[]): boolean => before.some(({ statut }) => statut === 'valide');
