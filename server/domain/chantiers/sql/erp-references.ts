// What happens to references held by an ERP outside of its pages: marked absent, mapped, taken back, released.
import type { StatutChantier } from '#contract/values.ts';
import { type Fragment, many, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Fields, Ours } from '../from-erp/rules.ts';
import type { Marked } from '../from-erp/types.ts';
import { ours } from './erp-page.ts';

/** `heures`: hours were entered on it, so that it is closed and not deleted (settled.md 32). */
export type Absent = Marked & { deleted: boolean; heures: boolean; statut: StatutChantier };

/** Locked, in the order of their ids: the present ones among them, and those hidden if asked. */
export const takePresent = (unit: Unit, system: string, wanted: { external_ids: string[]; hidden: boolean }) =>
  many<Absent>(unit.sql`
    select r.external_id, r.chantier_id, c.code, c.nom as libelle, c.deleted_at is not null as deleted, c.statut,
      exists (select from chantiers_avec_heures h where h.chantier_id = c.id) as heures
    from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.managed and r.system = ${system} and r.external_id = any(${wanted.external_ids}::text[])
      and r.etat = any(${wanted.hidden ? ['present', 'masque'] : ['present']}::text[])
    order by c.id for update`);

/** The chantiers get a new version: what is said of their reference differs. Untouched ones stay so. */
export async function saveEtat(
  unit: Unit,
  system: string,
  { ids, etat }: { ids: string[]; etat: 'masque' | 'supprime' },
): Promise<void> {
  const { sql } = unit;
  await sql`
    update chantier_references r set etat = ${etat},
      imported_version = r.imported_version + case when c.version = r.imported_version then 1 else 0 end
    from chantiers c where c.id = r.chantier_id and r.system = ${system} and r.managed and r.chantier_id = any(${ids}::uuid[])`;
  if (etat === 'masque') {
    await sql`update chantiers set id = id where id = any(${ids}::uuid[])`;
    return;
  }
  await sql`
    update chantiers c set
      deleted_at = case when h.ont then c.deleted_at else coalesce(c.deleted_at, ${unit.now.toString()}::timestamptz) end,
      statut = case when h.ont and c.deleted_at is null then 'ferme' else c.statut end
    from (select i.id, exists (select from chantiers_avec_heures a where a.chantier_id = i.id) as ont
          from unnest(${ids}::uuid[]) as i(id)) h
    where c.id = h.id`;
}

export async function countPresent(unit: Unit, system: string): Promise<number> {
  return (
    await one<{ n: number }>(unit.sql`
      select count(*)::integer as n from chantier_references where system = ${system} and managed and etat = 'present'`)
  ).n;
}

type Mapping = { system: string; statut_externe: string; statut: StatutChantier | null };
export type Mapped = { chantier_id: string; statut: StatutChantier };

/** Locked: chantiers with this status over there that were mapped otherwise; those archived there are closed whatever it is. */
export const takeMapped = (unit: Unit, { system, statut_externe, statut }: Mapping) =>
  many<Mapped>(unit.sql`
    select c.id as chantier_id, c.statut
    from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.managed and r.system = ${system} and r.statut_externe = ${statut_externe} and not r.recu ? 'archive'
      and r.recu->>'statut' is distinct from ${statut}::text and c.deleted_at is null
    order by c.id for update`);

/** The status becomes the ERP's, or (null) ours again; the chantiers get a new version. */
export async function saveMapped(unit: Unit, { system, statut }: Mapping, ids: string[]): Promise<void> {
  const { sql } = unit;
  const recu = statut ? sql`r.recu || ${sql.json({ statut })}` : sql`r.recu - 'statut'`;
  await sql`
    update chantier_references r set recu = ${recu},
      champs = ${statut ? sql`array_append(array_remove(r.champs, 'statut'), 'statut')` : sql`array_remove(r.champs, 'statut')`},
      imported_version = r.imported_version + case when c.version = r.imported_version then 1 else 0 end
    from chantiers c where c.id = r.chantier_id and r.system = ${system} and r.managed and r.chantier_id = any(${ids}::uuid[])`;
  await sql`update chantiers set statut = ${statut ? statut : sql`statut`} where id = any(${ids}::uuid[])`;
}

/** `avant`: what the run wrote over when it joined a chantier of ours; `referenced`: a person had said what it is there. */
export type OfRun = Ours & {
  made: boolean;
  imported_version: number | null;
  avant: (Fields & { code: string; referenced: boolean }) | null;
};

/** Locked: what the imports of a connexion made and joined. */
export const takeSystem = (unit: Unit, system: string) =>
  many<OfRun>(unit.sql`
    select r.made_by_run is not null as made, r.imported_version, r.avant, ${ours(unit)}
    from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.managed and r.system = ${system}
    order by c.id for update`);

export async function isUndoable(unit: Unit, system: string): Promise<boolean> {
  return (await one<{ yes: boolean }>(unit.sql`select import_annulable(${system}) as yes`)).yes;
}

/** Nothing is left of what a connexion keeps. */
const released = (unit: Unit): Fragment => unit.sql`
  managed = false, hash = null, recu = null, champs = '{}', etat = 'present', statut_externe = null, code_voulu = null,
  made_by_run = null, linked_by_run = null, avant = null, imported_version = null`;

/** The references of a connexion go, but for those that persons had given: they are theirs again. */
export async function removeSystem(unit: Unit, system: string, made: string[]): Promise<void> {
  const { sql } = unit;
  await sql`update chantiers set deleted_at = ${unit.now.toString()} where id = any(${made}::uuid[])`;
  await sql`
    delete from chantier_references
    where managed and system = ${system}
      and (made_by_run is not null or (linked_by_run is not null and not (avant->>'referenced')::boolean))`;
  await sql`update chantier_references set ${released(unit)} where managed and system = ${system}`;
}

/** References of deleted chantiers go: their external ids may serve again. The other chantiers get a new version. */
export async function releaseSystem(unit: Unit, system: string): Promise<void> {
  const { sql } = unit;
  await sql`
    delete from chantier_references r using chantiers c
    where c.id = r.chantier_id and c.deleted_at is not null and r.managed and r.system = ${system}`;
  await sql`
    with r as (update chantier_references set ${released(unit)} where managed and system = ${system} returning chantier_id)
    update chantiers c set id = c.id from r where c.id = r.chantier_id`;
}
