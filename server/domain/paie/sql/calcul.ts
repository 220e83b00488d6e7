// The statements of the rules: what they read for a set of weeks, what they write. None depends on how many weeks there are.
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { SemaineDe, SemaineLue, Trouvee } from '../calcul/types.ts';

/**
 * Who reckons these people waits for whoever does it at this moment, then reads what he wrote. A period that is being closed is
 * waited for too (`takePeriodesTurn`).
 */
export const takePersonnesTurn = (unit: Unit, personne_ids: readonly string[]) => unit.sql`
  with open as materialized (select pg_advisory_xact_lock_shared(hashtext('paie.periodes')))
  select pg_advisory_xact_lock(hashtextextended('paie.personne ' || p.id, 0))
  from open cross join (select distinct id from unnest(${[...personne_ids]}::text[]) as given(id) order by id) p`;

/** Alone: nobody reckons a variable until this unit is committed. */
export const takePeriodesTurn = (unit: Unit) => unit.sql`select pg_advisory_xact_lock(hashtext('paie.periodes'))`;

export const listMoisClotures = async (unit: Unit): Promise<Set<string>> =>
  new Set((await many<{ mois: string }>(unit.sql`select mois from mois_clotures`)).map(row => row.mois));

export const readSemaines = (unit: Unit, semaines: readonly SemaineDe[]): Promise<SemaineLue[]> =>
  many<SemaineLue>(unit.sql`
    select s.personne_id, s.debut, p.type_personne, p.horaire, p.heures_sup_comprises, p.date_sortie,
      coalesce((select json_agg(json_build_object(
          'jour', v.jour, 'chantier_id', v.chantier_id, 'minutes', v.minutes, 'plages', v.plages, 'panier', v.panier, 'zone', v.zone,
          'zone_distance', zone_a_vol_doiseau(reglages_au(v.jour), c.latitude, c.longitude),
          'statut', v.statut, 'valide_minutes', v.valide_minutes, 'valide_plages', v.valide_plages))
        from pointages_vivants v join chantiers_situes c on c.id = v.chantier_id
        where v.personne_id = s.personne_id and v.jour between s.debut and s.debut + 6), '[]') as pointages,
      coalesce((select json_agg(json_build_object('jour', a.jour, 'moment', a.moment, 'motif', a.motif))
        from absences_jours a where a.personne_id = s.personne_id and a.jour between s.debut and s.debut + 6), '[]') as absences,
      coalesce((select json_agg(json_build_object('id', v.id, 'jour', v.jour, 'rubrique', v.rubrique, 'quantite', v.quantite,
          'zone', v.zone, 'chantier_id', v.chantier_id, 'origine', v.origine))
        from variables_paie v
        where v.personne_id = s.personne_id and v.jour between s.debut and s.debut + 6 and v.deleted_at is null), '[]') as variables,
      coalesce((select json_agg(r) from (
        select jour, rubrique, sum(quantite)::integer as quantite from regularisations
        where personne_id = s.personne_id and jour between s.debut and s.debut + 6 group by jour, rubrique) r), '[]') as regularisees
    from jsonb_to_recordset(${unit.sql.json([...semaines])}) as s(personne_id uuid, debut date)
    join personnes_au_travail p on p.id = s.personne_id`);

export type Change = {
  insert: (Trouvee & { id: string; personne_id: string })[];
  update: (Trouvee & { id: string })[];
  remove: string[];
};

export async function writeVariables(unit: Unit, { insert, update, remove }: Change): Promise<void> {
  const { sql } = unit;
  const now = unit.now.toString();
  if (remove.length > 0) await sql`update variables_paie set deleted_at = ${now} where id = any(${remove}::uuid[])`;
  if (update.length > 0)
    await sql`
      update variables_paie v set quantite = f.quantite, zone = f.zone, chantier_id = f.chantier_id
      from jsonb_to_recordset(${sql.json(update)}) as f(id uuid, quantite integer, zone text, chantier_id uuid) where v.id = f.id`;
  if (insert.length > 0)
    await sql`
      insert into variables_paie (id, personne_id, jour, rubrique, quantite, zone, chantier_id, origine, created_at, updated_at)
      select f.id, f.personne_id, f.jour, f.rubrique, f.quantite, f.zone, f.chantier_id, 'auto', ${now}, ${now}
      from jsonb_to_recordset(${sql.json(insert)})
        as f(id uuid, personne_id uuid, jour date, rubrique text, quantite integer, zone text, chantier_id uuid)`;
}

export type LigneRegularisation = {
  personne_id: string;
  chantier_id: string | null;
  /** The day that is corrected, of a closed month. */
  jour: string;
  rubrique: string;
  /** More or less, in the unit of the rubrique; never 0. */
  quantite: number;
  motif: string;
};
export const insertRegularisations = (unit: Unit, lines: readonly (LigneRegularisation & { id: string })[]) => unit.sql`
  insert into regularisations (id, at, personne_id, chantier_id, jour, mois_origine, mois, rubrique, quantite, motif, auteur_id)
  select l.id, ${unit.now.toString()}, l.personne_id, l.chantier_id, l.jour, to_char(l.jour, 'YYYY-MM'),
    mois_ouvert_apres(to_char(l.jour, 'YYYY-MM')), l.rubrique, l.quantite, l.motif, ${unit.actor.personne_id}::uuid
  from jsonb_to_recordset(${unit.sql.json([...lines])})
    as l(id uuid, personne_id uuid, chantier_id uuid, jour date, rubrique text, quantite integer, motif text)`;
