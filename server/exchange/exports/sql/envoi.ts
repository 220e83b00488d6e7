// The ledger while it is sent: what is marked before a call, what the call did, and what is looked up.
import type { CompteEnvoi } from '#contract/export.ts';
import type { RaisonLigne } from '#contract/values.ts';
import { type Fragment, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunRow } from '../run.ts';
import { isFresh, type Place } from './jours.ts';

/** What waited before this run is its own from now on. */
export const adoptLines = (unit: Unit, { id, link_id, au, chantiers }: RunRow) => {
  const { sql } = unit;
  return sql`
    update export_lignes l set run_id = ${id}
    where l.link_id = ${link_id} and l.jour <= ${au} and (l.etat = 'to_send' or l.retrait = 'to_remove')
      and l.run_id is distinct from ${id}
      ${
        chantiers
          ? sql`and exists (select from export_lignes y where y.link_id = l.link_id and y.jour = l.jour and y.personne_id = l.personne_id
              and y.chantier_id = any(${chantiers}::uuid[]))`
          : sql``
      }`;
};

/** A call whose process died, or whose answer was lost before it was written down: it may have been done. */
export const markDoubts = (unit: Unit, run: RunRow) => unit.sql`
  update export_lignes set etat = case when etat = 'sending' then 'doubtful' else etat end,
    retrait = case when retrait = 'removing' then 'doubtful' else retrait end, doute_at = ${unit.now.toString()}, run_id = ${run.id},
    geste_par = null
  where link_id = ${run.link_id} and (etat = 'sending' or retrait = 'removing')`;

/** To take out by its id what may be out already does no harm: what is in doubt is asked again. */
export const removeAgain = (unit: Unit, run: RunRow) => unit.sql`
  update export_lignes set retrait = 'to_remove', run_id = ${run.id}, geste_par = null
  where link_id = ${run.link_id} and retrait = 'doubtful'`;

export type MarkedLine = {
  id: string;
  marque: string;
  personne_id: string;
  jour: string;
  personne_externe: string | null;
  cle: string;
  pointage_id: string | null;
  chantier_externe: string | null;
  jour_erp: string;
  minutes: number;
  debut: string | null;
  fin: string | null;
  indicatif: boolean;
  contenu: Record<string, unknown>;
  etat: string;
  external_id: string | null;
  erp_version: string | null;
  essais: number;
};

/**
 * The next person's day that is to be called for. None while something of the day is in doubt; and nothing is taken out while
 * what comes instead cannot be written. `frais`: it is still wholly validated, for the same account, as it was laid down.
 * `offset 0`: looked up for the one day, where the planner would read the whole ledger once for each.
 */
export const findNextDay = (unit: Unit, { id, link_id }: RunRow, after: Place | null) => {
  const { sql } = unit;
  return maybeOne<Place & { frais: boolean }>(sql`
    with prochain as materialized (
      select l.jour, l.personne_id from export_lignes l
      where l.link_id = ${link_id} and l.run_id = ${id} and (l.etat = 'to_send' or l.retrait = 'to_remove')
        ${after ? sql`and (l.jour, l.personne_id) > (${after.jour}::date, ${after.personne_id}::uuid)` : sql``}
        and not exists (select from export_lignes x
          where x.link_id = l.link_id and x.jour = l.jour and x.personne_id = l.personne_id
            and (x.etat in ('sending', 'doubtful') or (x.etat = 'unmapped' and x.ignoree_at is null)
              or x.retrait in ('removing', 'doubtful')) offset 0)
      order by l.jour, l.personne_id limit 1
    )
    select p.jour, p.personne_id, ${isFresh(sql, link_id, sql`p`)} as frais from prochain p`);
};

/** All of it that is to be called for, marked before the call. */
export const markDay = (unit: Unit, run: RunRow, { jour, personne_id }: Place) =>
  many<MarkedLine>(unit.sql`
    update export_lignes l
    set etat = case when l.etat = 'to_send' then 'sending' else l.etat end,
        retrait = case when l.retrait = 'to_remove' then 'removing' else l.retrait end,
        essais = l.essais + 1, tente_at = ${unit.now.toString()}, run_id = ${run.id}, raison_code = null, raison_phrase = null,
        geste_par = null
    where l.link_id = ${run.link_id} and l.jour = ${jour} and l.personne_id = ${personne_id}
      and (l.etat = 'to_send' or l.retrait = 'to_remove')
    returning l.id, l.marque, l.personne_id, l.jour, l.personne_externe, l.cle, l.pointage_id, l.chantier_externe, l.jour_erp,
      l.minutes, l.debut, l.fin, l.indicatif, l.contenu, l.etat, l.external_id, l.erp_version, l.essais`);

/** `etat` null: not called. `essais`: the try it answers. */
export type Outcome = {
  id: string;
  essais: number;
  etat: 'sent' | 'removed' | 'refused' | 'doubtful' | null;
  external_id: string | null;
  version: string | null;
  code: RaisonLigne | null;
  phrase: string | null;
};

/** What the network answered, whoever has the run by now; an answer to an older try says nothing any more. */
export const recordOutcomes = (unit: Unit, outcomes: readonly Outcome[]) => unit.sql`
  update export_lignes l
  set etat = case when l.etat = 'superseded' then l.etat else coalesce(o.etat, 'to_send') end,
      retrait = case when l.etat = 'superseded' then coalesce(o.etat, 'to_remove') end,
      external_id = coalesce(o.external_id, l.external_id), erp_version = coalesce(o.version, l.erp_version),
      minutes_la_bas = case o.etat when 'sent' then l.minutes when 'removed' then null else l.minutes_la_bas end,
      envoye_at = case when o.etat = 'sent' then ${unit.now.toString()}::timestamptz else l.envoye_at end,
      doute_at = case when o.etat = 'doubtful' then ${unit.now.toString()}::timestamptz else l.doute_at end,
      raison_code = o.code, raison_phrase = left(o.phrase, 500), geste_par = null
  from jsonb_to_recordset(${unit.sql.json(outcomes as never)})
    as o(id uuid, essais integer, etat text, external_id text, version text, code text, phrase text)
  where l.id = o.id and l.essais = o.essais
    and (l.etat = 'sending' or l.retrait = 'removing' or (o.etat is not null and (l.etat = 'doubtful' or l.retrait = 'doubtful')))`;

export type Doubt = {
  id: string;
  marque: string;
  etat: string;
  personne_externe: string;
  jour_erp: string;
  external_id: string | null;
  chantier_externe: string | null;
  debut: string | null;
  fin: string | null;
  tente_at: string;
  /** Since when nobody waits for its answer any more: it ripens from then on. */
  depuis: string;
};

/** Lines to look for over there, but those of people whom nothing can be told of for now. */
const doubted = ({ sql }: Unit, link_id: string, except: readonly string[]): Fragment => sql`
  link_id = ${link_id} and tente_at is not null and personne_externe is not null and personne_externe <> all(${[...except]}::text[])
    and (etat = 'doubtful' or (a_verifier and etat not in ('to_send', 'sending', 'unmapped')))`;

/** What is to be looked for over there: not known to have come, or sent a second time. */
export const listDoubts = (unit: Unit, link_id: string, except: readonly string[]) =>
  many<Doubt>(unit.sql`
    select id, marque, etat, personne_externe, jour_erp, external_id, chantier_externe, debut, fin, tente_at,
      coalesce(doute_at, tente_at) as depuis
    from export_lignes where ${doubted(unit, link_id, except)} order by personne_externe, numero limit 500`);

export type Settled = {
  id: string;
  etat: 'sent' | 'to_send' | null;
  external_id: string | null;
  version: string | null;
  minutes: number | null;
  a_verifier: boolean;
};

/** `etat` null: as it was. An answer that came meanwhile says more than the look. */
export const saveSettled = (unit: Unit, run_id: string, settled: readonly Settled[]) => unit.sql`
  update export_lignes l
  set etat = coalesce(s.etat, l.etat), external_id = coalesce(s.external_id, l.external_id),
      erp_version = coalesce(s.version, l.erp_version), minutes_la_bas = coalesce(s.minutes, l.minutes_la_bas),
      envoye_at = case when s.etat = 'sent' then coalesce(l.tente_at, ${unit.now.toString()}::timestamptz) else l.envoye_at end,
      a_verifier = s.a_verifier, run_id = ${run_id}, geste_par = null,
      raison_code = case when s.etat is null then l.raison_code end, raison_phrase = case when s.etat is null then l.raison_phrase end
  from jsonb_to_recordset(${unit.sql.json(settled as never)})
    as s(id uuid, etat text, external_id text, version text, minutes integer, a_verifier boolean)
  where l.id = s.id and (s.etat is null or l.etat = 'doubtful')`;

export type Double = { id: string; ligne_id: string; external_id: string; minutes: number };

type Of = { run_id: string | null; closed: string | null };

/** A second entry under the mark of a line: a line of its own, to be taken out; `closed`: why it may not be. */
export const insertDoubles = (unit: Unit, { run_id, closed }: Of, doubles: readonly Double[]) => unit.sql`
  insert into export_lignes (id, link_id, run_id, personne_id, jour, cle, pointage_id, chantier_id, chantier_externe, personne_externe,
    minutes, jour_erp, debut, fin, indicatif, contenu, empreinte, etat, retrait, raison_code, raison_phrase, external_id, minutes_la_bas,
    remplace_id, created_at)
  select d.id, l.link_id, ${run_id}, l.personne_id, l.jour, l.cle, l.pointage_id, l.chantier_id, l.chantier_externe,
    l.personne_externe, d.minutes, l.jour_erp, l.debut, l.fin, l.indicatif, l.contenu, l.empreinte, 'superseded',
    ${closed === null ? 'to_remove' : 'refused'}, ${closed === null ? null : 'periode_cloturee'}, ${closed}, d.external_id, d.minutes,
    l.id, ${unit.now.toString()}
  from jsonb_to_recordset(${unit.sql.json(doubles as never)}) as d(id uuid, ligne_id uuid, external_id text, minutes integer)
  join export_lignes l on l.id = d.ligne_id
  where not exists (select from export_lignes x where x.link_id = l.link_id and x.external_id = d.external_id)`;

/** When something is to be looked for again: the doubt that has waited longest. Null when nothing is. */
export const findNextLook = (unit: Unit, link_id: string, except: readonly string[]) =>
  maybeOne<{ depuis: string; ripe: boolean }>(unit.sql`
    select coalesce(doute_at, tente_at) as depuis, etat <> 'doubtful' as ripe
    from export_lignes where ${doubted(unit, link_id, except)} order by etat = 'doubtful', 1 limit 1`);

/** Of the lines `x` that a run had in hand last. */
export const compte = (sql: Sql | Transaction, lines: Fragment): Fragment => sql`
  select json_build_object('personnes', count(distinct x.personne_id), 'jours', count(distinct (x.personne_id, x.jour)),
    'lignes', count(*),
    'to_send', count(*) filter (where x.etat in ('to_send', 'sending')),
    'sent', count(*) filter (where x.etat = 'sent'),
    'removed', count(*) filter (where x.retrait = 'removed'),
    'doubtful', count(*) filter (where x.etat = 'doubtful' or x.retrait = 'doubtful'),
    'refused', count(*) filter (where x.etat = 'refused' and x.ignoree_at is null),
    'unmapped', count(*) filter (where x.etat = 'unmapped' and x.ignoree_at is null),
    'ignored', count(*) filter (where x.ignoree_at is not null),
    'rattrapage', count(*) filter (where x.rattrapage), 'minutes', coalesce(sum(x.minutes_la_bas), 0))
  from ${lines} where (x.etat <> 'superseded' or x.retrait is not null)`;

export const countRun = async (unit: Unit, run_id: string): Promise<CompteEnvoi> =>
  (
    await one<{ compte: CompteEnvoi }>(
      unit.sql`select (${compte(unit.sql, unit.sql`(select * from export_lignes l where l.run_id = ${run_id}) x`)}) as compte`,
    )
  ).compte;
