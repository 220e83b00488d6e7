// Statements of « Réparer »: asked for, taken, looked at again, ended.
import type { Reparation } from '#contract/rapprochement.ts';
import { type Fragment, many, maybeOne } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';
import type { LigneCherchee, LigneVue } from '../../../connectors/connector.ts';
import { cellules, seesAll } from './faits.ts';
import { saveSaisies } from './saisies.ts';

export type RepairRow = {
  id: string;
  link_id: string;
  personne_id: string;
  jour: string;
  reparation: Reparation;
  process_id: string | null;
  essais: number;
  demande_par: string | null;
};

/** Null when one of this person's day is open already. */
export const insertRepair = (unit: Unit, row: Omit<RepairRow, 'process_id' | 'essais'>) =>
  maybeOne<{ id: string }>(unit.sql`
    insert into rapprochement_reparations ${unit.sql({ ...row, etat: 'waiting', created_at: unit.now.toString() })}
    on conflict do nothing returning id`);

export const takeNextRepair = (unit: Unit, { link_id, process_id }: { link_id: string; process_id: string }) =>
  maybeOne<RepairRow>(unit.sql`
    update rapprochement_reparations r set etat = 'running', process_id = ${process_id}
    where r.id = (
      select w.id from rapprochement_reparations w
      where w.link_id = ${link_id} and w.etat = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
      order by w.created_at, w.id limit 1 for update skip locked)
    returning r.id, r.link_id, r.personne_id, r.jour, r.reparation, r.process_id, r.essais, r.demande_par`);

type End = {
  etat: 'done' | 'refused' | 'waiting';
  raison: string | null;
  export_id?: string | null;
  prochain_essai_at?: string | null;
};

export const endRepair = (
  unit: Unit,
  { id, process_id }: RepairRow,
  { etat, raison, export_id, prochain_essai_at }: End,
) => unit.sql`
  update rapprochement_reparations set etat = ${etat}, process_id = null, raison = ${raison}, essais = essais + 1,
    export_id = ${export_id ?? null}, prochain_essai_at = ${prochain_essai_at ?? null},
    finished_at = case when ${etat !== 'waiting'} then ${unit.now.toString()}::timestamptz end
  where id = ${id} and etat = 'running' and process_id = ${process_id}`;

export type Place = { personne: string; jours: string[]; depuis: string; lignes: LigneCherchee[] };

/**
 * Where to look: the person as the ERP knows him, the days of his lines over there, since when ours can be there, and what those that
 * should be there are, should their marks be lost.
 */
export const findPlaces = (unit: Unit, { link_id, personne_id, jour }: RepairRow) =>
  many<Place>(unit.sql`
    select l.personne_externe as personne, array_agg(distinct j.jour::text) as jours,
      to_char(min(coalesce(l.tente_at, l.created_at)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as depuis,
      coalesce(jsonb_agg(distinct jsonb_build_object('marque', l.marque, 'external_id', l.external_id, 'chantier', l.chantier_externe,
        'jour', l.jour_erp, 'debut', l.debut, 'fin', l.fin)) filter (where l.etat in ('sent', 'doubtful')), '[]') as lignes
    from lignes_envoi l cross join lateral (
      select l.jour union select l.jour_erp
      union select s.jour from rapprochement_saisies s where s.link_id = l.link_id and (s.external_id = l.external_id or s.numero = l.numero)
    ) j(jour)
    where l.link_id = ${link_id} and l.personne_id = ${personne_id} and l.jour = ${jour} and l.personne_externe is not null
    group by l.personne_externe`);

type Looked = { repair: RepairRow; vues: readonly LigneVue[] };

/** What was just seen takes the place of what was read before of the lines of this day; entries of others stay as they were. */
export async function saveLook(unit: Unit, { repair, vues }: Looked): Promise<void> {
  const { id, link_id, personne_id, jour } = repair;
  await unit.sql`
    delete from rapprochement_saisies s using lignes_envoi l
    where s.link_id = ${link_id} and l.link_id = ${link_id} and l.personne_id = ${personne_id} and l.jour = ${jour}
      and (s.external_id = l.external_id or s.numero = l.numero)`;
  await saveSaisies(unit, { link_id, run_id: id }, vues);
}

export type Fact = {
  ligne_id: string;
  verdict: string;
  reparation: Reparation;
  external_id: string | null;
  erp_version: string | null;
  /** The entry is not the one that the ledger knows, though it bears its mark. */
  autre_id: boolean;
  marque: string;
  personne: string | null;
  jour: string | null;
  minutes: number | null;
  debut: string | null;
  fin: string | null;
  chantier: string | null;
};

/** What of this day can be repaired this way, as it stands now. */
export const listRepairable = (unit: Unit, { link_id, personne_id, jour, reparation }: RepairRow) =>
  many<Fact>(unit.sql`
    with ${cellules(unit.sql, { link_id, du: jour, au: jour, sees: seesAll(unit.sql) })}
    select f.ligne_id, f.verdict, f.reparation, f.external_id, s.erp_version, s.external_id is distinct from l.external_id as autre_id,
      l.marque, s.personne_externe as personne, s.jour::text as jour, s.minutes, s.debut, s.fin, s.chantier_externe as chantier
    from faits f join lignes_envoi l on l.id = f.ligne_id
    left join rapprochement_saisies s on s.link_id = ${link_id} and s.external_id = f.external_id
    where f.personne_id = ${personne_id} and f.jour = ${jour} and f.reparation = ${reparation} order by l.numero, f.external_id`);

/** Their times and places stand: no difference as long as they stay so. */
export const adoptEntries = (unit: Unit, { link_id, demande_par }: RepairRow, facts: readonly Fact[]) => unit.sql`
  insert into rapprochement_adoptions (ligne_id, link_id, external_id, jour, minutes, debut, fin, chantier_externe, par, at)
  select f.ligne_id, ${link_id}, f.external_id, f.jour, f.minutes, f.debut, f.fin, f.chantier, ${demande_par}, ${unit.now.toString()}
  from jsonb_to_recordset(${unit.sql.json(facts as never)}) as f(ligne_id uuid, external_id text, jour date, minutes integer, debut text,
    fin text, chantier text)
  on conflict (ligne_id) do update set external_id = excluded.external_id, jour = excluded.jour, minutes = excluded.minutes,
    debut = excluded.debut, fin = excluded.fin, chantier_externe = excluded.chantier_externe, par = excluded.par, at = excluded.at`;

export const heldRepairs = ({ sql }: ReadAt, personne_id: string): Record<string, Fragment> => ({
  rapprochement_reparations: jsonRows(
    sql,
    sql`select link_id, jour, reparation, etat, raison, created_at, finished_at from rapprochement_reparations
        where personne_id = ${personne_id} order by created_at`,
  ),
});

export const renameRepairs = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  await sql`
    update rapprochement_reparations r set personne_id = n.nouveau
    from jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid) where r.personne_id = n.ancien`;
};
