// The week as it is drawn: rows of people (by métier, or by chantier), a cell a day, the load of each day. Pure.
import type { Affectation, Planning } from '#contract/affectation.ts';
import { joursDe, minutesDePlage } from '#contract/calendrier.ts';
import { MOMENTS_ABSENCE, MOTIFS_ABSENCE } from '#contract/values.ts';
import { fold } from '../../../lib/format.ts';
import { groupBy } from '../../../lib/group-by.ts';

export type PersonnePlanning = Planning['personnes'][number];
export type ChantierPlanning = Planning['chantiers'][number];
export type AbsencePlanning = Planning['absences'][number];

/** `libre`: a working day of his on which he has nothing to do and is not said to be away. */
export type Cell = {
  jour: string;
  blocs: Affectation[];
  absence: AbsencePlanning | null;
  ailleurs: number;
  libre: boolean;
};
/** `chantier`: in the view by chantiers, the one of the row. */
export type Row = {
  key: string;
  personne: PersonnePlanning;
  chantier: ChantierPlanning | null;
  cells: Cell[];
  minutes: number;
  libres: number;
};
export type Group = { key: string; titre: string; chantier: ChantierPlanning | null; rows: Row[]; minutes: number };
export type DayLoad = { jour: string; ferie: string | null; personnes: number; minutes: number; absents: number };
export type Board = { jours: string[]; groups: Group[]; charge: DayLoad[]; personnes: number; libres: number };
export type Vue = 'personnes' | 'chantiers';
export type BoardFilters = { vue: Vue; q?: string | undefined; metier?: string | undefined; libres?: boolean };

const SANS_METIER = 'Sans métier';
const collator = new Intl.Collator('fr');
const byName = (a: PersonnePlanning, b: PersonnePlanning) =>
  collator.compare(a.nom, b.nom) || collator.compare(a.prenom, b.prenom);

/** What a block weighs: its own minutes, else its hours, else the person's day. */
export function minutesOf(bloc: Affectation, horaire: readonly number[], rank: number): number {
  if (bloc.minutes_prevues !== null) return bloc.minutes_prevues;
  if (bloc.debut && bloc.fin) return minutesDePlage(bloc.jour, { debut: bloc.debut, fin: bloc.fin });
  return horaire[rank] ?? 0;
}

export const absenceWord = ({ motif, moment }: Pick<AbsencePlanning, 'motif' | 'moment'>): string => {
  const word = motif ? MOTIFS_ABSENCE[motif] : 'Absent';
  return moment === 'journee' ? word : `${word} (${MOMENTS_ABSENCE[moment].toLowerCase()})`;
};

const order = (a: Affectation, b: Affectation) =>
  (a.debut ?? '').localeCompare(b.debut ?? '') || a.chantier_code.localeCompare(b.chantier_code);

type Week = {
  jours: string[];
  feries: Map<string, string>;
  blocs: Map<string, Affectation[]>;
  absences: Map<string, AbsencePlanning>;
  ailleurs: Map<string, number>;
};

const at = (personne_id: string, jour: string) => `${personne_id} ${jour}`;

function weekOf(planning: Planning): Week {
  const jours = joursDe(planning.semaine);
  const absences = new Map<string, AbsencePlanning>();
  for (const absence of planning.absences)
    for (const jour of jours)
      if (absence.debut <= jour && jour <= absence.fin) absences.set(at(absence.personne_id, jour), absence);
  return {
    jours,
    feries: new Map(planning.feries.map(({ jour, nom }) => [jour, nom])),
    blocs: groupBy(planning.affectations.toSorted(order), ({ personne_id, jour }) => at(personne_id, jour)),
    absences,
    ailleurs: new Map(planning.ailleurs.map(({ personne_id, jour, minutes }) => [at(personne_id, jour), minutes])),
  };
}

function rowOf(personne: PersonnePlanning, week: Week, chantier: ChantierPlanning | null): Row {
  const cells = week.jours.map((jour, rank): Cell => {
    const all = week.blocs.get(at(personne.id, jour)) ?? [];
    const absence = week.absences.get(at(personne.id, jour)) ?? null;
    const ailleurs = week.ailleurs.get(at(personne.id, jour)) ?? 0;
    const works = (personne.horaire[rank] ?? 0) > 0 && !week.feries.has(jour);
    return {
      jour,
      blocs: chantier ? all.filter(({ chantier_id }) => chantier_id === chantier.id) : all,
      absence,
      ailleurs: chantier ? 0 : ailleurs,
      libre: works && all.length === 0 && ailleurs === 0 && absence?.moment !== 'journee',
    };
  });
  const minutes = cells.reduce(
    (sum, { blocs, ailleurs }, rank) =>
      sum + ailleurs + blocs.reduce((day, bloc) => day + minutesOf(bloc, personne.horaire, rank), 0),
    0,
  );
  return {
    key: chantier ? `${chantier.id} ${personne.id}` : personne.id,
    personne,
    chantier,
    cells,
    minutes,
    libres: cells.filter(({ libre }) => libre).length,
  };
}

const group = (key: string, titre: string, rows: Row[]): Group => ({
  key,
  titre,
  chantier: rows[0]?.chantier ?? null,
  rows,
  minutes: rows.reduce((sum, row) => sum + row.minutes, 0),
});

function byMetier(rows: Row[]): Group[] {
  const groups = groupBy(rows, ({ personne }) => personne.metiers[0] ?? SANS_METIER);
  return [...groups]
    .toSorted(([a], [b]) => Number(a === SANS_METIER) - Number(b === SANS_METIER) || collator.compare(a, b))
    .map(([metier, members]) => group(metier, metier, members));
}

/** Sites with their people, then whoever has free days: where they could go is one gesture away. */
function byChantier(planning: Planning, people: PersonnePlanning[], week: Week): Group[] {
  const onSite = groupBy(planning.affectations, ({ chantier_id }) => chantier_id);
  const groups = planning.chantiers
    .filter(({ id }) => onSite.has(id))
    .toSorted((a, b) => collator.compare(a.nom, b.nom))
    .map(chantier => {
      const ids = new Set(onSite.get(chantier.id)?.map(({ personne_id }) => personne_id));
      const rows = people.filter(({ id }) => ids.has(id)).map(personne => rowOf(personne, week, chantier));
      return { ...group(chantier.id, chantier.nom, rows), chantier };
    });
  const free = people.map(personne => rowOf(personne, week, null)).filter(({ libres }) => libres > 0);
  return [...groups, group('libres', 'Non planifiés', free)].filter(({ rows }) => rows.length > 0);
}

function loadsOf(people: PersonnePlanning[], week: Week): DayLoad[] {
  return week.jours.map((jour, rank) => {
    const load: DayLoad = { jour, ferie: week.feries.get(jour) ?? null, personnes: 0, minutes: 0, absents: 0 };
    for (const { id, horaire } of people) {
      const blocs = week.blocs.get(at(id, jour)) ?? [];
      const ailleurs = week.ailleurs.get(at(id, jour)) ?? 0;
      if (blocs.length > 0 || ailleurs > 0) load.personnes += 1;
      load.minutes += ailleurs + blocs.reduce((sum, bloc) => sum + minutesOf(bloc, horaire, rank), 0);
      if (week.absences.get(at(id, jour))?.moment === 'journee') load.absents += 1;
    }
    return load;
  });
}

export const metiersOf = (planning: Planning): string[] =>
  [...new Set(planning.personnes.flatMap(({ metiers }) => metiers))].toSorted(collator.compare);

function found(planning: Planning, { q, metier }: BoardFilters): PersonnePlanning[] {
  const word = fold(q?.trim() ?? '');
  const sites = new Set(
    planning.chantiers.filter(({ code, nom }) => fold(`${code} ${nom}`).includes(word)).map(({ id }) => id),
  );
  const there = new Set(
    planning.affectations.filter(({ chantier_id }) => sites.has(chantier_id)).map(({ personne_id }) => personne_id),
  );
  return planning.personnes
    .filter(({ metiers }) => !metier || metiers.includes(metier))
    .filter(({ id, nom, prenom }) => !word || fold(`${prenom} ${nom} ${prenom}`).includes(word) || there.has(id))
    .toSorted(byName);
}

export function boardOf(planning: Planning, filters: BoardFilters): Board {
  const week = weekOf(planning);
  const people = found(planning, filters);
  const all = people.map(personne => rowOf(personne, week, null));
  const shown = filters.libres ? all.filter(({ libres }) => libres > 0) : all;
  const kept = shown.map(({ personne }) => personne);
  return {
    jours: week.jours,
    groups: filters.vue === 'chantiers' ? byChantier(planning, kept, week) : byMetier(shown),
    charge: loadsOf(kept, week),
    personnes: kept.length,
    libres: all.filter(({ libres }) => libres > 0).length,
  };
}
