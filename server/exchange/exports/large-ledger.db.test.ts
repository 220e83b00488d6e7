// A ledger of years is moved and adopted by single statements.
import { expect, test } from 'vitest';
import { hoursWorld } from '#testing/erp/hours.ts';
import { erpWorld } from '#testing/erp/world.ts';

test('after a session of small changes, the whole of a large ledger still changes within the time of a statement', async () => {
  const world = await hoursWorld(await erpWorld());
  await world.work(world.workers[0]!, { jour: '2026-11-16', minutes: 240 });
  await world.send();
  const { sql } = world.hub.db;
  await sql`
    insert into export_lignes (id, link_id, run_id, personne_id, jour, cle, pointage_id, chantier_id, chantier_externe, personne_externe,
      minutes, jour_erp, debut, fin, indicatif, contenu, empreinte, etat, retrait, created_at)
    select gen_random_uuid(), l.link_id, l.run_id, l.personne_id, l.jour, l.cle, l.pointage_id, l.chantier_id, l.chantier_externe,
      l.personne_externe, l.minutes, l.jour_erp, l.debut, l.fin, l.indicatif, l.contenu, l.empreinte, 'superseded', 'removed', l.created_at
    from export_lignes l cross join generate_series(1, 20000) where l.etat = 'sent'`;
  const changed = await sql.begin(async tx => {
    await tx`set local statement_timeout = '20s'`;
    // The plan of one line is the one this session keeps.
    for (let n = 0; n < 6; n += 1) await tx`update export_lignes set raison_phrase = ${`${n}`} where etat = 'sent'`;
    return await tx`update export_lignes set raison_phrase = 'Déplacée' where link_id = ${world.link}`;
  });
  expect(changed.count).toBe(20_001);
  const [told] = await sql<{ n: number }[]>`
    select count(*)::integer as n from export_gestes where raison_phrase = 'Déplacée'`;
  expect(told!.n).toBe(20_001);
});
