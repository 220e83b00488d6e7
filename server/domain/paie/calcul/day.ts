// What one day gives: repas, trajet, transport, hours of the night, of Sundays and of holidays, days of absence. Pure.
import { feriesDe } from '#contract/calendrier.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import { ZONES, type Zone } from '#contract/values.ts';
import { estDimanche, minutesDeNuit, minutesOnDays } from './clock.ts';
import type { Absence, Heures, Trouvee } from './types.ts';

export type Day = {
  jour: string;
  reglages: ReglagesPaie;
  /** Minutes of his horaire that day. */
  horaire: number;
  heures: readonly Heures[];
  absences: readonly Absence[];
  grand_deplacement: boolean;
};
type Found = Omit<Trouvee, 'jour'>;
const PLAIN = { zone: null, chantier_id: null };

const feries = new Map<string, ReadonlySet<string>>();
export function estFerie(jour: string, alsace_moselle: boolean): boolean {
  const name = `${jour.slice(0, 4)} ${alsace_moselle}`;
  const known = feries.get(name) ?? new Set(feriesDe(Number(jour.slice(0, 4)), alsace_moselle).keys());
  feries.set(name, known);
  return known.has(jour);
}

export const foundInDay = (day: Day): Found[] =>
  [...hoursApart(day), ...petitsDeplacements(day), ...joursAbsents(day)].filter(({ quantite }) => quantite > 0);

function hoursApart({ jour, reglages, heures }: Day): Found[] {
  const sum = (of: (one: Heures) => number) => heures.reduce((all, one) => all + of(one), 0);
  const ferie = (day: string) => estFerie(day, reglages.alsace_moselle);
  return [
    { rubrique: 'heures_nuit', quantite: sum(one => minutesDeNuit(jour, one.plages, reglages)), ...PLAIN },
    { rubrique: 'heures_dimanche', quantite: sum(one => minutesOnDays(one, estDimanche)), ...PLAIN },
    { rubrique: 'heures_ferie', quantite: sum(one => minutesOnDays(one, ferie)), ...PLAIN },
  ];
}

/**
 * Three separate rubriques, each once a day: several chantiers give the farthest zone, once. The chef's word on a panier or a
 * zone wins over the rule; a grand déplacement excludes all three.
 */
function petitsDeplacements({ reglages, heures, grand_deplacement }: Day): Found[] {
  if (grand_deplacement || heures.length === 0) return [];
  const minutes = heures.reduce((sum, one) => sum + one.minutes, 0);
  const said = heures.map(one => one.panier).filter(panier => panier !== null);
  const panier = said.length > 0 ? said.includes(true) : minutes >= reglages.panier_minutes;
  const repas: Found[] = panier ? [{ rubrique: 'panier_repas', quantite: 1, ...PLAIN }] : [];
  const far = farthest(heures);
  if (!far) return repas;
  return [
    ...repas,
    { rubrique: 'indemnite_trajet', quantite: 1, ...far },
    { rubrique: 'indemnite_transport', quantite: 1, ...far },
  ];
}

/** Of two chantiers in the same zone, the one of the lower id: whoever enters them first changes nothing. */
function farthest(heures: readonly Heures[]): { zone: Zone; chantier_id: string } | null {
  const rank = (zone: Zone) => ZONES.indexOf(zone);
  const places = heures.flatMap(({ chantier_id, zone, zone_distance }) => {
    const known = zone ?? zone_distance;
    return known ? [{ zone: known, chantier_id }] : [];
  });
  const [first] = places.toSorted((a, b) => rank(b.zone) - rank(a.zone) || (a.chantier_id < b.chantier_id ? -1 : 1));
  return first ?? null;
}

const PART = { journee: 100, matin: 50, apres_midi: 50 } as const;

/** Hundredths of a day, on the days he was to work: neither a Sunday nor a holiday is a day of leave. */
function joursAbsents({ jour, reglages, horaire, absences }: Day): Found[] {
  if (horaire === 0 || estFerie(jour, reglages.alsace_moselle)) return [];
  const byMotif = new Map<string, number>();
  for (const { motif, moment } of absences) {
    if (motif) byMotif.set(motif, Math.min(100, (byMotif.get(motif) ?? 0) + PART[moment]));
  }
  return [...byMotif].map(([rubrique, quantite]) => ({ rubrique, quantite, ...PLAIN }));
}

/** Minutes of paid leave that day: what he would have worked. */
export function minutesDeConges({ jour, reglages, horaire, absences }: Day): number {
  if (estFerie(jour, reglages.alsace_moselle)) return 0;
  const part = absences
    .filter(({ motif }) => motif === 'conges_payes')
    .reduce((sum, { moment }) => sum + PART[moment], 0);
  return Math.round((horaire * Math.min(100, part)) / 100);
}
