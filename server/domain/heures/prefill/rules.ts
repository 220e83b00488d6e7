// What the planning lets one expect of a day: pure.
import { jourDeSemaine, sommeDesPlages } from '#contract/calendrier.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import type { Plage } from '#contract/temps.ts';

export type Prevue = {
  id: string;
  chantier_id: string;
  jour: string;
  minutes_prevues: number | null;
  debut: string | null;
  fin: string | null;
};
export type Proposee = Prevue & { minutes: number; plages: Plage[] };
type Attendu = { horaire: readonly number[]; moments: readonly string[] };

const absent = (moments: readonly string[]): boolean =>
  moments.includes('journee') || (moments.includes('matin') && moments.includes('apres_midi'));

/** Minutes of his horaire that day, less his absences. */
export function minutesAttendues(jour: string, { horaire, moments }: Attendu): number {
  const whole = horaire[jourDeSemaine(jour) - 1] ?? 0;
  if (absent(moments)) return 0;
  return moments.length > 0 ? Math.round(whole / 2) : whole;
}

/** From `debut` to `fin`, the break of the settings left out when it lies within. */
export function plagesPrevues(
  { debut, fin }: Pick<Prevue, 'debut' | 'fin'>,
  { pause_debut, pause_minutes }: Pick<ReglagesPaie, 'pause_debut' | 'pause_minutes'>,
): Plage[] {
  if (debut === null || fin === null) return [];
  const retour = laterBy(pause_debut, pause_minutes);
  const within = pause_minutes > 0 && debut < pause_debut && retour < fin && pause_debut < retour;
  return within
    ? [
        { debut, fin: pause_debut },
        { debut: retour, fin },
      ]
    : [{ debut, fin }];
}

function laterBy(heure: string, minutes: number): string {
  const at = Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3)) + minutes;
  return `${String(Math.floor(at / 60) % 24).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

/**
 * Each affectation of a day with the hours it lets one expect: those it says, or an even share of what is left of the person's
 * day. On a day that is not of his horaire (a planned Saturday) his longest day is shared. None while he is absent all day.
 */
export function proposer(
  jour: string,
  prevues: readonly Prevue[],
  { horaire, moments, reglages }: Attendu & { reglages: ReglagesPaie },
): Proposee[] {
  if (absent(moments)) return [];
  const attendues = minutesAttendues(jour, { horaire, moments }) || Math.max(...horaire, 0);
  const dites = prevues
    .map(prevue => ({ ...prevue, ...dite(jour, prevue, { moments, reglages }) }))
    .filter(({ debut, minutes, minutes_prevues }) => debut === null || minutes_prevues !== null || minutes > 0);
  const left = attendues - dites.reduce((sum, { minutes }) => sum + minutes, 0);
  const open = dites.filter(({ minutes }) => minutes === 0).length;
  const share = open > 0 ? Math.max(Math.floor(left / open), 0) : 0;
  return dites
    .map(one => (one.minutes > 0 ? one : { ...one, minutes: share }))
    .filter(({ minutes }) => minutes > 0 && minutes <= 1440);
}

type Away = { moments: readonly string[]; reglages: ReglagesPaie };

/** Minutes that are said win over times that say something else; of a day that is half away, half of them. */
function dite(jour: string, prevue: Prevue, { moments, reglages }: Away): { minutes: number; plages: Plage[] } {
  const plages = presentes(plagesPrevues(prevue, reglages), { moments, reglages });
  const somme = sommeDesPlages(jour, plages);
  const said = prevue.minutes_prevues;
  const minutes = said === null ? somme : moments.length > 0 ? Math.round(said / 2) : said;
  return { minutes, plages: minutes === somme ? plages : [] };
}

/** What is left of a day when he is away until the end of the break, or from its beginning on. Nights are left as they are. */
function presentes(plages: Plage[], { moments, reglages: { pause_debut, pause_minutes } }: Away): Plage[] {
  const retour = laterBy(pause_debut, pause_minutes);
  return plages.flatMap(({ debut, fin }) => {
    if (fin <= debut) return [{ debut, fin }];
    const from = moments.includes('matin') && debut < retour ? retour : debut;
    const until = moments.includes('apres_midi') && fin > pause_debut ? pause_debut : fin;
    return from < until ? [{ debut: from, fin: until }] : [];
  });
}
