// What a gesture on many pointages reads: each of them, with what whoever acts may do there.
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Chantier, Ligne } from '../rules.ts';
import { ligneSql } from './terrain.ts';

export type LigneVisee = Ligne & Pick<Chantier, 'mene' | 'vise'>;

/** Call it under `takePersonnesTurn`; those deleted meanwhile are left out. */
export const readVises = (unit: Unit, ids: readonly string[]) =>
  many<LigneVisee>(unit.sql`
    select ${ligneSql(unit)}, r.mene, r.vise
    from pointages p join (
      select c.id, mene_chantier(${unit.actor.personne_id}, ${unit.actor.role}, c.id) as mene,
        vise_chantier(${unit.actor.personne_id}, ${unit.actor.role}, c.id) as vise
      from (select distinct chantier_id as id from pointages where id = any(${[...ids]}::uuid[])) c
    ) r on r.id = p.chantier_id
    where p.id = any(${[...ids]}::uuid[]) and p.deleted_at is null
    order by p.jour, p.id`);

export const listMoisClos = async (unit: Unit): Promise<Set<string>> =>
  new Set((await many<{ mois: string }>(unit.sql`select mois from periodes_closes`)).map(row => row.mois));
