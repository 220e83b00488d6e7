// What it costs the base to lay down a month of a whole company: statements are counted, never timed.
import { expect, test } from 'vitest';
import { openSession } from '#exchange/erp-links/index.ts';
import { testApp } from '#testing/app.ts';
import { makeMonth, makeRun, makeSendingLink, makeSite } from '#testing/erp/link-rows.ts';
import { freezeDays } from './sending/freeze-days.ts';

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
  const run = await makeRun(sql, { link_id, process_id: hub.ground.presence.id });
  const { link, session } = await openSession(deps, link_id);
  const sending = {
    run,
    link,
    heures: session.heures!,
    log: hub.ground.log,
    signal: new AbortController().signal,
    unreadable: new Set<string>(),
  };
  const lay = async (people: number) => {
    await makeMonth(sql, { people, sites, link: link_id });
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
