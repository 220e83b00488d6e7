// What the law says of working time, told and never stopping anybody (domain.md §4): pure; every figure comes from the settings.
import {
  ajouterJours,
  bornesDePlage,
  feriesDe,
  joursDe,
  joursEntre,
  lundiDe,
  minutesEntre,
} from '#contract/calendrier.ts';
import type { Alerte } from '#contract/feuille.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import type { Plage } from '#contract/temps.ts';
import type { CodeAlerte } from '#contract/values.ts';

export type Travail = { jour: string; minutes: number; plages: readonly Plage[] };
/** `travaux`: of the week, the day before and the day after. `avant`: minutes of the eleven weeks before. */
export type SemaineTravaillee = {
  personne_id: string;
  type_personne: string;
  mineur_jusquau: string | null;
  travaux: readonly Travail[];
  absences: readonly { jour: string; moment: string }[];
  avant: number;
};

const DAY = 1440;
const WEEKS = 12;
const minutesOf = (heure: string): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));

/** Sous-traitants are told of by their own employer. */
export function alertesDe(semaine: string, qui: SemaineTravaillee, reglages: ReglagesPaie): Alerte[] {
  if (qui.type_personne === 'sous_traitant') return [];
  const jours = joursDe(semaine);
  const dans = qui.travaux.filter(({ jour }) => jours.includes(jour));
  if (dans.length === 0) return [];
  const alerte = (code: CodeAlerte, more: Partial<Alerte> = {}): Alerte => ({
    ...{ code, personne_id: qui.personne_id, semaine, jour: null, minutes: null, plafond: null },
    ...more,
  });
  const parJour = jours.map(jour => ({ jour, minutes: sum(dans.filter(one => one.jour === jour)) }));
  return [
    ...parJour.flatMap(({ jour, minutes }) => alertesDuJour({ jour, minutes }, { qui, reglages, alerte })),
    ...alertesDeSemaine(sum(dans), { qui, reglages, alerte, fin: jours[6]! }),
    ...alertesDeRepos(semaine, { qui, reglages, alerte }),
  ];
}

const sum = (travaux: readonly { minutes: number }[]): number =>
  travaux.reduce((total, { minutes }) => total + minutes, 0);

type Make = (code: CodeAlerte, more?: Partial<Alerte>) => Alerte;
type Around = { qui: SemaineTravaillee; reglages: ReglagesPaie; alerte: Make };

const estMineur = ({ mineur_jusquau }: SemaineTravaillee, jour: string): boolean =>
  mineur_jusquau !== null && jour <= mineur_jusquau;

function alertesDuJour({ jour, minutes }: Omit<Travail, 'plages'>, { qui, reglages, alerte }: Around): Alerte[] {
  if (minutes === 0) return [];
  const { jour_max, mineur_jour_max, alsace_moselle } = reglages;
  const absent = qui.absences.some(absence => absence.jour === jour && absence.moment === 'journee');
  const young = estMineur(qui, jour) && minutes > mineur_jour_max;
  return [
    ...(minutes > jour_max ? [alerte('jour_long', { jour, minutes, plafond: jour_max })] : []),
    ...(young ? [alerte('mineur_jour', { jour, minutes, plafond: mineur_jour_max })] : []),
    ...(absent ? [alerte('jour_absent', { jour, minutes })] : []),
    ...(feries(Number(jour.slice(0, 4)), alsace_moselle).has(jour) ? [alerte('jour_ferie', { jour, minutes })] : []),
  ];
}

const knownFeries = new Map<string, Map<string, string>>();
function feries(year: number, alsace_moselle: boolean): Map<string, string> {
  const key = `${year} ${alsace_moselle}`;
  const known = knownFeries.get(key) ?? feriesDe(year, alsace_moselle);
  knownFeries.set(key, known);
  return known;
}

function alertesDeSemaine(minutes: number, { qui, reglages, alerte, fin }: Around & { fin: string }): Alerte[] {
  const { semaine_max, moyenne_max, mineur_semaine_max } = reglages;
  const moyenne = Math.floor((minutes + qui.avant) / WEEKS);
  const long = minutes + qui.avant > WEEKS * moyenne_max;
  const young = estMineur(qui, fin) && minutes > mineur_semaine_max;
  return [
    ...(minutes > semaine_max ? [alerte('semaine_longue', { minutes, plafond: semaine_max })] : []),
    ...(long ? [alerte('moyenne_longue', { minutes: moyenne, plafond: moyenne_max })] : []),
    ...(young ? [alerte('mineur_semaine', { minutes, plafond: mineur_semaine_max })] : []),
  ];
}

type Journee = { de: number; a: number };

/**
 * When each day's work begins and ends, in minutes of the wall clock from the Monday. Hours without plages are put where the
 * settings say a day begins, with its break: a rest cannot be reckoned otherwise.
 */
function journees(lundi: string, travaux: readonly Travail[], reglages: ReglagesPaie): Journee[] {
  const days = Map.groupBy(travaux, ({ jour }) => jour);
  const all = [...days].map(([jour, of]): Journee => {
    const offset = joursEntre(lundi, jour) * DAY;
    const bornes = of.flatMap(({ plages }) => plages.map(bornesDePlage));
    const untimed = sum(of.filter(({ plages }) => plages.length === 0));
    if (untimed > 0) bornes.push(placeOf(untimed, reglages));
    return {
      de: offset + Math.min(...bornes.map(({ de }) => de)),
      a: offset + Math.max(...bornes.map(({ a }) => a)),
    };
  });
  return all.toSorted((x, y) => x.de - y.de);
}

function placeOf(minutes: number, { debut_journee, pause_debut, pause_minutes }: ReglagesPaie): Journee {
  const de = minutesOf(debut_journee);
  const over = de < minutesOf(pause_debut) && de + minutes > minutesOf(pause_debut);
  return { de, a: de + minutes + (over ? pause_minutes : 0) };
}

function alertesDeRepos(semaine: string, { qui, reglages, alerte }: Around): Alerte[] {
  const lundi = lundiDe(semaine);
  const all = journees(lundi, qui.travaux, reglages);
  const gaps = all.slice(1).map((next, i) => ({ de: all[i]!.a, a: next.de }));
  const short = gaps.flatMap(({ de, a }) => {
    const day = Math.floor(a / DAY);
    const minutes = Math.max(minutesEntre(lundi, de, a), 0);
    return day >= 0 && day < 7 && minutes < reglages.repos_jour
      ? [alerte('repos_quotidien', { jour: ajouterJours(lundi, day), minutes, plafond: reglages.repos_jour })]
      : [];
  });
  const rest = longestRest(lundi, all);
  const plafond = reglages.repos_semaine;
  return [...short, ...(rest < plafond ? [alerte('repos_hebdomadaire', { minutes: rest, plafond })] : [])];
}

/** Of those that begin in the week: before its first work, between two, after the last until the next known one or Monday night. */
function longestRest(lundi: string, all: readonly Journee[]): number {
  const before = all.filter(({ de }) => de < 0).at(-1)?.a ?? 0;
  const inside = all.filter(({ de }) => de >= 0 && de < 7 * DAY);
  const after = all.find(({ de }) => de >= 7 * DAY)?.de ?? 8 * DAY;
  const starts = [Math.max(before, 0), ...inside.map(({ a }) => a)];
  const ends = [...inside.map(({ de }) => de), after];
  return Math.max(...starts.map((start, i) => minutesEntre(lundi, start, ends[i]!)), 0);
}
