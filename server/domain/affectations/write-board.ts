// One change of the planning, however large: what is refused, what is told, what is written.
import type { Affectation, Conflit, ResultatPlanning } from '#contract/affectation.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { decider, type Faits, horaireComplet, type Place } from './rules.ts';
import { listByIds } from './sql/affectations.ts';
import {
  insertAffectations,
  lockChantiers,
  lockPersonnes,
  type NewRow,
  type Row,
  readJours,
  removeAffectations,
  saveAffectations,
} from './sql/board.ts';
import { feriesEntre } from './sql/planning.ts';

export type Changement = { avant: Row; apres: NewRow; changed: string[] };
export type Plan = {
  creer: readonly NewRow[];
  modifier: readonly Changement[];
  supprimer: readonly Row[];
  sauter_conflits: boolean;
};
/** Conflicts named by a refusal; by a reply, as many as its schema takes. */
const CONFLITS_DITS = 100;
export const CREEES_MAX = 10_000;
const UNIQUE = { affectations_une_par_jour: 'planning.conflits' } as const;

/** Throws planning.*, chantier.not_found, personne.not_found and affectation.horaire_incomplet: then nothing was written. */
export async function writeBoard(unit: Unit, plan: Plan): Promise<ResultatPlanning> {
  if (plan.creer.length > CREEES_MAX) throw refused('planning.trop_grand', { demandees: plan.creer.length });
  const propositions = [...plan.modifier.map(({ avant, apres }) => ({ ...apres, avant })), ...plan.creer];
  if (!propositions.every(horaireComplet)) throw refused('affectation.horaire_incomplet');
  if (propositions.length + plan.supprimer.length === 0)
    return { creees: [], modifiees: [], supprimees: 0, conflits: [] };
  const faits = await readFaits(unit, plan, propositions);
  const { retenues, conflits } = decider(propositions, faits);
  const bloquants = conflits.filter(({ bloquant }) => bloquant);
  if (bloquants.length > 0 && !plan.sauter_conflits) {
    throw refused('planning.conflits', { bloques: bloquants.length, conflits: bloquants.slice(0, CONFLITS_DITS) });
  }
  const kept = new Set(retenues);
  const modifier = plan.modifier.filter((_, rank) => kept.has(rank));
  const creer = plan.creer.filter((_, rank) => kept.has(rank + plan.modifier.length));
  await withConstraints(UNIQUE, writeRows(unit, { ...plan, modifier, creer }));
  return await tell(unit, { ...plan, modifier, creer }, conflits);
}

async function writeRows(unit: Unit, { creer, modifier, supprimer }: Plan): Promise<void> {
  if (supprimer.length > 0)
    await removeAffectations(
      unit,
      supprimer.map(({ id }) => id),
    );
  if (modifier.length > 0)
    await saveAffectations(
      unit,
      modifier.map(({ apres }) => apres),
    );
  if (creer.length > 0) await insertAffectations(unit, creer);
}

async function tell(unit: Unit, { creer, modifier, supprimer }: Plan, conflits: Conflit[]): Promise<ResultatPlanning> {
  const there = await listByIds(
    unit,
    [...creer, ...modifier.map(({ apres }) => apres)].map(({ id }) => id),
  );
  const shown = (rows: readonly { id: string }[]): Affectation[] => rows.map(({ id }) => there.get(id)!);
  await unit.publishAll([
    ...creer.map((row): NewEvent => ({ type: 'affectation.created', data: factOf(row) })),
    ...modifier.map(
      ({ avant, apres, changed }): NewEvent => ({
        type: 'affectation.updated',
        data: { ...factOf(apres), avant: placeOf(avant), changed },
      }),
    ),
    ...supprimer.map(
      (row): NewEvent => ({ type: 'affectation.cancelled', data: { ...factOf(row), cause: 'planning' } }),
    ),
  ]);
  return {
    creees: shown(creer),
    modifiees: shown(modifier.map(({ apres }) => apres)),
    supprimees: supprimer.length,
    conflits: conflits.slice(0, CREEES_MAX),
  };
}

const placeOf = ({ personne_id, chantier_id, jour }: Place): Place => ({ personne_id, chantier_id, jour });
export const factOf = (row: Place & { id: string }) => ({ affectation_id: row.id, ...placeOf(row) });

const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

/** Locks people, then chantiers, then reads their days; an affectation that only changes its hours may stand where it stands. */
async function readFaits(unit: Unit, plan: Plan, propositions: readonly NewRow[]): Promise<Faits> {
  const old = [...plan.supprimer, ...plan.modifier.map(({ avant }) => avant)];
  const all: Place[] = [...propositions, ...old];
  const personne_ids = distinct(all.map(row => row.personne_id));
  const personnes = new Map((await lockPersonnes(unit, personne_ids)).map(row => [row.id, row]));
  const chantiers = new Map(
    (await lockChantiers(unit, distinct(all.map(row => row.chantier_id)))).map(row => [row.id, row]),
  );
  for (const { personne_id, chantier_id } of propositions) {
    if (!chantiers.get(chantier_id)?.mien) throw refused('chantier.not_found', { chantier_id });
    if (!personnes.has(personne_id)) throw refused('personne.not_found', { personne_id });
  }
  const jours = distinct(propositions.map(row => row.jour));
  const read = await readJours(unit, { personne_ids, jours, sauf: old.flatMap(row => row.id) });
  const feries = feriesEntre(jours[0] ?? '2000-01-01', jours.at(-1) ?? '2000-01-01', read.reglages.alsace_moselle);
  return {
    personnes,
    chantiers,
    absences: read.absences,
    existantes: read.existantes,
    feries: new Set(feries.map(({ jour }) => jour)),
    horaire_collectif: read.reglages.horaire,
  };
}
