// A team's day being entered: who is there, like whom, and what of it leaves for the hub. Pure.
import { ajouterJours, jourDeSemaine } from '#contract/calendrier.ts';
import type { EquipeDuJour, Pointage } from '#contract/pointage.ts';
import type { Plage } from '#contract/temps.ts';
import type { Zone } from '#contract/values.ts';
import type { ItemLot, Lot } from '../attente/rules.ts';

export type Personne = EquipeDuJour['personnes'][number];
/** `dehors`: in the team, and not here that day. */
export type Presence = 'present' | 'absent' | 'dehors';
export type Rang = {
  personne: Personne;
  presence: Presence;
  minutes: number;
  plages: Plage[];
  panier: boolean | null;
  zone: Zone | null;
};

const contentOf = (personne: Personne): Omit<Rang, 'personne' | 'presence'> => {
  const { pointage, propose } = personne;
  const { minutes, plages } = pointage ?? propose;
  return { minutes, plages, panier: pointage?.panier ?? null, zone: pointage?.zone ?? null };
};

/** Those the planning expects; where it is silent about everybody, the whole team. */
export function rangsOf({ personnes }: Pick<EquipeDuJour, 'personnes'>): Rang[] {
  const planned = personnes.some(({ attendue }) => attendue === 'planning');
  return personnes.map(personne => {
    const expected = personne.pointage !== null || personne.attendue !== 'equipe' || !planned;
    const elsewhere = personne.attendue === 'equipe' && personne.autres_minutes > 0;
    const here = personne.absence === 'journee' ? 'absent' : expected && !elsewhere ? 'present' : 'dehors';
    return { personne, presence: here, ...contentOf(personne) };
  });
}

/** Like the next one above who is there. */
export function likeAbove(rangs: readonly Rang[], index: number): Rang[] {
  const above = rangs.slice(0, index).findLast(({ presence }) => presence === 'present');
  if (!above) return [...rangs];
  const { minutes, plages, panier, zone } = above;
  return rangs.map((rang, at) =>
    at === index ? { ...rang, presence: 'present', minutes, plages, panier, zone } : rang,
  );
}

/** Like an earlier day: those who were there then, as they were; whoever was not is left as he stands. */
export function likeThen(rangs: readonly Rang[], then: Pick<EquipeDuJour, 'personnes'>): Rang[] {
  const known = new Map(then.personnes.map(({ personne_id, pointage }) => [personne_id, pointage]));
  return rangs.map(rang => {
    const pointage = known.get(rang.personne.personne_id);
    if (!pointage || rang.presence === 'absent') return rang;
    const { minutes, plages, panier, zone } = pointage;
    return { ...rang, presence: 'present', minutes, plages, panier, zone };
  });
}

/** The working day before: Friday for a Monday. */
export const dayBefore = (jour: string): string => ajouterJours(jour, jourDeSemaine(jour) === 1 ? -3 : -1);

const SETTLED = ['soumis', 'valide'];
const settled = (pointage: Pointage | null): boolean => pointage !== null && SETTLED.includes(pointage.statut);

const changed = (rang: Rang): boolean => {
  const { pointage } = rang.personne;
  if (!pointage) return true;
  const now = [rang.minutes, rang.plages, rang.panier, rang.zone];
  return JSON.stringify(now) !== JSON.stringify([pointage.minutes, pointage.plages, pointage.panier, pointage.zone]);
};

type Place = { chantier_id: string; jour: string };

/** What leaves: who is there and is not entered as it stands, who is absent, what is taken back. */
export function lotOf(rangs: readonly Rang[], { chantier_id, jour }: Place): Omit<Lot, 'motif'> {
  const items = rangs.flatMap((rang): ItemLot[] => {
    const { personne_id, pointage } = rang.personne;
    const place = { personne_id, chantier_id, jour, ...(pointage ? { version: pointage.version } : {}) };
    if (rang.presence !== 'present') return pointage ? [{ ...place, supprimer: true as const }] : [];
    if (!changed(rang) && settled(pointage)) return [];
    const { minutes, plages, panier, zone } = rang;
    return [{ ...place, minutes, plages, panier, zone }];
  });
  const absences = rangs
    .filter(({ presence, personne }) => presence === 'absent' && personne.absence !== 'journee')
    .map(({ personne }) => ({ personne_id: personne.personne_id, jour, moment: 'journee' as const }));
  return { items, absences, soumettre: true };
}

/** Hours that are submitted or validated are changed for a reason that their person will read. */
export const asksReason = (rangs: readonly Rang[]): boolean =>
  rangs.some(rang => settled(rang.personne.pointage) && (rang.presence !== 'present' || changed(rang)));

export const peopleIn = (lot: Pick<Lot, 'items' | 'absences'>): number =>
  new Set([...lot.items, ...lot.absences].map(({ personne_id }) => personne_id)).size;
