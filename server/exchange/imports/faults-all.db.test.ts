// Every fault a reading gets over by itself, all at once, while the ERP's own people work: several seeds, the same end.
import { expect, test } from 'vitest';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, impatient, mapStatuts, untilOver } from '#testing/erp/world.ts';

const connect = await erpHome();

/** What their people do meanwhile: rename, add, delete. */
async function work({ erp, later }: ErpWorld, { seed, round }: { seed: number; round: number }): Promise<void> {
  await later(300);
  await erp.control('POST', '/touch', { count: 7, seed: seed + round });
  await erp.control('POST', '/chantiers', { name: `Ajouté au tour ${round}` });
  const [row] = (await erp.truth()).chantiers.slice(round);
  await erp.control('DELETE', `/chantiers/${row!.id}`);
}

/** Faults off: what is still missing is closed by a person's word, then everything is mapped and read once more. */
async function setRight(world: ErpWorld): Promise<void> {
  await world.erp.control('DELETE', '/faults');
  await world.later(300);
  const last = await untilOver(world, await world.start('complet'));
  if (last.question) await world.post(`/api/v1/imports/${last.id}/reponse`, { reponse: 'confirmer' });
  await world.settled(last.id);
  await mapStatuts(world);
  await world.run('complet');
}

test.each([11, 12, 13, 14])(
  'seed %i: what the hub holds ends equal to what the ERP holds, and then nothing moves',
  async seed => {
    const world = await connect({ chantiers: 110, seed });
    impatient(world, 700);
    await world.run('apercu');
    await mapStatuts(world);
    const rules = [{ match: { path: '/projects' }, fault: { kind: 'cap', limit: 10 } }];
    await world.erp.control('POST', '/faults', { plan: 'tout', seed, rules });
    const first = await untilOver(world, await world.start('initial'));
    expect(['succeeded', 'partial']).toContain(first.statut);
    const { read, created, updated, linked, unchanged, skipped, set_aside } = first.compte;
    expect(created + updated + linked + unchanged + skipped + set_aside).toBe(read);
    for (let round = 0; round < 3; round += 1) {
      await work(world, { seed, round });
      const changes = await untilOver(world, await world.start('incremental'));
      expect(['succeeded', 'partial']).toContain(changes.statut);
      await untilOver(world, await world.start('complet'));
    }
    const plan = await world.erp.control<{ rules: { fired: number }[] }>('GET', '/plan');
    expect(plan.rules.filter(rule => rule.fired > 0).length).toBeGreaterThan(15);
    await setRight(world);
    await expectEqual(world);
    const { compte } = await world.run('complet');
    expect(compte).toMatchObject({
      created: 0,
      updated: 0,
      gone: 0,
      hidden: 0,
      unchanged: (await heldBy(world)).length,
    });
    expect(world.hub.lines.filter(line => line.includes(world.erp.key))).toEqual([]);
  },
);
