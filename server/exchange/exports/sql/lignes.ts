// How days are laid down in the ledger, and what a person does to a line. One statement for any number of lines.
import type { RaisonLigne } from '#contract/values.ts';
import { many, maybeOne } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Place } from './jours.ts';

type State = {
  etat: 'unmapped' | 'to_send' | 'refused';
  raison_code: RaisonLigne | null;
  raison_phrase: string | null;
};
export type NewLine = State & {
  id: string;
  personne_id: string;
  jour: string;
  cle: string;
  pointage_id: string | null;
  chantier_id: string | null;
  chantier_externe: string | null;
  personne_externe: string | null;
  minutes: number;
  jour_erp: string;
  debut: string | null;
  fin: string | null;
  indicatif: boolean;
  contenu: Record<string, unknown>;
  empreinte: string;
  rattrapage: boolean;
  remplace_id: string | null;
};
export type Replaced = {
  id: string;
  retrait: 'to_remove' | 'refused' | null;
  raison_code: RaisonLigne | null;
  raison_phrase: string | null;
};
export type Healed = State & { id: string; personne_externe: string };

export async function insertLines(
  unit: Unit,
  run: { id: string; link_id: string },
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await unit.sql`
    insert into export_lignes (id, link_id, run_id, personne_id, jour, cle, pointage_id, chantier_id, chantier_externe,
      personne_externe, minutes, jour_erp, debut, fin, indicatif, contenu, empreinte, rattrapage, etat, raison_code, raison_phrase,
      remplace_id, created_at)
    select l.id, ${run.link_id}, ${run.id}, l.personne_id, l.jour, l.cle, l.pointage_id, l.chantier_id, l.chantier_externe,
      l.personne_externe, l.minutes, l.jour_erp, l.debut, l.fin, l.indicatif, l.contenu, l.empreinte, l.rattrapage, l.etat,
      l.raison_code, l.raison_phrase, l.remplace_id, ${unit.now.toString()}
    from jsonb_to_recordset(${unit.sql.json(lines as never)}) as l(id uuid, personne_id uuid, jour date, cle text, pointage_id uuid,
      chantier_id uuid, chantier_externe text, personne_externe text, minutes integer, jour_erp date, debut text, fin text,
      indicatif boolean, contenu jsonb, empreinte text, rattrapage boolean, etat text, raison_code text, raison_phrase text,
      remplace_id uuid)`;
}

export async function replaceLines(unit: Unit, run_id: string, lines: readonly Replaced[]): Promise<void> {
  if (lines.length === 0) return;
  await unit.sql`
    update export_lignes x set etat = 'superseded', retrait = l.retrait, raison_code = l.raison_code,
      raison_phrase = l.raison_phrase, run_id = ${run_id}, geste_par = null
    from jsonb_to_recordset(${unit.sql.json(lines as never)}) as l(id uuid, retrait text, raison_code text, raison_phrase text)
    where x.id = l.id`;
}

/** The same row with new content: it is over there under its id, and is replaced in its place. */
export async function rewriteLines(unit: Unit, run_id: string, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  await unit.sql`
    update export_lignes x set chantier_id = l.chantier_id, chantier_externe = l.chantier_externe, personne_externe = l.personne_externe,
      minutes = l.minutes, jour_erp = l.jour_erp, debut = l.debut, fin = l.fin, indicatif = l.indicatif, contenu = l.contenu,
      empreinte = l.empreinte, etat = l.etat, raison_code = l.raison_code, raison_phrase = l.raison_phrase, run_id = ${run_id},
      geste_par = null, ignoree_at = null, ignoree_par = null, ignoree_note = null
    from jsonb_to_recordset(${unit.sql.json(lines as never)}) as l(id uuid, chantier_id uuid, chantier_externe text,
      personne_externe text, minutes integer, jour_erp date, debut text, fin text, indicatif boolean, contenu jsonb, empreinte text,
      etat text, raison_code text, raison_phrase text)
    where x.id = l.id`;
}

/** The person is mapped now: nothing else about them has changed. */
export async function healLines(unit: Unit, run_id: string, lines: readonly Healed[]): Promise<void> {
  if (lines.length === 0) return;
  await unit.sql`
    update export_lignes x set etat = l.etat, raison_code = l.raison_code, raison_phrase = l.raison_phrase,
      personne_externe = l.personne_externe, run_id = ${run_id}, geste_par = null, ignoree_at = null, ignoree_par = null,
      ignoree_note = null
    from jsonb_to_recordset(${unit.sql.json(lines as never)}) as l(id uuid, personne_externe text, etat text, raison_code text, raison_phrase text)
    where x.id = l.id`;
}

/**
 * Whether lines wait for people who are mapped by now, on connexions where sending is on: the days to lay down again. Not those that
 * no run would: they would be asked for each minute.
 */
export const listHealable = (unit: Unit) =>
  many<{ link_id: string; du: string; au: string; days: Place[] }>(unit.sql`
    select l.link_id, min(l.jour) as du, max(l.jour) as au,
      jsonb_agg(distinct jsonb_build_object('jour', l.jour, 'personne_id', l.personne_id)) as days
    from export_lignes l join export_reglages g on g.link_id = l.link_id and g.actif
      join connexions c on c.id = l.link_id and c.etat = 'active'
      join personnes_reliees m on m.link_id = l.link_id and m.personne_id = l.personne_id
      join personnes_au_travail q on q.id = l.personne_id and q.type_personne in ('employe', 'interimaire')
    where l.etat = 'unmapped' and l.ignoree_at is null
      and not exists (select from pointages_vivants p where p.jour = l.jour and p.personne_id = l.personne_id and p.statut <> 'valide')
      and not exists (select from export_lignes y where y.link_id = l.link_id and y.jour = l.jour and y.personne_id = l.personne_id
        and (y.etat in ('sending', 'doubtful') or y.retrait in ('removing', 'doubtful')))
      and not exists (select from export_runs r where r.link_id = l.link_id and r.statut in ('waiting', 'running', 'parked'))
    group by l.link_id`);

export type LineForDecision = {
  id: string;
  link_id: string;
  personne_id: string;
  jour: string;
  etat: string;
  raison_code: RaisonLigne | null;
  ignoree_at: string | null;
  chantier_id: string | null;
};
export const takeLine = (unit: Unit, id: string) =>
  maybeOne<LineForDecision>(unit.sql`
    select id, link_id, personne_id, jour, etat, raison_code, ignoree_at, chantier_id from export_lignes where id = ${id} for update`);

/** Refused lines leave again, and so does what was to go away for them. Gives the days they are of. */
export const relaunchLines = (unit: Unit, of: { ligne_id: string } | { run_id: string }) => {
  const { sql } = unit;
  const which =
    'ligne_id' in of
      ? sql`l.id = ${of.ligne_id}`
      : sql`exists (select from export_gestes g where g.run_id = ${of.run_id} and g.ligne_id = l.id) and l.ignoree_at is null`;
  return many<{ link_id: string; jour: string; personne_id: string }>(sql`
    with relances as (
      update export_lignes l
      set etat = case when l.personne_externe is null then 'unmapped' else 'to_send' end,
          raison_code = case when l.personne_externe is null then 'personne_a_relier' end,
          raison_phrase = case when l.personne_externe is null then l.raison_phrase end,
          ignoree_at = null, ignoree_par = null, ignoree_note = null, geste_par = ${unit.actor.personne_id}
      where l.etat = 'refused' and l.raison_code is distinct from 'irrepresentable' and ${which}
        and not (l.raison_code = 'periode_cloturee' and exists (select from mois_clotures k where k.mois = to_char(l.jour, 'YYYY-MM')))
      returning l.id, l.link_id, l.jour, l.personne_id, l.remplace_id
    ), retraits as (
      update export_lignes o set retrait = 'to_remove', raison_code = null, raison_phrase = null, geste_par = ${unit.actor.personne_id}
      from relances r where o.id = r.remplace_id and o.retrait = 'refused'
    )
    select distinct link_id, jour, personne_id from relances`);
};

export const ignoreLine = (unit: Unit, id: string, note: string) => unit.sql`
  update export_lignes set ignoree_at = ${unit.now.toString()}, ignoree_par = ${unit.actor.personne_id}, ignoree_note = ${note},
    geste_par = ${unit.actor.personne_id}
  where id = ${id}`;

/** The ledger of a retired connexion of the same name becomes this one's. */
export async function inheritLedger(
  unit: Unit,
  { link_id, system }: { link_id: string; system: string },
): Promise<void> {
  const old = await many<{ id: string }>(unit.sql`
    select r.id from connexions_retirees r where r.system = ${system} and r.id <> ${link_id}
      and exists (select from pointage_liens p where p.link_id = r.id)`);
  if (old.length === 0) return;
  const ids = old.map(row => row.id);
  await unit.sql`update pointage_liens set link_id = ${link_id} where link_id = any(${ids}::uuid[])`;
  await unit.sql`
    insert into export_jours (link_id, personne_id, jour, empreinte)
    select distinct on (e.jour, e.personne_id) ${link_id}::uuid, e.personne_id, e.jour, e.empreinte from export_jours e
    where e.link_id = any(${ids}::uuid[]) on conflict do nothing`;
  await unit.sql`delete from export_jours where link_id = any(${ids}::uuid[])`;
  await unit.sql`update export_lignes set link_id = ${link_id} where link_id = any(${ids}::uuid[])`;
  await unit.sql`update export_regularisations set link_id = ${link_id} where link_id = any(${ids}::uuid[])`;
}
