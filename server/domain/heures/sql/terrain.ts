// What an entry is held against, and the locks under which that stays true until the commit.
import { type Fragment, many, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import { auteurDe } from '../auteur.ts';
import type { Chantier, Ligne, Personne, Terrain } from '../rules.ts';

/**
 * Whoever writes hours of a person holds his turn: nights go over the end of a week, so a turn is a person's and not a week's.
 * In the order of ids; periods first, since one that is being closed is waited for.
 */
export const takePersonnesTurn = (unit: Unit, personne_ids: readonly string[]) => unit.sql`
  with open as materialized (select pg_advisory_xact_lock_shared(hashtext('paie.periodes')))
  select pg_advisory_xact_lock(hashtextextended('heures.personne ' || p.id, 0))
  from open cross join (select distinct id from unnest(${[...personne_ids]}::text[]) as given(id) order by id) p`;

/** Shared: their statut stays what it is until the hours are there. */
export const holdChantiers = (unit: Unit, ids: readonly string[]) =>
  unit.sql`select id from chantiers_pointes where id = any(${[...new Set(ids)]}::uuid[]) order by id for share`;

export const ligneSql = (unit: Unit): Fragment => unit.sql`
  p.id, p.version, p.personne_id, p.chantier_id, p.jour, p.minutes, p.plages, p.panier, p.zone, p.commentaire, p.statut, p.revision,
  p.valide_revision, p.origine, p.affectation_id`;

export type Etendue = { personne_id: string; du: string; au: string };
type Lue = {
  personnes: Personne[];
  chantiers: Chantier[];
  lignes: Ligne[];
  mois_clos: string[];
};

/** Chantiers with what whoever acts may do there; deleted ones are seen by nobody. */
const chantiersSql = (unit: Unit, ids: Fragment): Fragment => {
  const { personne_id, role, voit_tout, chantiers } = unit.actor;
  return unit.sql`
    select c.id, c.statut, c.deleted_at is null and exists (
        select from chantiers_visibles(${personne_id}, ${voit_tout}, ${chantiers}::uuid[]) v where v.id = c.id) as visible,
      mene_chantier(${personne_id}, ${role}, c.id) as mene, vise_chantier(${personne_id}, ${role}, c.id) as vise
    from chantiers_pointes c where c.id in (${ids})`;
};

/** `etendues`: of whom, and which days; those of the day before and the day after come too. Call it under `takePersonnesTurn`. */
export async function readTerrain(
  unit: Unit,
  { etendues, chantiers }: { etendues: readonly Etendue[]; chantiers: readonly string[] },
): Promise<Terrain> {
  const { sql } = unit;
  const { terrain } = await one<{ terrain: Lue }>(sql`
    with demandes as (
      select personne_id, min(du) as du, max(au) as au
      from jsonb_to_recordset(${sql.json([...etendues])}) as d(personne_id uuid, du date, au date) group by personne_id
    ), lignes as (
      select ${ligneSql(unit)} from demandes d join pointages p on p.personne_id = d.personne_id and p.deleted_at is null
        and p.jour between d.du - 1 and d.au + 1
    )
    select json_build_object(
      'personnes', (select coalesce(json_agg(json_build_object('id', t.id, 'active', t.active, 'date_entree', t.date_entree,
          'date_sortie', t.date_sortie)), '[]') from personnes_au_travail t join demandes d on d.personne_id = t.id where t.effacee_at is null),
      'chantiers', (select coalesce(json_agg(c), '[]') from (
        ${chantiersSql(unit, sql`select chantier_id from lignes union select unnest(${[...chantiers]}::uuid[])`)}) c),
      'lignes', (select coalesce(json_agg(l), '[]') from lignes l),
      'mois_clos', (select coalesce(json_agg(mois), '[]') from periodes_closes)) as terrain`);
  return {
    auteur: auteurDe(unit),
    personnes: new Map(terrain.personnes.map(one => [one.id, one])),
    chantiers: new Map(terrain.chantiers.map(one => [one.id, one])),
    lignes: terrain.lignes,
    mois_clos: new Set(terrain.mois_clos),
  };
}

export type Trouvee = { id: string; personne_id: string; jour: string; chantier_id: string };

/** Where visible pointages lie, so that the turn of their people can be taken; nothing is decided on it. */
export const findPointages = (unit: Unit, { pointages, feuilles }: { pointages: string[]; feuilles: string[] }) =>
  many<Trouvee & { feuille_id: string }>(unit.sql`
    select p.id, p.personne_id, p.jour, p.chantier_id, p.feuille_id
    from pointages_visibles(${unit.actor.personne_id}, ${unit.actor.role}, ${unit.actor.voit_tout}, ${unit.actor.chantiers}::uuid[]) p
    where p.id = any(${pointages}::uuid[]) or p.feuille_id = any(${feuilles}::uuid[])`);
