// What the hub holds of a person, and its end (RGPD, decision 0036).
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';
import { personneJson } from './personnes.ts';

/** His sheet and, by table, what every slice holds. For himself and administrateurs; no row for anybody else. */
export const readDonnees = ({ sql }: ReadAt, id: string, held: Fragment): Fragment => sql`
  select jsonb_build_object('personne', ${personneJson(sql)}, 'donnees', ${held})::text as body, null::integer as version
  from personnes p where p.id = ${id} and (p.id = acteur.personne_id or acteur.role = 'administrateur')`;

/** Through the views that planning and hours give: what is his there, as everybody else may read it. */
export const heldAtWork = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  absences: jsonRows(sql, sql`select a.* from absences_vivantes a where a.personne_id = ${id} order by a.debut`),
  affectations: jsonRows(sql, sql`select a.* from affectations_vivantes a where a.personne_id = ${id} order by a.jour`),
  pointages: jsonRows(sql, sql`select h.* from pointages_vivants h where h.personne_id = ${id} order by h.jour`),
  feuilles_heures: jsonRows(sql, sql`select f.* from feuilles_signees f where f.personne_id = ${id} order by f.debut`),
});

/** What counts his hours stays (horaire, type, agence): they are kept longer than he is. */
export const blankPersonne = (unit: Unit, id: string, motif: string) => unit.sql`
  update personnes set nom = 'Personne effacée', prenom = '', email = null, telephone = null, matricule = null, metiers = '{}',
    role = 'compagnon', gestionnaire_paie = false, active = false, mineur_jusquau = null, date_entree = null, date_sortie = null,
    effacee_at = ${unit.now.toString()}, effacee_par = ${unit.actor.personne_id}, effacement_motif = ${motif}
  where id = ${id}`;
