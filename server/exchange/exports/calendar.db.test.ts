// Nights, clock changes, weeks and months that straddle, several sites, 7 h 20: minute totals over there are exact.
import { expect, test } from 'vitest';
import { entryMinutes, expectProved, expectStill, hoursWorld, proof } from '#testing/erp/hours.ts';
import { erpHome } from '#testing/erp/world.ts';

const home = await erpHome();
type Day = { jour: string; minutes?: number; plages?: { debut: string; fin: string }[] };

test.each<[string, Day[]]>([
  ['7 h 20 a day', [{ jour: '2026-11-16', minutes: 440 }]],
  ['one minute', [{ jour: '2026-11-16', minutes: 1 }]],
  ['a night over midnight', [{ jour: '2026-11-17', minutes: 480, plages: [{ debut: '21:00', fin: '05:00' }] }]],
  ['a night that ends at midnight', [{ jour: '2026-11-17', minutes: 240, plages: [{ debut: '20:00', fin: '00:00' }] }]],
  ['the night clocks go forward', [{ jour: '2026-03-28', minutes: 420, plages: [{ debut: '21:00', fin: '05:00' }] }]],
  ['the night clocks go back', [{ jour: '2026-10-24', minutes: 540, plages: [{ debut: '21:00', fin: '05:00' }] }]],
  ['the Sunday of 25 hours', [{ jour: '2026-10-25', minutes: 420 }]],
  [
    'the last day of week 53',
    [
      { jour: '2021-01-03', minutes: 420 },
      { jour: '2021-01-04', minutes: 430 },
    ],
  ],
  ['a night over the new year', [{ jour: '2025-12-31', minutes: 480, plages: [{ debut: '21:00', fin: '05:00' }] }]],
  [
    'a week over two months',
    ['2026-09-28', '2026-09-29', '2026-09-30', '2026-10-01', '2026-10-02'].map(jour => ({ jour, minutes: 437 })),
  ],
])('%s', async (_, days) => {
  const world = await hoursWorld(await home());
  for (const day of days) await world.work(world.workers[0]!, day);
  const last = days
    .map(({ jour }) => jour)
    .sort()
    .at(-1)!;
  const run = await world.send(days[0]!.jour, last);
  expect(run).toMatchObject({ statut: 'succeeded' });
  const total = (await world.entries()).reduce((sum, entry) => sum + entryMinutes(entry), 0);
  expect(total).toBe(days.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0));
  await expectProved(proof(world));
  await expectStill(world, days[0]!.jour, last);
});

test('several sites a day, entered and indicative times together, then one of them is corrected: only its slots move', async () => {
  const world = await hoursWorld(await home());
  const [worker] = world.workers;
  await world.work(worker!, { jour: '2026-11-18', minutes: 120, plages: [{ debut: '07:00', fin: '09:00' }] });
  const second = await world.work(worker!, { jour: '2026-11-18', minutes: 150, site: world.sites[1]! });
  await world.work(worker!, { jour: '2026-11-18', minutes: 130, site: world.sites[2]! });
  await world.send();
  expect((await world.ledger()).some(line => line.indicatif)).toBe(true);
  const first = (await world.entries()).filter(({ project }) => project === world.sites[0]!.external_id);
  await world.correct(second, 165);
  expect((await world.send()).statut).toBe('succeeded');
  expect((await world.entries()).filter(({ project }) => project === world.sites[0]!.external_id)).toEqual(first);
  await expectProved(proof(world));
});

test('days of before the period leave with it, and say that they are late', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: '2026-11-05', minutes: 180 });
  await world.work(world.workers[0]!, { jour: '2026-11-16', minutes: 180 });
  expect((await world.send()).compte).toMatchObject({ lignes: 2, rattrapage: 1 });
  expect(await world.ledger({ du: '2026-11-05', au: '2026-11-05' })).toMatchObject([{ rattrapage: true }]);
});
