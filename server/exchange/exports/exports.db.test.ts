// Validated hours reach the ERP, once: the plain ways. A real base, the simulator as a process.
import { expect, test } from 'vitest';
import { expectProved, expectStill, hoursWorld, proof } from '#testing/erp/hours.ts';
import { erpHome } from '#testing/erp/world.ts';

const home = await erpHome();

test('a validated week lands whole in the ERP, and a second run writes nothing', async () => {
  const world = await hoursWorld(await home(), { people: 2 });
  const [ada, bob] = world.workers as [never, never];
  for (const jour of ['2026-11-16', '2026-11-17', '2026-11-18']) await world.work(ada, { jour, minutes: 440 });
  await world.work(bob, { jour: '2026-11-16', minutes: 240 });
  await world.work(bob, { jour: '2026-11-16', minutes: 180, site: world.sites[1]! });
  const run = await world.send();
  expect(run).toMatchObject({
    statut: 'succeeded',
    periode: '2026-W47',
    compte: { personnes: 2, jours: 4, refused: 0 },
  });
  expect(run.compte.minutes).toBe(3 * 440 + 420);
  await expectProved(proof(world));
  await expectStill(world);
});
