// The statements that write hours: one per table, whatever the number of pointages.
import { many } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import type { Contenu, Ligne } from '../rules.ts';

export type Semaine = { personne_id: string; debut: string };
export type Feuille = { id: string; personne_id: string; debut: string };

/** The feuille of each week, made if there is none. */
export async function ensureFeuilles(unit: Unit, semaines: readonly Semaine[]): Promise<Feuille[]> {
  const { sql } = unit;
  const rows = semaines.map(semaine => ({ ...semaine, id: newId() }));
  return await many<Feuille>(sql`
    with donnees as (
      select * from jsonb_to_recordset(${sql.json(rows)}) as d(id uuid, personne_id uuid, debut date)
    ), faites as (
      insert into feuilles_heures (id, personne_id, debut, created_at, updated_at)
      select id, personne_id, debut, ${unit.now.toString()}, ${unit.now.toString()} from donnees order by personne_id, debut
      on conflict (personne_id, debut) do nothing returning id, personne_id, debut
    )
    select id, personne_id, debut from faites
    union all select f.id, f.personne_id, f.debut from feuilles_heures f join donnees d using (personne_id, debut)`);
}

export type Nouvelle = Ligne & { feuille_id: string };

export const insertPointages = (unit: Unit, rows: readonly Nouvelle[]) => unit.sql`
  insert into pointages (id, feuille_id, personne_id, chantier_id, jour, minutes, plages, panier, zone, commentaire, statut, revision,
    origine, affectation_id, saisi_par, soumis_at, created_at, updated_at)
  select id, feuille_id, personne_id, chantier_id, jour, minutes, plages, panier, zone, commentaire, statut, revision,
    origine, affectation_id, ${unit.actor.personne_id}::uuid, case when statut = 'soumis' then ${unit.now.toString()}::timestamptz end,
    ${unit.now.toString()}, ${unit.now.toString()}
  from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(id uuid, feuille_id uuid, personne_id uuid, chantier_id uuid, jour date,
    minutes integer, plages jsonb, panier boolean, zone text, commentaire text, statut text, revision integer, origine text,
    affectation_id uuid)`;

/** Content and statut of those that changed; what was validated of them stays beside. */
export const updatePointages = (unit: Unit, rows: readonly Ligne[]) => unit.sql`
  update pointages p set chantier_id = n.chantier_id, minutes = n.minutes, plages = n.plages, panier = n.panier, zone = n.zone,
    commentaire = n.commentaire, statut = n.statut, revision = n.revision, motif_rejet = null, valide_at = null, valide_par = null,
    soumis_at = case when n.statut = 'soumis' then ${unit.now.toString()}::timestamptz end
  from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(id uuid, chantier_id uuid, minutes integer, plages jsonb, panier boolean,
    zone text, commentaire text, statut text, revision integer)
  where p.id = n.id`;

export const deletePointages = (unit: Unit, ids: readonly string[]) =>
  unit.sql`update pointages set deleted_at = ${unit.now.toString()} where id = any(${[...ids]}::uuid[])`;

export const submitPointages = (unit: Unit, ids: readonly string[]) => unit.sql`
  update pointages set statut = 'soumis', soumis_at = ${unit.now.toString()}, motif_rejet = null where id = any(${[...ids]}::uuid[])`;

export const validatePointages = (unit: Unit, ids: readonly string[]) => unit.sql`
  update pointages set statut = 'valide', valide_at = ${unit.now.toString()}, valide_par = ${unit.actor.personne_id}::uuid,
    valide_revision = revision, valide_minutes = minutes, valide_plages = plages
  where id = any(${[...ids]}::uuid[])`;

export const rejectPointages = (unit: Unit, ids: readonly string[], motif: string) =>
  unit.sql`update pointages set statut = 'rejete', motif_rejet = ${motif} where id = any(${[...ids]}::uuid[])`;

export type Changement = {
  pointage_id: string;
  geste: string;
  revision: number;
  motif: string | null;
  avant: Contenu | null;
  apres: Contenu | null;
};

export const insertChangements = (unit: Unit, rows: readonly Changement[]) => unit.sql`
  insert into pointage_changements (id, pointage_id, at, geste, revision, auteur_id, motif, avant, apres)
  select n.id, n.pointage_id, ${unit.now.toString()}, n.geste, n.revision, ${unit.actor.personne_id}::uuid, n.motif, n.avant, n.apres
  from jsonb_to_recordset(${unit.sql.json(rows.map(row => ({ ...row, id: newId() })) as never)})
    as n(id uuid, pointage_id uuid, geste text, revision integer, motif text, avant jsonb, apres jsonb)`;

export type Reglee = Feuille & { devenue: boolean };

/** Whether all of its pointages are validated now, since when; `devenue`: by what was just written. They get a new version. */
export const settleFeuilles = (unit: Unit, semaines: readonly Semaine[]) =>
  many<Reglee>(unit.sql`
    with etat as (
      select f.id, f.validee_at, count(p.id) > 0 and bool_and(p.statut = 'valide') as toutes
      from jsonb_to_recordset(${unit.sql.json([...semaines])}) as d(personne_id uuid, debut date)
      join feuilles_heures f on f.personne_id = d.personne_id and f.debut = d.debut
      left join pointages p on p.feuille_id = f.id and p.deleted_at is null
      group by f.id
    )
    update feuilles_heures f set validee_at = case when e.toutes then coalesce(e.validee_at, ${unit.now.toString()}) end
    from etat e where f.id = e.id
    returning f.id, f.personne_id, f.debut, e.validee_at is null and f.validee_at is not null as devenue`);
