// A connexion that is retired and made again under its name finds its ledger: nothing is sent a second time.
import { expect, test } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import { expectProved, hoursWorld, mapWorker, proof } from '#testing/erp/hours.ts';
import { erpWorld } from '#testing/erp/world.ts';

test('retired and connected again: what is there stays, a correction follows, and no hour is written twice', async () => {
  const first = await hoursWorld(await erpWorld());
  const [worker] = first.workers;
  const id = await first.work(worker!, { jour: '2026-11-16', minutes: 420 });
  await first.work(worker!, { jour: '2026-11-17', minutes: 400 });
  await first.send();
  const entries = await first.entries();
  const retired = await first.hub.request('DELETE', `/api/v1/erp-links/${first.link}`, { as: first.admin });
  expect(retired.statusCode, retired.body).toBe(204);
  const again = await first.hub.request('POST', '/api/v1/erp-links', {
    as: first.admin,
    body: {
      kind: 'costructor',
      settings: { base_url: first.erp.base_url },
      credentials: { api_key: first.erp.key },
      ...{ historique_mois: 120, relier_par_code: true },
    },
  });
  expect(again.statusCode, again.body).toBe(201);
  const { hub, erp, person, admin } = first;
  const link = again.json<ErpLink>().id;
  const back = await erpWorld({ beside: { hub, person, admin }, reuse: { erp, link } });
  const second = await hoursWorld(back, { people: 0 });
  await mapWorker(hub.db.sql, link, worker!);
  await second.writes();
  expect((await second.send()).statut).toBe('succeeded');
  expect(await second.writes()).toEqual([]);
  expect(await second.entries()).toEqual(entries);
  await second.correct(id, 440);
  expect((await second.send()).statut).toBe('succeeded');
  await expectProved(proof(second));
});
