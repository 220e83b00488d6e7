// What the ledger holds of a person, for himself, for his erasure and for the end of what the law keeps.
import type { Fragment } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
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

/**
 * His lines point to the id that takes his place, and no longer lead to him through the ERP: who he was there, the ids of his entries
 * and the marks in their notes go. They stay lines that were sent: nothing of it is written over there again, nor taken out.
 */
export const renameLedger = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  const renamed = sql`jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid)`;
  await sql`
    update export_lignes l set personne_id = n.nouveau, numero = default, personne_externe = null, erp_version = null, geste_par = null,
      external_id = case when l.external_id is not null then 'anonyme:' || l.id end
    from ${renamed} where l.personne_id = n.ancien`;
  await sql`update export_jours e set personne_id = n.nouveau from ${renamed} where e.personne_id = n.ancien`;
  await sql`update export_regularisations e set personne_id = n.nouveau from ${renamed} where e.personne_id = n.ancien`;
};
