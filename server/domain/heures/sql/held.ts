// The hours of a person for himself and for his erasure.
import type { Fragment } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** Deleted ones and every content they ever had too: they are still held. */
export const heldHours = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  pointages: jsonRows(
    sql,
    sql`select p.id, p.chantier_id, p.jour, p.minutes, p.plages, p.panier, p.zone, p.commentaire, p.statut, p.revision, p.origine,
          p.soumis_at, p.valide_at, p.motif_rejet, p.valide_revision, p.valide_minutes, p.valide_plages, p.created_at,
          p.updated_at, p.deleted_at
        from pointages p where p.personne_id = ${id} order by p.jour, p.id`,
  ),
  pointage_changements: jsonRows(
    sql,
    sql`select h.id, h.pointage_id, h.at, h.geste, h.revision, h.auteur_id = ${id} as par_elle, h.motif, h.avant, h.apres
        from pointages p join pointage_changements h on h.pointage_id = p.id where p.personne_id = ${id} order by h.n`,
  ),
  feuilles_heures: jsonRows(
    sql,
    sql`select f.id, f.debut, f.validee_at, f.signee_at, f.signee_appareil, f.signee_empreinte, f.signature_refus, f.contestee_at,
          f.contestation, f.contestation_reponse, f.repondue_at, f.created_at, f.updated_at
        from feuilles_heures f where f.personne_id = ${id} order by f.debut`,
  ),
  feuille_signatures: jsonRows(
    sql,
    sql`select s.feuille_id, s.at, s.par = ${id} as par_elle, s.appareil, s.empreinte, s.refus
        from feuilles_heures f join feuille_signatures s on s.feuille_id = f.id where f.personne_id = ${id} order by s.at`,
  ),
});

/** Hours are kept as long as pay; what was said of them, and the device that signed, are not. */
export const forgetWords = async ({ sql }: Unit, personne_id: string): Promise<void> => {
  await sql`select oublier_paroles_heures(${personne_id})`;
};

/** His hours point to the id that takes his place, with their history. What he signed named him (its hash does): it goes. */
export const renameHours = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  const renamed = sql`jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid)`;
  await sql`
    delete from feuille_signatures s using feuilles_heures f, ${renamed} where f.id = s.feuille_id and f.personne_id = n.ancien`;
  await sql`
    update feuilles_heures f set personne_id = n.nouveau, signee_at = null, signee_par = null, signee_empreinte = null,
      signature_refus = null
    from ${renamed} where f.personne_id = n.ancien`;
  await sql`update pointages p set personne_id = n.nouveau from ${renamed} where p.personne_id = n.ancien`;
};
