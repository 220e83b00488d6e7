// What it costs the base to lay down a month of a whole company: statements are counted, never timed.
import { expect, test } from 'vitest';
import { openSession } from '#exchange/erp-links/index.ts';
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { testApp } from '#testing/app.ts';
import type { Site } from '#testing/erp/hours.ts';
import { makeSendingLink, makeSite } from '#testing/erp/link-rows.ts';
import type { RunRow } from './run.ts';
import { freezeDays } from './sending/freeze-days.ts';

type Company = { people: number; sites: Site[]; link: string };

/** A month of validated days of two chantiers each, mapped. */
async function work(sql: Sql, { people, sites, link }: Company): Promise<void> {
  await sql`
    insert into personnes (id, nom, prenom, role) select gen_random_uuid(), 'Durand', 'Camille', 'compagnon' from generate_series(1, ${people})`;
  await sql`
    insert into erp_personnes (id, link_id, external_id, actif, personne_id, trouve_par)
    select gen_random_uuid(), ${link}, 'usr_' || p.id, true, p.id, 'main' from personnes p where p.role = 'compagnon'
    on conflict do nothing`;
  await sql`
    insert into feuilles_heures (id, personne_id, debut)
    select gen_random_uuid(), p.id, s::date from personnes p cross join generate_series('2026-09-28'::date, '2026-10-26', '7 days') s
    where p.role = 'compagnon' on conflict do nothing`;
  await sql`
    insert into pointages (id, feuille_id, personne_id, chantier_id, jour, minutes, statut, valide_revision, valide_minutes, valide_plages)
    select gen_random_uuid(), f.id, f.personne_id, c.id, f.debut + j, c.minutes, 'valide', 1, c.minutes, '[]'
    from feuilles_heures f cross join generate_series(0, 4) j
      cross join (values (${sites[0]!.id}::uuid, 250), (${sites[1]!.id}::uuid, 190)) c(id, minutes)
    where f.debut + j between '2026-10-01' and '2026-10-31' on conflict do nothing`;
}

test('300 compagnons, a month: beyond a constant, at most one statement for 500 lines', async () => {
  const hub = await testApp();
  const { sql, statements } = hub.db;
  const { inUnit } = hub.app;
  const link_id = await makeSendingLink(sql, hub.ground.keyring, {
    base_url: 'https://127.0.0.1:1',
    api_key: 'cst_essai',
  });
  const sites = [await makeSite(sql, 'pj_un'), await makeSite(sql, 'pj_deux')];
  const deps = { ...hub.ground, inUnit, working: new Set<string>() };
  const [row] = await sql<RunRow[]>`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, process_id, created_at)
    values (${newId()}, ${link_id}, 'heures', '2026-10', '2026-10-01', '2026-10-31', 'running', 'manuelle', ${hub.ground.presence.id}, now())
    returning id, link_id, periode, du, au, statut, demande, chantiers, process_id, essais`;
  const { link, session } = await openSession(deps, link_id);
  const sending = {
    run: row!,
    link,
    heures: session.heures!,
    log: hub.ground.log,
    signal: new AbortController().signal,
  };
  const lay = async (people: number) => {
    await work(sql, { people, sites, link: link_id });
    const [before] = await sql<{ n: number }[]>`select count(*)::integer as n from export_lignes`;
    statements.length = 0;
    await freezeDays(deps, sending);
    const sent = statements.length;
    const [after] = await sql<{ n: number }[]>`select count(*)::integer as n from export_lignes`;
    return { sent, lines: after!.n - before!.n };
  };
  const few = await lay(2);
  const many = await lay(298);
  process.stdout.write(`${few.lines} lines: ${few.sent} statements; ${many.lines} lines: ${many.sent} statements\n`);
  expect(many.lines).toBeGreaterThan(12_000);
  expect(many.sent - few.sent).toBeLessThanOrEqual(many.lines / 500);
  const [sums] = await sql`
    select (select sum(minutes) from pointages)::integer as validated, (select sum(minutes) from export_lignes)::integer as laid`;
  expect(sums!['laid']).toBe(sums!['validated']);
});
