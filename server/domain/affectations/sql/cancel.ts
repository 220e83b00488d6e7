// What ends with a chantier or with a person, and what may be forgotten of it.
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Place } from '../rules.ts';

export type Cancelled = Place & { id: string };
type Ended = { id: string; apres: string };

/** Locked before, in the order of their ids, as boards do. */
async function cancel(unit: Unit, ids: string[]): Promise<Cancelled[]> {
  if (ids.length === 0) return [];
  await unit.sql`
    select c.id from chantiers_nommes c
    where c.id in (select a.chantier_id from affectations a where a.id = any(${ids}::uuid[])) order by c.id for no key update of c`;
  return await many<Cancelled>(unit.sql`
    update affectations set deleted_at = ${unit.now.toString()} where id = any(${ids}::uuid[])
    returning id, personne_id, chantier_id, jour`);
}

const take = async (statement: PromiseLike<readonly unknown[]>): Promise<string[]> =>
  (await many<{ id: string }>(statement)).map(({ id }) => id);

/** Of those that are closed or deleted now, after the day they ended. */
export const cancelOfChantiers = async (unit: Unit, ended: Ended[]): Promise<Cancelled[]> =>
  await cancel(
    unit,
    await take(unit.sql`
      select a.id from affectations a
      join jsonb_to_recordset(${unit.sql.json(ended)}) as e(id uuid, apres date) on e.id = a.chantier_id
      join chantiers_nommes c on c.id = a.chantier_id and (c.statut = 'ferme' or c.deleted_at is not null)
      where a.deleted_at is null and a.jour > e.apres order by a.id for update of a`),
  );

/** Of those who are deactivated now, after the day they were; of those who leave on a day, after that day. */
export const cancelOfPersonnes = async (unit: Unit, left: Ended[]): Promise<Cancelled[]> =>
  await cancel(
    unit,
    await take(unit.sql`
      select a.id from affectations a
      join jsonb_to_recordset(${unit.sql.json(left)}) as e(id uuid, apres date) on e.id = a.personne_id
      join personnes_au_travail p on p.id = a.personne_id
      where a.deleted_at is null and ((not p.active and a.jour > e.apres) or a.jour > greatest(p.date_sortie, e.apres))
      order by a.id for update of a`),
  );

export async function deleteSorties(unit: Unit, before: string): Promise<void> {
  await unit.sql`delete from affectation_sorties where sorti_at < ${before}`;
  await unit.sql`delete from equipe_sorties where sorti_at < ${before}`;
}
