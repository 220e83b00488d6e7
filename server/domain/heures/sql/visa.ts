// What a gesture on many pointages reads: each of them, with what whoever acts may do there.
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { SemaineTravaillee } from '../alertes/rules.ts';
import type { Chantier, Ligne } from '../rules.ts';
import type { Semaine } from './ecrire.ts';
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

/** The weeks of these feuilles as alerts look at them: with the days around, and the eleven weeks before. */
export const readTravaux = (unit: Unit, feuilles: readonly Semaine[]) =>
  many<SemaineTravaillee & { debut: string }>(unit.sql`
    select s.debut, t.id as personne_id, t.type_personne, t.mineur_jusquau,
      coalesce((select json_agg(json_build_object('jour', p.jour, 'minutes', p.minutes, 'plages', p.plages)) from pointages p
        where p.personne_id = t.id and p.deleted_at is null and p.jour between s.debut - 1 and s.debut + 7), '[]') as travaux,
      coalesce((select json_agg(json_build_object('jour', a.jour, 'moment', a.moment)) from absences_jours a
        where a.personne_id = t.id and a.jour between s.debut and s.debut + 6), '[]') as absences,
      coalesce((select sum(p.minutes)::integer from pointages p
        where p.personne_id = t.id and p.deleted_at is null and p.jour between s.debut - 77 and s.debut - 1), 0) as avant
    from jsonb_to_recordset(${unit.sql.json(feuilles as never)}) as s(personne_id uuid, debut date)
    join personnes_au_travail t on t.id = s.personne_id order by t.nom, t.id, s.debut`);

export const listMoisClos = async (unit: Unit): Promise<Set<string>> =>
  new Set((await many<{ mois: string }>(unit.sql`select mois from periodes_closes`)).map(row => row.mois));
