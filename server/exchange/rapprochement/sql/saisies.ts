// What stands over there as it was read, and what the comparisons found: one statement per page.
import type { Verdict } from '#contract/values.ts';
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { LigneVue } from '../../../connectors/connector.ts';
import { numeroDe } from '../rules.ts';
import { cellules, seesAll } from './faits.ts';
import type { RunRow } from './runs.ts';

type Read = { link_id: string; run_id: string };

export async function saveSaisies(unit: Unit, { link_id, run_id }: Read, vues: readonly LigneVue[]): Promise<void> {
  if (vues.length === 0) return;
  const rows = [...new Map(vues.map(vue => [vue.external_id, { ...vue, numero: numeroDe(vue.marque) }])).values()];
  await unit.sql`
    insert into rapprochement_saisies as s (link_id, external_id, personne_externe, chantier_externe, marque, numero, jour, minutes, debut,
      fin, erp_version, run_id)
    select ${link_id}, v.external_id, v.personne, v.chantier, left(v.marque, 20), v.numero, v.jour, v.minutes, v.debut, v.fin, v.version, ${run_id}
    from jsonb_to_recordset(${unit.sql.json(rows as never)}) as v(external_id text, personne text, chantier text, marque text, numero bigint,
      jour date, minutes integer, debut text, fin text, version text)
    on conflict (link_id, external_id) do update set personne_externe = excluded.personne_externe,
      chantier_externe = excluded.chantier_externe, marque = excluded.marque, numero = excluded.numero, jour = excluded.jour,
      minutes = excluded.minutes, debut = excluded.debut, fin = excluded.fin, erp_version = excluded.erp_version, run_id = excluded.run_id`;
}

/** Read by a try of this run that did not end: it may be gone by now, and counts only once it is seen again. */
export const doubtSeen = (unit: Unit, { id, link_id }: { id: string; link_id: string }) => unit.sql`
  update rapprochement_saisies set run_id = '00000000-0000-0000-0000-000000000000' where link_id = ${link_id} and run_id = ${id}`;

/** What a whole reading of these days no longer showed. */
export const forgetUnseen = (unit: Unit, { id, link_id, du, au }: RunRow) => unit.sql`
  delete from rapprochement_saisies where link_id = ${link_id} and jour between ${du} and ${au} and run_id <> ${id}`;

export type Totaux = Partial<Record<Verdict, number>>;

/** Cells by verdict; and, of each line that was judged, what was found if it is something else than the last time. */
export async function concludeRun(unit: Unit, { id, link_id, du, au }: RunRow): Promise<Totaux> {
  const { sql, now } = unit;
  const rows = await many<{ verdict: Verdict; n: number }>(sql`
    with ${cellules(sql, { link_id, du, au, sees: seesAll(sql) })}, juges as (
      select distinct on (f.ligne_id) f.ligne_id, f.verdict, f.minutes_erp from faits f
      where f.ligne_id is not null and f.verifiee and f.verdict in ('egal', 'manquant', 'modifie', 'en_trop')
      order by f.ligne_id, f.verdict = 'en_trop' desc, f.external_id
    ), notes as (
      insert into rapprochement_constats (ligne_id, run_id, at, verdict, minutes_erp)
      select j.ligne_id, ${id}, ${now.toString()}, j.verdict, j.minutes_erp from juges j
      left join lateral (select c.verdict, c.minutes_erp from rapprochement_constats c where c.ligne_id = j.ligne_id
        order by c.id desc limit 1) d on true
      where (d.verdict, d.minutes_erp) is distinct from (j.verdict, j.minutes_erp)
    )
    select verdict, count(*)::integer as n from cellules where verdict is not null group by verdict`);
  return Object.fromEntries(rows.map(({ verdict, n }) => [verdict, n]));
}
