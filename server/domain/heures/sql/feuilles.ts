// The statements on feuilles d'heures, and the history of a week.

import { lundiDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { type Fragment, instant, maybeOne } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { type FeuilleLue, shapeFeuille } from '../shapes.ts';
import { type Cle, readFeuille } from './semaine.ts';

/** Whoever acts, as reads know him. */
const acteurSql = ({ sql, actor }: Unit): Fragment => sql`
  (select ${actor.personne_id}::uuid as personne_id, ${actor.role}::text as role, ${actor.voit_tout}::boolean as voit_tout,
    ${actor.gestionnaire_paie}::boolean as gestionnaire_paie, ${actor.scopes}::text[] as scopes, ${actor.chantiers}::uuid[] as chantiers,
    ${actor.kind}::text as kind) acteur`;

/** What the statement of the read gives, inside of a unit; null when whoever acts may not. */
export async function lireFeuille(unit: Unit, cle: Cle): Promise<FeuilleLue | null> {
  const row = await maybeOne<{ lue: FeuilleLue }>(unit.sql`
    select lu.body::json as lue from ${acteurSql(unit)} cross join lateral (${readFeuille(unit, cle)}) lu`);
  return row?.lue ?? null;
}

/** As whoever acts reads it now. */
export async function getFeuille(unit: Unit, cle: Cle): Promise<FeuilleHeures> {
  return shapeFeuille((await lireFeuille(unit, cle))!, cle.semaine);
}

type Signed = { empreinte: string; refus: string | null; appareil: string };

/** The last one on the feuille, each of them beside. */
export const saveSignature = (unit: Unit, id: string, { empreinte, refus, appareil }: Signed) => unit.sql`
  with gardee as (
    insert into feuille_signatures (id, feuille_id, at, par, appareil, empreinte, refus)
    values (${newId()}, ${id}, ${unit.now.toString()}, ${unit.actor.personne_id}::uuid, ${appareil}, ${empreinte}, ${refus}))
  update feuilles_heures set signee_at = ${unit.now.toString()}, signee_par = ${unit.actor.personne_id}::uuid,
    signee_appareil = ${appareil}, signee_empreinte = ${empreinte}, signature_refus = ${refus}
  where id = ${id}`;

/** A new contestation takes the place of one that was answered. */
export const saveContestation = (unit: Unit, id: string, commentaire: string) => unit.sql`
  update feuilles_heures set contestee_at = ${unit.now.toString()}, contestation = ${commentaire}, contestation_reponse = null,
    repondue_at = null, repondue_par = null
  where id = ${id}`;

export const saveReponse = (unit: Unit, id: string, reponse: string) => unit.sql`
  update feuilles_heures set contestation_reponse = ${reponse}, repondue_at = ${unit.now.toString()},
    repondue_par = ${unit.actor.personne_id}::uuid
  where id = ${id}`;

/** Everything that was done to the hours of a week that the reader sees, deleted ones too (the last thousand), and its signatures. */
export const readHistorique = ({ sql }: ReadAt, { personne_id, semaine }: Cle): Fragment => {
  const lundi = sql`${lundiDe(semaine)}::date`;
  return sql`
    select json_build_object('items', coalesce((select json_agg(x.item order by x.n) from (
      select h.n, json_build_object('id', h.id, 'at', ${instant(sql, sql`h.at`)}, 'pointage_id', h.pointage_id, 'jour', p.jour,
        'revision', h.revision, 'geste', h.geste, 'auteur_id', h.auteur_id, 'auteur', nullif(trim(concat(a.prenom, ' ', a.nom)), ''),
        'motif', h.motif, 'avant', h.avant, 'apres', h.apres) as item
      from feuilles_heures f join pointages p on p.feuille_id = f.id join pointage_changements h on h.pointage_id = p.id
      left join personnes_nommees a on a.id = h.auteur_id
      where f.personne_id = t.id and f.debut = ${lundi}
        and (acteur.voit_tout or t.id = acteur.personne_id or mene_chantier(acteur.personne_id, acteur.role, p.chantier_id))
      order by h.n desc limit 1000) x), '[]'), 'signatures', ${signaturesSql(sql, lundi)})::text as body, null as version
    from personnes_au_travail t
    where t.id = ${personne_id} and semaine_lisible(acteur.personne_id, acteur.role, acteur.voit_tout, t.id, ${lundi})`;
};

/** Of the person `t`; what was signed is for whoever reads the whole week. */
const signaturesSql = (sql: ReadAt['sql'], lundi: Fragment): Fragment => sql`
  coalesce((select json_agg(x.item order by x.at desc, x.id desc) from (
    select s.at, s.id, json_build_object('at', ${instant(sql, sql`s.at`)}, 'par', s.par, 'appareil', coalesce(s.appareil, ''),
      'empreinte', case when acteur.voit_tout or t.id = acteur.personne_id then s.empreinte end, 'refus', s.refus) as item
    from feuilles_heures f join feuille_signatures s on s.feuille_id = f.id
    where f.personne_id = t.id and f.debut = ${lundi} order by s.at desc, s.id desc limit 100) x), '[]')`;
