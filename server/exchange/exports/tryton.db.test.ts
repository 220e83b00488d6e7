// Validated hours reach a real ERP that none of us wrote, once: Tryton's own store is the oracle. The engine, its ledger and the
// rapprochement, over the wire; what the connector alone does is in its own exam.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Envoi, LigneEnvoi } from '#contract/export.ts';
import { comparing } from '#testing/erp/comparing.ts';
import { mapWorker, switchOn } from '#testing/erp/hours.ts';
import { hasTryton, type TrytonWorld, trytonWorld } from '#testing/erp/tryton.ts';
import type { ErpWorld } from '#testing/erp/world.ts';
import { type Caller, type TestApp, testApp } from '../../testing/app.ts';
import { makePersonne } from '../../testing/make.ts';
import { makePointage } from '../../testing/make-hours.ts';

type Stored = {
  id: number;
  uuid: string | null;
  employee: number;
  work: number;
  description: string | null;
  duration: number;
};
type Line = { uuid: string; employee: number; date: string; minutes: number };

describe.skipIf(!hasTryton())('on Tryton', () => {
  let hub: TestApp;
  let erp: TrytonWorld;
  let admin: Caller;
  let link: string;
  let sites: string[];
  const worker = { id: '', user: '' };

  const post = async <T>(path: string, body: unknown, status = 202): Promise<T> => {
    const answer = await hub.request('POST', `/api/v1${path}`, { as: admin, body });
    expect(answer.statusCode, answer.body).toBe(status);
    return answer.json<T>();
  };
  const untilOver = async <T extends { statut: string }>(path: string): Promise<T> => {
    const read = async () => (await hub.request('GET', `/api/v1${path}`, { as: admin })).json<T>();
    await expect
      .poll(async () => ['succeeded', 'partial', 'failed'].includes((await read()).statut), {
        timeout: 60_000,
        interval: 30,
      })
      .toBe(true);
    return await read();
  };
  const send = async () =>
    untilOver<Envoi>(
      `/exports/${(await post<Envoi>('/exports', { link_id: link, du: '2026-11-16', au: '2026-11-22' })).id}`,
    );
  const stored = () =>
    erp.sql<Line>(
      `select uuid, employee, date, cast(round(duration / 60.0) as integer) as minutes from timesheet_line
       where uuid is not null order by date, minutes`,
    );
  const ledger = async () =>
    (await hub.request('GET', `/api/v1/lignes-envoi?link_id=${link}&limit=200`, { as: admin })).json<{
      items: LigneEnvoi[];
    }>().items;
  const work = async (jour: string, minutes: number, site = 0) =>
    (await makePointage(hub.db.sql, { personne_id: worker.id, chantier_id: sites[site]!, jour, minutes })).id;

  beforeAll(async () => {
    hub = await testApp({ jobs: true, allow: '127.0.0.1/32:*' });
    erp = await trytonWorld(5);
    admin = await hub.cookie(await hub.person({ role: 'administrateur' }));
  });

  test('connected through the API, its chantiers come, and hours may leave', async () => {
    const settings = { base_url: erp.server, database: erp.database };
    const body = { kind: 'tryton', settings, credentials: erp.credentials, historique_mois: 120 };
    link = (await post<{ id: string }>('/erp-links', body, 201)).id;
    await untilOver(`/imports/${(await post<{ id: string }>(`/erp-links/${link}/imports`, { genre: 'initial' })).id}`);
    const known = await hub.db.sql<{ id: string }[]>`
      select chantier_id as id from chantiers_lies_erp where link_id = ${link} order by external_id`;
    sites = known.map(({ id }) => id);
    const [employee] = erp.sql<{ id: number }>('select id from company_employee order by id limit 1');
    Object.assign(worker, { id: (await makePersonne(hub.db.sql, { nom: 'Benali' })).id, user: String(employee!.id) });
    await mapWorker(hub.db.sql, link, worker);
    await switchOn({ hub, admin, link } as ErpWorld);
    expect(sites).toHaveLength(5);
  });

  test('a validated week is in its store, each line under the ledger’s own id, and a second run writes nothing', async () => {
    await work('2026-11-16', 440);
    await work('2026-11-17', 240);
    await work('2026-11-17', 180, 1);
    expect((await send()).compte).toMatchObject({ sent: 3, refused: 0, minutes: 860 });
    const lines = stored();
    expect(lines.map(({ date, minutes }) => [date, minutes])).toEqual([
      ['2026-11-16', 440],
      ['2026-11-17', 180],
      ['2026-11-17', 240],
    ]);
    expect(lines.map(({ uuid }) => uuid).sort()).toEqual((await ledger()).map(({ id }) => id).sort());
    await send();
    expect(stored()).toEqual(lines);
  });

  test('a correction is written in its place, and what is deleted here goes there', async () => {
    const before = stored();
    await hub.db.sql`
      update pointages set minutes = 400, revision = revision + 1, valide_revision = revision + 1, valide_minutes = 400
      where jour = '2026-11-16'`;
    await hub.db.sql`update pointages set deleted_at = now() where jour = '2026-11-17' and minutes = 180`;
    await send();
    expect(stored().map(({ date, minutes }) => [date, minutes])).toEqual([
      ['2026-11-16', 400],
      ['2026-11-17', 240],
    ]);
    expect(before.map(({ uuid }) => uuid)).toEqual(expect.arrayContaining(stored().map(({ uuid }) => uuid)));
  });

  describe('what somebody does over there is seen, and repaired', () => {
    const [LUNDI, MARDI] = ['2026-11-16', '2026-11-17'];
    const on = () => comparing({ hub, admin, link });
    const dayOf = async (jour: string) => {
      await on().compare();
      return await on().dayOf(worker, jour);
    };
    const lineOf = (jour: string) => erp.sql<Stored>('select * from timesheet_line where date = ? order by id', jour);
    const typed = ({ work, employee }: Stored, own: { minutes: number; description: string | null }) =>
      erp.rpc('model.timesheet.line.create', [
        {
          ...{ work, employee, company: 1, description: own.description },
          ...{ date: { __class__: 'date', year: 2026, month: 11, day: 16 } },
          duration: { __class__: 'timedelta', seconds: own.minutes * 60 },
        },
      ]);
    let before: Line[];
    beforeAll(() => {
      before = stored();
    });

    test('changed there, our mark wiped out: as it was said again, in its place', async () => {
      erp.sql("update timesheet_line set duration = 3600, description = '' where date = ?", LUNDI);
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'modifie', minutes: 400, minutes_erp: 60, reparable: true });
      expect(await on().repaired(worker, LUNDI, 'remplacer')).toMatchObject({ etat: 'done', raison: null });
      expect(stored()).toEqual(before);
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'egal' });
    });

    test('deleted there: written again, once, under the same id of ours', async () => {
      await erp.rpc('model.timesheet.line.delete', [lineOf(LUNDI)[0]!.id]);
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'manquant', minutes_erp: 0, reparable: true });
      await on().repaired(worker, LUNDI, 'envoyer');
      expect(stored()).toEqual(before);
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'egal' });
    });

    test('our mark twice: the second one goes; what was typed without it is nobody’s to touch', async () => {
      const [ours] = lineOf(LUNDI);
      await typed(ours!, { minutes: 400, description: ours!.description });
      await typed(ours!, { minutes: 30, description: 'Réunion' });
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'en_trop', minutes_erp: 830, reparable: true });
      await on().repaired(worker, LUNDI, 'retirer');
      expect(lineOf(LUNDI).map(({ uuid, description }) => uuid ?? description)).toEqual([ours!.uuid, 'Réunion']);
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'en_trop', minutes_erp: 430, reparable: false });
      await erp.rpc('model.timesheet.line.delete', [lineOf(LUNDI)[1]!.id]);
    });

    test('typed again there under our mark, then corrected here: one line, in its place', async () => {
      const [ours] = lineOf(LUNDI);
      await erp.rpc('model.timesheet.line.delete', [ours!.id]);
      await typed(ours!, { minutes: 400, description: ours!.description });
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'modifie', reparable: true });
      await on().repaired(worker, LUNDI, 'adopter');
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'egal' });
      await hub.db.sql`
        update pointages set minutes = 420, revision = revision + 1, valide_revision = revision + 1, valide_minutes = 420
        where jour = ${LUNDI}`;
      await send();
      expect(lineOf(LUNDI).map(({ uuid, duration }) => [uuid, duration])).toEqual([[ours!.uuid, 420 * 60]]);
      expect(await dayOf(LUNDI)).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
      expect(await dayOf(MARDI)).toMatchObject({ verdict: 'egal', minutes_erp: 240 });
    });
  });
});
