// A month that left and was compared, as rows: the ledger laid down by the hub's own code, the entries as a reading would have left them.
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { openSession } from '#exchange/erp-links/index.ts';
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { makeLog } from '#platform/log.ts';
import { openKeyring } from '#platform/secrets.ts';
import { makeInUnit } from '#platform/unit.ts';
import { connectors } from '../../server/connectors/all.ts';
import { freezeDays } from '../../server/exchange/exports/sending/freeze-days.ts';
import { makeMonth, makeRun, makeSendingLink, makeSite } from '../../server/testing/erp/link-rows.ts';

/** Whole weeks of October. */
export const SEMAINES = ['2026-W41', '2026-W42', '2026-W43', '2026-W44'];

/** Gives the connexion. */
export async function fillCompared(sql: Sql, { people, dir }: { people: number; dir: string }): Promise<string> {
  const keyring = openKeyring({ file: join(dir, 'encryption-keys') });
  const link_id = await makeSendingLink(sql, keyring, { base_url: 'https://127.0.0.1:1', api_key: 'cst_essai' });
  const sites = [await makeSite(sql, 'pj_un'), await makeSite(sql, 'pj_deux')];
  await makeMonth(sql, { people, sites, link: link_id });
  await sql`
    with rangs as (select id, row_number() over (order by id) as n from personnes)
    update personnes p set nom = 'Durand ' || lpad(r.n::text, 3, '0') from rangs r where r.id = p.id`;
  await sql`
    insert into personnes (id, nom, prenom, email, role, matricule)
    values (${newId()}, 'Berthier', 'Hélène', 'p0@exemple.fr', 'administrateur', 'M0')`;
  await layDown(sql, { keyring, link_id });
  await sql`
    update export_lignes set etat = 'sent', external_id = 'tse_' || numero, minutes_la_bas = minutes, envoye_at = now(), tente_at = now()`;
  const run = newId();
  // One in two hundred was changed over there, one in three hundred deleted.
  await sql`
    insert into rapprochement_saisies (link_id, external_id, personne_externe, chantier_externe, marque, numero, jour, minutes, debut, fin, run_id)
    select link_id, external_id, personne_externe, chantier_externe, marque, numero, jour_erp,
      minutes - case when numero % 200 = 0 then 30 else 0 end, debut, fin, ${run}
    from export_lignes where numero % 300 <> 1`;
  await sql`
    insert into rapprochement_runs (id, link_id, du, au, statut, demande, depart, created_at, started_at, finished_at)
    values (${run}, ${link_id}, '2026-09-28', '2026-11-01', 'succeeded', 'manuelle', pg_current_snapshot(), now(), now(), now())`;
  await sql`vacuum analyze`;
  return link_id;
}

type Laying = { keyring: ReturnType<typeof openKeyring>; link_id: string };

async function layDown(sql: Sql, { keyring, link_id }: Laying): Promise<void> {
  const log = makeLog({ level: 'error' });
  const clock = () => Temporal.Now.instant();
  const inUnit = makeInUnit({ sql, clock, log, enqueueIn: () => async () => {} });
  const nowhere = () => Promise.reject(new Error('nothing is called'));
  const deps = {
    ...{ inUnit, connectors, keyring, clock, log, working: new Set<string>(), presence: { id: '1' }, public_url: '' },
    ...{ outbound: { fetch: nowhere }, wait: nowhere },
  };
  const run = await makeRun(sql, { link_id, process_id: deps.presence.id });
  const { link, session } = await openSession(deps, link_id);
  await freezeDays(deps, {
    ...{ run, link, heures: session.heures!, log },
    ...{ signal: new AbortController().signal, unreadable: new Set<string>() },
  });
  await sql`update export_runs set statut = 'succeeded', process_id = null, finished_at = now() where id = ${run.id}`;
}
