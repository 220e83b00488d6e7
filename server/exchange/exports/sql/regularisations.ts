// Corrections that the ERP takes no more in their place.
import type { RaisonLigne } from '#contract/values.ts';
import { many, maybeOne } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { FERMES } from '../rules.ts';
import type { Place } from './jours.ts';

type Missing = {
  personne_id: string;
  jour: string;
  chantier_id: string | null;
  minutes: number;
  raison_code: RaisonLigne;
  raison_phrase: string;
};

/**
 * Of each day and chantier: what is validated and can no longer be written, less what stands over there and can no longer be
 * taken out, less what was told already. Only for days that reached the ERP once: what never did is a refused line, no correction.
 */
export async function insertRegularisations(
  unit: Unit,
  { id, link_id }: { id: string | null; link_id: string },
  days: readonly Place[],
): Promise<void> {
  const { sql } = unit;
  const places = days.map(({ jour, personne_id }) => ({ jour, personne_id }));
  const missing = await many<Missing>(sql`
    with jours as (select d.* from jsonb_to_recordset(${sql.json(places)}) as d(jour date, personne_id uuid)),
    lignes as (select l.* from export_lignes l join jours d on d.jour = l.jour and d.personne_id = l.personne_id where l.link_id = ${link_id}),
    ecarts as (
      select l.personne_id, l.jour, l.chantier_id, l.minutes - coalesce(l.minutes_la_bas, 0) as minutes, l.raison_code, l.raison_phrase
      from lignes l where l.etat = 'refused' and l.raison_code = any(${[...FERMES]})
      union all
      select l.personne_id, l.jour, l.chantier_id, - coalesce(l.minutes_la_bas, 0), l.raison_code, l.raison_phrase
      from lignes l where l.retrait = 'refused'
      union all
      select r.personne_id, r.jour, r.chantier_id, - r.minutes, r.raison_code, r.raison_phrase
      from export_regularisations r join jours d on d.jour = r.jour and d.personne_id = r.personne_id where r.link_id = ${link_id}
    )
    select e.personne_id, e.jour, e.chantier_id, sum(e.minutes)::integer as minutes, max(coalesce(e.raison_code, 'autre')) as raison_code,
      max(coalesce(e.raison_phrase, '')) as raison_phrase
    from ecarts e
    where exists (select from lignes l where l.personne_id = e.personne_id and l.jour = e.jour and l.envoye_at is not null)
    group by e.personne_id, e.jour, e.chantier_id having sum(e.minutes) <> 0`);
  if (missing.length === 0) return;
  const rows = missing.map(row => ({ ...row, id: newId() }));
  await sql`
    insert into export_regularisations (id, link_id, run_id, personne_id, jour, chantier_id, minutes, raison_code, raison_phrase, at)
    select r.id, ${link_id}, ${id}, r.personne_id, r.jour, r.chantier_id, r.minutes, r.raison_code, r.raison_phrase, ${unit.now.toString()}
    from jsonb_to_recordset(${sql.json(rows)}) as r(id uuid, personne_id uuid, jour date, chantier_id uuid, minutes integer,
      raison_code text, raison_phrase text)`;
}

/** Of these days, those about which a correction was told. */
export const hasRegularisations = async (unit: Unit, link_id: string, { jour, personne_id }: Place): Promise<boolean> =>
  (await maybeOne(unit.sql`
    select 1 from export_regularisations where link_id = ${link_id} and jour = ${jour} and personne_id = ${personne_id} limit 1`)) !==
  null;

export const takeRegularisation = (unit: Unit, id: string) =>
  maybeOne<{ id: string; reportee_at: string | null }>(
    unit.sql`select id, reportee_at from export_regularisations where id = ${id} for update`,
  );

export const saveReport = (unit: Unit, id: string, note: string) => unit.sql`
  update export_regularisations
  set reportee_at = ${unit.now.toString()}, reportee_par = ${unit.actor.personne_id}, reportee_note = ${note} where id = ${id}`;
