// What each change of an absence asks before it is written.
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { type Champs, coherence, type Jours, peutChanger, tientLaPaie } from './rules.ts';
import { isAbsent, isClosed, lockPersonne, type Row, takeAbsence } from './sql.ts';

/** Throws absence.not_found, precondition.failed, and absence.tenue when it is not for this actor to change. */
export async function takeForChange(unit: Unit, { id, version }: { id: string; version: number }): Promise<Row> {
  const before = await takeAbsence(unit, id);
  if (!before) throw refused('absence.not_found');
  checkVersion(before, version);
  if (!peutChanger(unit.actor, before)) throw refused('absence.tenue');
  return before;
}

/** Throws when its own fields contradict each other, or when it meets another absence of the same person. */
export async function checkJours(
  unit: Unit,
  absence: Champs & { personne_id: string },
  sauf: string | null,
): Promise<void> {
  const wrong = coherence(absence);
  if (wrong) throw refused(wrong);
  if (!(await lockPersonne(unit, absence.personne_id))) throw refused('personne.not_found');
  if (await isAbsent(unit, absence.personne_id, { ...absence, sauf })) throw refused('absence.chevauchement');
}

/** A closed month is for those who keep pay. */
export async function checkPeriode(unit: Unit, periodes: readonly Jours[]): Promise<void> {
  if (!tientLaPaie(unit.actor) && (await isClosed(unit, periodes))) throw refused('absence.periode_cloturee');
}
