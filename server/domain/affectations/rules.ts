// Decisions on the planning: pure, no database, no clock.
import { Temporal } from 'temporal-polyfill';
import type { Conflit } from '#contract/affectation.ts';
import { ajouterJours, jourDeSemaine, joursEntre, minutesDePlage, plagesSeCroisent } from '#contract/calendrier.ts';
import type { CodeConflit, MomentAbsence, StatutChantier } from '#contract/values.ts';

export type Place = { personne_id: string; chantier_id: string; jour: string };
export type Horaire = { minutes_prevues: number | null; debut: string | null; fin: string | null };
export type Posee = Place & Horaire;
/** `avant`: what it was, of one that exists already. */
export type Proposition = Posee & { avant?: Posee };

export type Faits = {
  personnes: ReadonlyMap<
    string,
    { active: boolean; date_entree: string | null; date_sortie: string | null; horaire: readonly number[] | null }
  >;
  chantiers: ReadonlyMap<string, { statut: StatutChantier }>;
  absences: readonly { personne_id: string; jour: string; moment: MomentAbsence }[];
  /** What stands on those days and is not among the propositions. */
  existantes: readonly Posee[];
  feries: ReadonlySet<string>;
  horaire_collectif: readonly number[];
};

const OUVRES = [1, 2, 3, 4, 5];

/** The days from `du` to `au` that are one of `jours_semaine`. */
export function joursDeRepetition(
  du: string,
  au: string | undefined,
  jours_semaine: readonly number[] | undefined,
): string[] {
  if (au === undefined && jours_semaine === undefined) return [du];
  const wanted = jours_semaine ?? OUVRES;
  const length = Math.min(joursEntre(du, au ?? du) + 1, REPETITION_JOURS_MAX);
  return Array.from({ length: Math.max(length, 0) }, (_, n) => ajouterJours(du, n)).filter(jour =>
    wanted.includes(jourDeSemaine(jour)),
  );
}
/** Days that one repetition may go over. */
export const REPETITION_JOURS_MAX = 400;

export const seDeplace = (a: Place, b: Place): boolean =>
  a.personne_id !== b.personne_id || a.chantier_id !== b.chantier_id || a.jour !== b.jour;

const cle = ({ personne_id, jour }: { personne_id: string; jour: string }) => `${personne_id} ${jour}`;

export type Decision = {
  /** Ranks of the propositions that are to be written. */
  retenues: number[];
  conflits: Conflit[];
};

/**
 * What can be put down, and what is to be said of it. A proposition that is blocked stays where it was, and may be in the way of
 * another: so it is decided again until nothing more is blocked.
 */
export function decider(propositions: readonly Proposition[], faits: Faits): Decision {
  const bloquees = new Map<number, Conflit>();
  for (;;) {
    const restees = [...bloquees.keys()].flatMap(rank => propositions[rank]!.avant ?? []);
    const before = bloquees.size;
    const dites = passer(propositions, { faits, restees, bloquees });
    if (bloquees.size === before) {
      const retenues = [...propositions.keys()].filter(rank => !bloquees.has(rank));
      return { retenues, conflits: [...bloquees.values(), ...dites] };
    }
  }
}

type Passage = { faits: Faits; restees: Posee[]; bloquees: Map<number, Conflit> };

/** One look at all of them; adds to `bloquees`, gives what is told of the others. */
function passer(propositions: readonly Proposition[], { faits, restees, bloquees }: Passage): Conflit[] {
  const jours = Map.groupBy([...faits.existantes, ...restees], cle);
  const absences = Map.groupBy(faits.absences, cle);
  const dites: Conflit[] = [];
  for (const [rank, proposition] of propositions.entries()) {
    if (bloquees.has(rank)) continue;
    const jour = jours.get(cle(proposition)) ?? [];
    const moments = (absences.get(cle(proposition)) ?? []).map(({ moment }) => moment);
    const nouvelle = !proposition.avant || seDeplace(proposition.avant, proposition);
    const blocage = nouvelle ? blocageDe(proposition, { faits, jour, moments }) : null;
    if (blocage) {
      bloquees.set(rank, conflit(proposition, blocage, true));
      continue;
    }
    dites.push(...avertissements(proposition, { faits, jour, moments }).map(code => conflit(proposition, code, false)));
    jours.set(cle(proposition), [...jour, proposition]);
  }
  return dites;
}

type Autour = { faits: Faits; jour: readonly Posee[]; moments: readonly MomentAbsence[] };

const conflit = ({ personne_id, jour, chantier_id }: Place, code: CodeConflit, bloquant: boolean): Conflit => ({
  personne_id,
  jour,
  chantier_id,
  code,
  bloquant,
});

const absentToutLeJour = (moments: readonly MomentAbsence[]): boolean =>
  moments.includes('journee') || (moments.includes('matin') && moments.includes('apres_midi'));

function blocageDe(proposition: Posee, { faits, jour, moments }: Autour): CodeConflit | null {
  const personne = faits.personnes.get(proposition.personne_id);
  if (!personne || !presente(personne, proposition.jour)) return 'personne_inactive';
  if (faits.chantiers.get(proposition.chantier_id)?.statut === 'ferme') return 'chantier_ferme';
  if (absentToutLeJour(moments)) return 'absence';
  return jour.some(posee => posee.chantier_id === proposition.chantier_id) ? 'deja_affectee' : null;
}

const presente = (
  { active, date_entree, date_sortie }: { active: boolean; date_entree: string | null; date_sortie: string | null },
  jour: string,
): boolean => active && (date_entree === null || date_entree <= jour) && (date_sortie === null || jour <= date_sortie);

/** A handed over chantier still has people: the snags of the réception are lifted. */
function avertissements(proposition: Posee, { faits, jour, moments }: Autour): CodeConflit[] {
  const horaire = faits.personnes.get(proposition.personne_id)?.horaire ?? faits.horaire_collectif;
  const prevu = horaire[jourDeSemaine(proposition.jour) - 1] ?? 0;
  const minutes = [...jour, proposition].reduce((sum, posee) => sum + minutesDe(posee, prevu), 0);
  const statut = faits.chantiers.get(proposition.chantier_id)?.statut;
  return [
    ...(moments.length > 0 ? (['absence'] as const) : []),
    ...(statut === 'receptionne' || statut === 'ferme' ? (['chantier_ferme'] as const) : []),
    ...(jour.some(posee => seCroisent(posee, proposition)) ? (['horaires_croises'] as const) : []),
    ...(prevu > 0 && minutes > prevu ? (['journee_depassee'] as const) : []),
    ...(faits.feries.has(proposition.jour) ? (['jour_ferie'] as const) : []),
  ];
}

/** Without a word on its length, an affectation takes the day's horaire. */
function minutesDe({ jour, minutes_prevues, debut, fin }: Posee, prevu: number): number {
  if (minutes_prevues !== null) return minutes_prevues;
  return debut !== null && fin !== null ? minutesDePlage(jour, { debut, fin }) : prevu;
}

function seCroisent(a: Posee, b: Posee): boolean {
  if (a.debut === null || a.fin === null || b.debut === null || b.fin === null) return false;
  return plagesSeCroisent(
    { jour: a.jour, plage: { debut: a.debut, fin: a.fin } },
    { jour: b.jour, plage: { debut: b.debut, fin: b.fin } },
  );
}

/** A beginning without an end says nothing. */
export const horaireComplet = ({ debut, fin }: Pick<Horaire, 'debut' | 'fin'>): boolean =>
  (debut === null) === (fin === null);

const CHAMPS = ['personne_id', 'chantier_id', 'jour', 'minutes_prevues', 'debut', 'fin', 'note'] as const;
type Champs = Posee & { note: string | null };

/** Names of the fields that really change. */
export const changedFields = (avant: Champs, change: Partial<Champs>): (typeof CHAMPS)[number][] =>
  CHAMPS.filter(name => change[name] !== undefined && change[name] !== avant[name]);

/** The day it was in the company's country at that instant. */
export const parisDay = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
