// What a change of the planning locks, looks at and writes: a constant number of statements, whatever its size.
import type { MomentAbsence, StatutChantier } from '#contract/values.ts';
import { type Fragment, many, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Horaire, Place, Posee } from '../rules.ts';

export type Row = Place & Horaire & { id: string; version: number; note: string | null; serie_id: string | null };

const columns = (unit: Unit): Fragment => unit.sql`
  a.id, a.version, a.personne_id, a.chantier_id, a.jour, a.minutes_prevues, to_char(a.debut, 'HH24:MI') as debut,
  to_char(a.fin, 'HH24:MI') as fin, a.note, a.serie_id`;

/** Where this actor may write on the board: everywhere for an administrateur, else on the chantiers he leads. */
const mien = ({ sql, actor }: Unit, chantier_id: Fragment): Fragment =>
  actor.role === 'administrateur'
    ? sql`true`
    : sql`exists (select from meneurs m where m.chantier_id = ${chantier_id} and m.personne_id = ${actor.personne_id})`;

/** Locked, in the order of their ids; those outside of his reach are left out. */
export const takeAffectations = (unit: Unit, ids: readonly string[]) =>
  many<Row>(unit.sql`
    select ${columns(unit)} from affectations a
    where a.id = any(${[...ids]}::uuid[]) and a.deleted_at is null and ${mien(unit, unit.sql`a.chantier_id`)}
    order by a.id for update of a`);

/** One of a series and those that follow it, of the same person. */
export const takeSuivantes = (unit: Unit, { serie_id, personne_id, jour }: Row) =>
  many<Row>(unit.sql`
    select ${columns(unit)} from affectations a
    where a.serie_id = ${serie_id} and a.personne_id = ${personne_id} and a.jour >= ${jour} and a.deleted_at is null
      and ${mien(unit, unit.sql`a.chantier_id`)}
    order by a.id for update of a`);

/** His affectations of the days from `de` on for seven days, to be put down elsewhere. */
export const listWeek = (
  unit: Unit,
  {
    debut,
    fin,
    personne_ids,
    chantier_id,
  }: { debut: string; fin: string; personne_ids?: string[] | undefined; chantier_id?: string | undefined },
) =>
  many<Row>(unit.sql`
    select ${columns(unit)} from affectations a
    where a.jour between ${debut} and ${fin} and a.deleted_at is null and ${mien(unit, unit.sql`a.chantier_id`)}
      ${personne_ids ? unit.sql`and a.personne_id = any(${personne_ids}::uuid[])` : unit.sql``}
      ${chantier_id ? unit.sql`and a.chantier_id = ${chantier_id}` : unit.sql``}
    order by a.jour, a.personne_id, a.id limit 10001`);

export type PersonneLue = {
  id: string;
  active: boolean;
  date_entree: string | null;
  date_sortie: string | null;
  horaire: number[] | null;
};

/** Two who plan the same person wait for each other: what is read of his days after it stays true. */
export const lockPersonnes = (unit: Unit, ids: readonly string[]) =>
  many<PersonneLue>(unit.sql`
    select p.id, p.active, p.date_entree, p.date_sortie, p.horaire from personnes_au_travail p
    where p.id = any(${[...ids]}::uuid[]) and p.effacee_at is null order by p.id for no key update of p`);

/** After the people. Who sees which chantier moves with it (migration 0021): locked in order, so that two boards do not cross. */
export const lockChantiers = (unit: Unit, ids: readonly string[]) =>
  many<{ id: string; statut: StatutChantier; mien: boolean }>(unit.sql`
    select c.id, c.statut, ${mien(unit, unit.sql`c.id`)} as mien from chantiers_nommes c
    where c.id = any(${[...ids]}::uuid[]) and c.deleted_at is null order by c.id for no key update of c`);

type Jours = { personne_ids: readonly string[]; jours: readonly string[]; sauf: readonly string[] };
export type JoursLus = {
  absences: { personne_id: string; jour: string; moment: MomentAbsence }[];
  existantes: Posee[];
  reglages: { horaire: number[]; alsace_moselle: boolean };
};

/** What stands on those days for those people, but the affectations `sauf`. */
export const readJours = (unit: Unit, { personne_ids, jours, sauf }: Jours) =>
  one<JoursLus>(unit.sql`
    select
      (select coalesce(json_agg(json_build_object('personne_id', ab.personne_id, 'jour', d.jour, 'moment', ab.moment)), '[]')
       from absences_vivantes ab join unnest(${[...jours]}::date[]) as d(jour) on d.jour between ab.debut and ab.fin
       where ab.personne_id = any(${[...personne_ids]}::uuid[])) as absences,
      (select coalesce(json_agg(row_to_json(e)), '[]') from (
         select a.personne_id, a.chantier_id, a.jour, a.minutes_prevues, to_char(a.debut, 'HH24:MI') as debut,
           to_char(a.fin, 'HH24:MI') as fin
         from affectations a
         where a.personne_id = any(${[...personne_ids]}::uuid[]) and a.jour = any(${[...jours]}::date[])
           and a.deleted_at is null and a.id <> all(${[...sauf]}::uuid[])) e) as existantes,
      reglages_au(${jours[0] ?? null}) as reglages`);

export type NewRow = Omit<Row, 'version'>;

export const insertAffectations = (unit: Unit, rows: readonly NewRow[]) => unit.sql`
  insert into affectations (id, personne_id, chantier_id, jour, minutes_prevues, debut, fin, note, serie_id, posee_par)
  select n.id, n.personne_id, n.chantier_id, n.jour, n.minutes_prevues, n.debut, n.fin, n.note, n.serie_id, ${unit.actor.personne_id}
  from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(id uuid, personne_id uuid, chantier_id uuid, jour date,
    minutes_prevues integer, debut time, fin time, note text, serie_id uuid)`;

export const saveAffectations = (unit: Unit, rows: readonly NewRow[]) => unit.sql`
  update affectations a set personne_id = n.personne_id, chantier_id = n.chantier_id, jour = n.jour,
    minutes_prevues = n.minutes_prevues, debut = n.debut, fin = n.fin, note = n.note
  from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(id uuid, personne_id uuid, chantier_id uuid, jour date,
    minutes_prevues integer, debut time, fin time, note text)
  where a.id = n.id`;

export const removeAffectations = (unit: Unit, ids: readonly string[]) =>
  unit.sql`update affectations set deleted_at = ${unit.now.toString()} where id = any(${[...ids]}::uuid[])`;
