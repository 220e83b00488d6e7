// What the hub holds of a person, and its end (RGPD, decision 0036).
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { personneJson } from './personnes.ts';

/** His sheet and, by table, what every slice holds. For himself and administrateurs; no row for anybody else. */
export const readDonnees = ({ sql }: ReadAt, id: string, held: Fragment): Fragment => sql`
  select jsonb_build_object('personne', ${personneJson(sql)}, 'donnees', ${held})::text as body, null::integer as version
  from personnes p where p.id = ${id} and (p.id = acteur.personne_id or acteur.role = 'administrateur')`;

/** What counts his hours stays (horaire, type, agence): they are kept longer than he is. */
export const blankPersonne = (unit: Unit, id: string, motif: string) => unit.sql`
  update personnes set nom = 'Personne effacée', prenom = '', email = null, telephone = null, matricule = null, metiers = '{}',
    role = 'compagnon', gestionnaire_paie = false, active = false, mineur_jusquau = null, date_entree = null, date_sortie = null,
    effacee_at = ${unit.now.toString()}, effacee_par = ${unit.actor.personne_id}, effacement_motif = ${motif}
  where id = ${id}`;
