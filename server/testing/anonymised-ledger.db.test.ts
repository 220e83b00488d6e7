// What was sent of somebody, once the law no longer keeps his name.
import { expect, test } from 'vitest';
import { personalData } from '#platform/rgpd/personal-data.ts';
import { anonymiseOld } from '../domain/personnes/rgpd/anonymise-personnes.ts';
import { hoursWorld } from './erp/hours.ts';
import { erpWorld } from './erp/world.ts';

test('a person anonymised at the end of what the law keeps: nothing of his is taken out of the ERP, nor written again', async () => {
  const world = await hoursWorld(await erpWorld());
  const { hub, admin } = world;
  const { id } = world.workers[0]!;
  await world.work(world.workers[0]!, { jour: '2026-09-14', minutes: 440 });
  await world.send('2026-09-14', '2026-09-20');
  const entries = await world.entries();
  await hub.db.sql`update export_lignes set ignoree_at = now(), ignoree_note = 'Parti fâché' where personne_id = ${id}`;
  const { version } = (await hub.request('GET', `/api/v1/personnes/${id}`, { as: admin })).json<{ version: number }>();
  const headers = { 'if-match': `"${version}"` };
  const erased = { as: admin, body: { motif: 'Demande écrite' }, headers };
  expect((await hub.request('POST', `/api/v1/personnes/${id}/effacement`, erased)).statusCode).toBe(200);
  expect([...(await hub.db.sql`select distinct ignoree_note from export_lignes where personne_id = ${id}`)]).toEqual([
    { ignoree_note: 'Effacé' },
  ]);
  const data = personalData(() => hub.app.features);
  await anonymiseOld({ inUnit: hub.app.inUnit, annees: 0, data }, new AbortController().signal);
  expect(await hub.db.sql`select from personnes where id = ${id}`).toHaveLength(0);
  await world.writes();
  expect((await world.send('2026-09-14', '2026-09-20')).statut).toBe('succeeded');
  expect(await world.writes()).toEqual([]);
  expect(await world.entries()).toEqual(entries);
  const marks = new Set(entries.map(({ notes }) => /HC-[0-9A-Z]+/.exec(notes!)![0]));
  const lines = await world.ledger({ etat: 'sent' });
  expect(lines.length).toBe(entries.length);
  expect(lines.filter(({ marque }) => marks.has(marque))).toEqual([]);
});
