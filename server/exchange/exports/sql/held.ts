// What the ledger holds of a person, for himself and for his erasure.
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

export const heldExports = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  export_lignes: jsonRows(
    sql,
    sql`select l.id, l.marque, l.link_id, l.jour, l.minutes, l.debut, l.fin, l.etat, l.retrait, l.external_id, l.raison_code,
          l.ignoree_note, l.created_at, l.envoye_at
        from export_lignes l where l.personne_id = ${id} order by l.jour, l.numero`,
  ),
  export_regularisations: jsonRows(
    sql,
    sql`select e.id, e.link_id, e.jour, e.minutes, e.raison_code, e.reportee_note, e.at
        from export_regularisations e where e.personne_id = ${id} order by e.at, e.id`,
  ),
});

/** What was sent stays as long as the hours it proves; what was written of somebody does not. */
export const forgetNotes = async ({ sql }: Unit, personne_id: string): Promise<void> => {
  await sql`
    update export_lignes set ignoree_note = 'Effacé', geste_par = null where personne_id = ${personne_id} and ignoree_note is not null`;
  await sql`
    update export_regularisations set reportee_note = 'Effacé' where personne_id = ${personne_id} and reportee_note is not null`;
};
