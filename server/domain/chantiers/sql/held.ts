// The teams of a person, for himself and for his erasure.
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

export const heldTeams = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  chantier_personnes: jsonRows(
    sql,
    sql`select c.id as chantier_id, c.code, c.nom, cp.role_chantier
        from chantier_personnes cp join chantiers c on c.id = cp.chantier_id where cp.personne_id = ${id} order by c.code`,
  ),
});

/** He is in no team any more; those chantiers have changed. Nobody is left to be told that he left them. */
export async function leaveTeams(unit: Unit, personne_id: string): Promise<void> {
  const { sql } = unit;
  await sql`
    update chantiers c set id = c.id where c.id in (
      select l.id from chantiers l join chantier_personnes cp on cp.chantier_id = l.id
      where cp.personne_id = ${personne_id} order by l.id for no key update of l)`;
  await sql`delete from chantier_personnes where personne_id = ${personne_id}`;
  await sql`delete from chantier_sorties where personne_id = ${personne_id}`;
}
