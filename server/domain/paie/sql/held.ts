// What pay was told of a person, for himself and for his erasure.
import type { Fragment } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** Deleted ones too: they are still held. */
export const heldPaie = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  variables_paie: jsonRows(
    sql,
    sql`select v.id, v.jour, v.rubrique, v.quantite, v.zone, v.chantier_id, v.origine, v.commentaire, v.created_at, v.updated_at,
          v.deleted_at
        from variables_paie v where v.personne_id = ${id} order by v.jour, v.id`,
  ),
  regularisations: jsonRows(
    sql,
    sql`select r.id, r.at, r.chantier_id, r.jour, r.mois_origine, r.mois, r.rubrique, r.quantite, r.motif
        from regularisations r where r.personne_id = ${id} order by r.at, r.id`,
  ),
});

/** Figures are kept as long as pay; what was written of them is not. */
export const forgetComments = async ({ sql }: Unit, personne_id: string): Promise<void> => {
  await sql`update variables_paie set commentaire = null where personne_id = ${personne_id} and commentaire is not null`;
  await sql`update regularisations set motif = 'Effacé' where personne_id = ${personne_id}`;
};

/** His figures stay, under the id that takes his place. */
export const renamePaie = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  await sql`
    update variables_paie t set personne_id = n.nouveau from jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid)
    where t.personne_id = n.ancien`;
  await sql`
    update regularisations t set personne_id = n.nouveau from jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid)
    where t.personne_id = n.ancien`;
};
