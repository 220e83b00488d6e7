// Reading the people of an ERP: what is asked for, each page, and what they match. A constant number of statements a page.
import type { Probleme } from '#contract/erp-link.ts';
import { type Fragment, instant, many, maybeOne } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import type { PersonneFromErp } from '../../../connectors/connector.ts';

/** Writes those unseen, and those that changed. Of who was erased only that he is there. Gives how many. */
export async function savePersonnes(unit: Unit, link_id: string, gens: readonly PersonneFromErp[]): Promise<number> {
  if (gens.length === 0) return 0;
  const rows = gens.map(un => ({ ...un, id: newId() }));
  const written = await many(unit.sql`
    insert into erp_personnes as e (id, link_id, external_id, nom, prenom, email, matricule, role, actif, personne_id, trouve_par,
      ignoree, note, decidee_at, effacee_at, created_at)
    select g.id, ${link_id}, g.external_id, case when a.effacee_at is null then g.nom end,
      case when a.effacee_at is null then g.prenom end, case when a.effacee_at is null then g.email end,
      case when a.effacee_at is null then g.matricule end, case when a.effacee_at is null then g.role end, g.actif,
      a.personne_id, a.trouve_par, coalesce(a.ignoree, false), a.note, a.decidee_at, a.effacee_at, ${unit.now.toString()}
    from jsonb_to_recordset(${unit.sql.json(rows as never)}) as g(id uuid, external_id text, nom text, prenom text, email text,
      matricule text, role text, actif boolean)
    left join lateral (
      select b.personne_id, b.trouve_par, b.ignoree, b.note, b.decidee_at, b.effacee_at
      from erp_personnes b
      where b.link_id = (select r.id from connexions c join connexions_retirees r on r.system = c.system
          where c.id = ${link_id} order by r.deleted_at desc limit 1)
        and b.external_id = g.external_id and (b.decidee_at is not null or b.effacee_at is not null)
        and not exists (select from erp_personnes k where k.link_id = ${link_id}
          and (k.external_id = g.external_id or k.personne_id = b.personne_id))) a on true
    on conflict on constraint erp_personnes_external_key do update set
      nom = case when e.effacee_at is null then excluded.nom end, prenom = case when e.effacee_at is null then excluded.prenom end,
      email = case when e.effacee_at is null then excluded.email end, role = case when e.effacee_at is null then excluded.role end,
      matricule = case when e.effacee_at is null then excluded.matricule end, actif = excluded.actif, disparue_at = null
    where (e.effacee_at is null and (e.nom, e.prenom, e.email, e.matricule, e.role)
             is distinct from (excluded.nom, excluded.prenom, excluded.email, excluded.matricule, excluded.role))
       or e.actif is distinct from excluded.actif or e.disparue_at is not null
    returning 1`);
  return written.length;
}

/** Those that a whole reading did not show: marked, never unlinked. */
export const markDisparues = (unit: Unit, link_id: string, seen: readonly string[]) => unit.sql`
  update erp_personnes set disparue_at = ${unit.now.toString()}
  where link_id = ${link_id} and disparue_at is null and external_id <> all(${[...seen]}::text[])`;

export type Lien = { external_id: string; personne_id: string; trouve_par: 'matricule' | 'email' | 'nom' };

/**
 * Links whom one of matricule, e-mail and full name names without doubt: one person of theirs and one of ours carry it, neither
 * is linked to another, and their matricules do not contradict each other. What a person decided stands.
 */
export const matchPersonnes = (unit: Unit, link_id: string) =>
  many<Lien>(unit.sql`
    with leurs as (
      select e.id, e.personne_id is null and e.decidee_at is null and e.effacee_at is null as libre,
             matricule_plie(e.matricule) as matricule, c.par, c.rang, c.cle
      from erp_personnes e
      cross join lateral (values ('matricule', 1, matricule_plie(e.matricule)), ('email', 2, e.email), ('nom', 3, nom_plie(e.nom, e.prenom))) c(par, rang, cle)
      where e.link_id = ${link_id} and not e.ignoree and e.disparue_at is null and c.cle is not null
    ), notres as (
      select p.id, p.matricule_plie as matricule, c.par, c.cle,
             not exists (select from erp_personnes e where e.link_id = ${link_id} and e.personne_id = p.id) as libre
      from personnes_reconnaissables p
      cross join lateral (values ('matricule', p.matricule_plie), ('email', p.email), ('nom', p.nom_plie)) c(par, cle)
      where c.cle is not null
    ), seuls_leurs as (select l.*, count(*) over (partition by par, cle) as autant from leurs l
    ), seuls_notres as (select n.*, count(*) over (partition by par, cle) as autant from notres n
    ), paires as (
      select l.id, n.id as personne_id, l.par, l.rang
      from seuls_leurs l join seuls_notres n using (par, cle)
      where l.libre and n.libre and l.autant = 1 and n.autant = 1
        and (l.matricule is null or n.matricule is null or l.matricule = n.matricule)
    ), choisies as (
      select p.* from paires p
      where not exists (select from paires q where q.rang < p.rang and (q.id = p.id or q.personne_id = p.personne_id))
    )
    update erp_personnes e set personne_id = c.personne_id, trouve_par = c.par
    from choisies c where e.id = c.id
    returning e.external_id, e.personne_id, e.trouve_par`);

/** Those that nobody has been told of yet. */
export const takeUnannounced = (unit: Unit, link_id: string) =>
  many<{ external_id: string }>(unit.sql`
    update erp_personnes set annoncee_at = ${unit.now.toString()}
    where link_id = ${link_id} and annoncee_at is null and personne_id is null and not ignoree and actif and disparue_at is null
    returning external_id`);

export const readLecture = ({ sql }: ReadAt, link_id: string): Fragment => sql`
  select json_build_object('link_id', c.id, 'en_cours', l.demandee_at is not null, 'demandee_at', ${instant(sql, sql`l.demandee_at`)},
           'lue_at', ${instant(sql, sql`l.lue_at`)}, 'prochain_essai_at', ${instant(sql, sql`l.prochain_essai_at`)},
           'illisibles', coalesce(l.illisibles, 0), 'probleme', l.probleme, 'compte', (select json_build_object(
             'a_relier', count(*) filter (where personne_id is null and not ignoree and actif and disparue_at is null),
             'reliees', count(personne_id), 'ignorees', count(*) filter (where ignoree)) from erp_personnes where link_id = c.id))::text as body,
         null::integer as version
  from connexions c left join erp_personnes_lectures l on l.link_id = c.id where c.id = ${link_id}`;

/** Asked for once, however often; a wait for the next try is cut short. */
export const askLecture = (unit: Unit, link_id: string) => unit.sql`
  insert into erp_personnes_lectures (link_id, demandee_at) values (${link_id}, ${unit.now.toString()})
  on conflict (link_id) do update set demandee_at = coalesce(erp_personnes_lectures.demandee_at, excluded.demandee_at), prochain_essai_at = null`;

/** What waits becomes ours; null when nothing does, or another process has it. */
export const takeLecture = (unit: Unit, link_id: string, process_id: string) =>
  maybeOne<{ essais: number }>(unit.sql`
    update erp_personnes_lectures set process_id = ${process_id}
    where link_id = ${link_id} and demandee_at is not null and coalesce(prochain_essai_at, '-infinity') <= ${unit.now.toString()}
      and (process_id is null or process_id = ${process_id} or not process_alive(process_id))
    returning essais`);

export const endLecture = (unit: Unit, link_id: string, illisibles: number) => unit.sql`
  insert into erp_personnes_lectures (link_id, lue_at, illisibles) values (${link_id}, ${unit.now.toString()}, ${illisibles})
  on conflict (link_id) do update set lue_at = excluded.lue_at, illisibles = excluded.illisibles, demandee_at = null, process_id = null,
    essais = 0, prochain_essai_at = null, probleme = null`;

/** `prochain_essai_at` null: it ends there, and a person reads why. */
export const putOffLecture = (
  unit: Unit,
  link_id: string,
  {
    prochain_essai_at,
    probleme,
    essais,
  }: { prochain_essai_at: string | null; probleme: Probleme | null; essais: number },
) => unit.sql`
  update erp_personnes_lectures set process_id = null, essais = ${essais}, prochain_essai_at = ${prochain_essai_at},
    probleme = ${probleme === null ? null : unit.sql.json(probleme)},
    demandee_at = case when ${prochain_essai_at !== null} then demandee_at end
  where link_id = ${link_id}`;

/** Due now and in nobody's hand; in that of a dead process; or ours by name, and lost. */
export const listDueLectures = (
  unit: Unit,
  { process_id, working }: { process_id: string; working: readonly string[] },
) =>
  many<{ link_id: string }>(unit.sql`
    select l.link_id from erp_personnes_lectures l join connexions c on c.id = l.link_id and c.etat = 'active'
    where l.demandee_at is not null and coalesce(l.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
      and (l.process_id is null or not process_alive(l.process_id)
        or (l.process_id = ${process_id} and l.link_id <> all(${[...working]}::uuid[])))`);

/** Connexions whose people were read a day ago, or whose hours leave and that were never read. */
export const listStale = (unit: Unit) =>
  many<{ link_id: string }>(unit.sql`
    select c.id as link_id from connexions c left join erp_personnes_lectures l on l.link_id = c.id
    where c.etat = 'active' and l.demandee_at is null and (l.lue_at < ${unit.now.subtract({ hours: 20 }).toString()}
      or (l.lue_at is null and exists (select from envois_regles e where e.link_id = c.id and e.actif)))`);
