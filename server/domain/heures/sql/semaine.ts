// What is read of people's weeks. Lines that the reader does not see come along for sums and alerts alone: shapes leave them out.
import { lundiDe } from '#contract/calendrier.ts';
import type { ReadSemaine } from '#contract/feuille.ts';
import { type Fragment, instant, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { pointageJson } from './pointages.ts';

type Any = Sql | Transaction;

/** Of the person `t` and the Monday `lundi`: hours of the week, of the day before and after, and of the eleven weeks before. */
const travailSql = (sql: Any, lundi: Fragment): Fragment => sql`
  coalesce((select json_agg(json_build_object('id', p.id, 'version', p.version, 'chantier_id', p.chantier_id, 'jour', p.jour,
      'minutes', p.minutes, 'plages', p.plages, 'statut', p.statut,
      'visible', acteur.voit_tout or p.personne_id = acteur.personne_id or p.chantier_id = any(menes.ids)) order by p.jour, p.id)
    from pointages p where p.personne_id = t.id and p.deleted_at is null and p.jour between ${lundi}::date - 1 and ${lundi}::date + 7), '[]')
    as travaux,
  coalesce((select sum(p.minutes)::integer from pointages p
    where p.personne_id = t.id and p.deleted_at is null and p.jour between ${lundi}::date - 77 and ${lundi}::date - 1), 0) as avant,
  coalesce((select json_agg(json_build_object('absence_id', a.absence_id, 'jour', a.jour, 'moment', a.moment,
      'motif', case when motif_lisible(t.id, acteur.personne_id, acteur.role, acteur.gestionnaire_paie, acteur.scopes) then a.motif end)
      order by a.jour, a.absence_id)
    from absences_jours a where a.personne_id = t.id and a.jour between ${lundi}::date and ${lundi}::date + 6), '[]') as absences`;

/** The chantiers that whoever asks leads. */
const menesSql = (sql: Any): Fragment => sql`
  (select coalesce(array_agg(m.chantier_id), '{}') as ids from meneurs m
   where m.personne_id = acteur.personne_id and acteur.role in ('conducteur', 'chef_chantier')) menes`;

const signatureSql = (sql: Any): Fragment => sql`
  case when f.signee_at is not null then json_build_object('at', ${instant(sql, sql`f.signee_at`)}, 'par', f.signee_par,
    'appareil', coalesce(f.signee_appareil, ''), 'refus', f.signature_refus,
    'caduque', f.signee_empreinte is distinct from feuille_empreinte(f.id)) end`;

export type Cle = { personne_id: string; semaine: string };

/** One person's week, as data for `shapeFeuille`. No row: the reader may not. */
export function readFeuille({ sql }: { sql: Any }, { personne_id, semaine }: Cle): Fragment {
  const lundi = sql`${lundiDe(semaine)}::date`;
  return sql`
    select b.body, b.version || '-' || md5(b.body) as version from (
      select coalesce(f.version, 0) as version, (select row_to_json(x) from (select
        f.id, coalesce(f.version, 0) as version, t.id as personne_id, t.nom, t.prenom, t.type_personne, t.horaire, t.mineur_jusquau,
        reglages_au(${lundi}) as reglages, ${travailSql(sql, lundi)},
        (select bool_or(jour_cloture(${lundi} + n)) from generate_series(0, 6) n) as cloturee,
        (select bool_and(jour_cloture(${lundi} + n)) from generate_series(0, 6) n) as toute_cloturee,
        coalesce((select json_agg(${pointageJson(sql)} order by p.jour, p.created_at, p.id)
          from pointages_visibles(acteur.personne_id, acteur.role, acteur.voit_tout, acteur.chantiers) p
          where p.feuille_id = f.id), '[]') as pointages,
        coalesce((select json_agg(json_build_object('id', a.id, 'chantier_id', c.id, 'chantier_code', c.code, 'chantier_nom', c.nom,
            'couleur', c.couleur, 'jour', a.jour, 'minutes_prevues', a.minutes_prevues, 'debut', to_char(a.debut, 'HH24:MI'),
            'fin', to_char(a.fin, 'HH24:MI')) order by a.jour, c.code)
          from affectations_vivantes a join chantiers_pointes c on c.id = a.chantier_id and c.deleted_at is null
          where a.personne_id = t.id and a.jour between ${lundi} and ${lundi} + 6
            and (acteur.voit_tout or t.id = acteur.personne_id or a.chantier_id = any(menes.ids))), '[]') as affectations,
        ${signatureSql(sql)} as signature,
        case when f.contestee_at is not null then json_build_object('at', ${instant(sql, sql`f.contestee_at`)},
          'commentaire', f.contestation, 'reponse', f.contestation_reponse, 'reponse_at', ${instant(sql, sql`f.repondue_at`)}) end
          as contestation,
        case when acteur.voit_tout or t.id = acteur.personne_id then feuille_empreinte(f.id) end as empreinte,
        acteur.voit_tout as tout, t.id = acteur.personne_id as sienne, acteur.kind <> 'api_key' as en_personne,
        exists (select from pointages p where p.feuille_id = f.id and p.deleted_at is null
          and vise_chantier(acteur.personne_id, acteur.role, p.chantier_id)) as vise
      ) x)::text as body
      from personnes_au_travail t cross join ${menesSql(sql)}
      left join feuilles_heures f on f.personne_id = t.id and f.debut = ${lundi}
      where t.id = ${personne_id} and semaine_lisible(acteur.personne_id, acteur.role, acteur.voit_tout, t.id, ${lundi})) b`;
}

/** Everybody's week at once, as data for `shapeSemaine`. */
export function readSemaine({ sql }: ReadAt, { semaine, chantier_id }: ReadSemaine): Fragment {
  const lundi = sql`${lundiDe(semaine)}::date`;
  const on = chantier_id ?? null;
  return sql`
    select (json_build_object('reglages', reglages_au(${lundi}),
      'chantiers', (select coalesce(json_agg(json_build_object('id', c.id, 'code', c.code, 'nom', c.nom, 'couleur', c.couleur) order by c.code), '[]')
        from chantiers_pointes c where c.id in (
          select p.chantier_id from pointages_visibles(acteur.personne_id, acteur.role, acteur.voit_tout, acteur.chantiers) p
          where p.jour between ${lundi} and ${lundi} + 6)),
      'personnes', (select coalesce(json_agg(x order by x.nom, x.prenom, x.personne_id), '[]') from (
        select t.id as personne_id, t.nom, t.prenom, t.type_personne, t.metiers, t.horaire, t.mineur_jusquau, t.date_entree, t.date_sortie,
          f.id as feuille_id, coalesce(f.version, 0) as version,
          case when f.signee_at is null then null when f.signee_empreinte is distinct from feuille_empreinte(f.id) then 'caduque'
            when f.signature_refus is not null then 'refusee' else 'signee' end as signature,
          f.contestee_at is not null and f.repondue_at is null as contestee, ${travailSql(sql, lundi)}
        from personnes_au_travail t left join feuilles_heures f on f.personne_id = t.id and f.debut = ${lundi}
        where t.id in (${peopleOf(sql, lundi, on)})
      ) x))::text) as body, null as version
    from ${menesSql(sql)}`;
}

/**
 * Whom the week screen shows: whoever has hours that the reader sees, and those of whom hours are awaited: everybody active to
 * whoever sees all, the people of the chantiers he leads to the others. With a chantier: only those who have to do with it.
 */
const peopleOf = (sql: Any, lundi: Fragment, on: string | null): Fragment => sql`
  select p.personne_id from pointages_visibles(acteur.personne_id, acteur.role, acteur.voit_tout, acteur.chantiers) p
  where p.jour between ${lundi} and ${lundi} + 6 and (${on}::uuid is null or p.chantier_id = ${on})
  union select acteur.personne_id where ${on}::uuid is null
  union select q.id from personnes_au_travail q
  where ${on}::uuid is null and acteur.voit_tout and q.active and q.effacee_at is null
    and coalesce(q.date_sortie, ${lundi}) >= ${lundi} and coalesce(q.date_entree, ${lundi}) <= ${lundi} + 6
  union select e.personne_id from equipes e join personnes_au_travail q on q.id = e.personne_id and q.active
  where (e.chantier_id = any(menes.ids) or acteur.voit_tout) and (${on}::uuid is null or e.chantier_id = ${on})
    and (not acteur.voit_tout or ${on}::uuid is not null)
  union select a.personne_id from affectations_vivantes a
  where a.jour between ${lundi} and ${lundi} + 6 and (a.chantier_id = any(menes.ids) or acteur.voit_tout)
    and (${on}::uuid is null or a.chantier_id = ${on})`;
