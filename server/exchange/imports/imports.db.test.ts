import { expect, test } from 'vitest';
import { erpWorld, expectEqual, heldBy, mapStatuts } from '#testing/erp.ts';

test('a first import brings what the ERP holds, field by field, and a second reading writes nothing', async () => {
  const world = await erpWorld({ chantiers: 120 });
  await world.run('apercu');
  await mapStatuts(world);
  const first = await world.run('initial');
  expect(first).toMatchObject({ statut: 'succeeded', genre: 'initial', demande: 'manuelle', probleme: null });
  expect(first.compte).toMatchObject({ read: 120, created: 120, unchanged: 0, set_aside: 0 });
  await expectEqual(world);
  const { sql } = world.hub.db;
  const marks = () => sql`
    select (select max(changed_xid::text::bigint) from chantiers) as chantiers,
           (select max(xmin::text::bigint) from chantier_references) as refs,
           (select count(*)::integer from events where type like 'chantier.%') as events`;
  const before = [...(await marks())];
  const second = await world.run('complet');
  expect(second.compte).toMatchObject({ read: 120, created: 0, updated: 0, unchanged: 120, gone: 0 });
  expect([...(await marks())]).toEqual(before);
  expect(await heldBy(world)).toHaveLength(120);
});
