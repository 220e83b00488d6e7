// Where a person was sent, for himself and for his erasure.
import type { Fragment } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** Cancelled ones too: they are still held. */
export const heldAffectations = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  affectations: jsonRows(
    sql,
    sql`select a.id, a.chantier_id, a.jour, a.minutes_prevues, a.debut, a.fin, a.note, a.created_at, a.updated_at, a.deleted_at
        from affectations a where a.personne_id = ${id} order by a.jour, a.id`,
  ),
});

export const forgetNotes = async ({ sql }: Unit, personne_id: string): Promise<void> => {
  await sql`update affectations set note = null where personne_id = ${personne_id} and note is not null`;
};

/** Where he was sent, cancelled ones too. */
export const renameAffectations = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  await sql`
    update affectations t set personne_id = n.nouveau from jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid)
    where t.personne_id = n.ancien`;
};
