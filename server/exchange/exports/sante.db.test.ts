// How the sending of hours fares, read by one statement over runs written as rows.
import { beforeEach, expect, test } from 'vitest';
import type { SanteEnvois } from '#contract/export.ts';
import type { Role, StatutRun } from '#contract/values.ts';
import { newId } from '#platform/ids.ts';
import { testApp } from '#testing/app.ts';
import { makeSendingLink } from '#testing/erp/link-rows.ts';

const hub = await testApp();
const { sql, statements } = hub.db;
const signed = async (role: Role) => hub.cookie(await hub.person({ role }));
const admin = await signed('administrateur');
let link: string;

beforeEach(async () => {
  await sql`delete from erp_links`;
  link = await makeSendingLink(sql, hub.ground.keyring, { base_url: 'https://127.0.0.1:1', api_key: 'cst_essai' });
});

type Run = { statut: StatutRun; fini: string | null; lignes?: number; ecrites?: number };

async function ran({ statut, fini, lignes = 4, ecrites = lignes }: Run): Promise<string> {
  const id = newId();
  const compte = fini && { lignes, sent: ecrites, removed: 0 };
  await sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, created_at, finished_at, compte)
    values (${id}, ${link}, 'heures', ${id.slice(-12)}, '2026-10-01', ${fini?.slice(0, 10) ?? '2026-11-30'}, ${statut}, 'manuelle',
      '2026-11-01T05:00:00Z', ${fini}, ${compte && sql.json(compte)})`;
  return id;
}

const read = async (as = admin) => hub.request('GET', `/api/v1/erp-links/${link}/envoi-heures/sante`, { as });
const sante = async (): Promise<SanteEnvois> => (await read()).json<SanteEnvois>();

test('failures in a row are those since the last run that went through, whatever a person gave up or found nothing to send', async () => {
  await ran({ statut: 'failed', fini: '2026-11-18T05:00:00Z' });
  await ran({ statut: 'partial', fini: '2026-11-19T05:00:00Z' });
  await ran({ statut: 'failed', fini: '2026-11-20T05:00:00Z' });
  await ran({ statut: 'cancelled', fini: '2026-11-20T12:00:00Z' });
  await ran({ statut: 'succeeded', fini: '2026-11-21T05:00:00Z', lignes: 0 });
  await ran({ statut: 'failed', fini: '2026-11-22T05:00:00Z' });
  expect(await sante()).toMatchObject({ echecs_de_suite: 2, derniere_reussite_at: '2026-11-19T05:00:00.000Z' });
  await ran({ statut: 'succeeded', fini: '2026-11-22T06:00:00Z' });
  expect(await sante()).toMatchObject({ echecs_de_suite: 0, derniere_reussite_at: '2026-11-22T06:00:00.000Z' });
});

test('the last success is one that wrote over there: of a run whose lines all stayed here nobody says so', async () => {
  await ran({ statut: 'succeeded', fini: '2026-11-17T05:00:00Z' });
  await ran({ statut: 'partial', fini: '2026-11-20T05:00:00Z', ecrites: 0 });
  expect((await sante()).derniere_reussite_at).toBe('2026-11-17T05:00:00.000Z');
});

test('thirty days of Paris, each with its runs by outcome', async () => {
  await ran({ statut: 'succeeded', fini: '2026-11-20T23:30:00Z' });
  await ran({ statut: 'failed', fini: '2026-11-21T06:00:00Z' });
  await ran({ statut: 'partial', fini: '2026-10-24T22:30:00Z' });
  await ran({ statut: 'succeeded', fini: '2026-10-24T21:30:00Z' });
  // Of a clock put right since.
  await ran({ statut: 'succeeded', fini: '2026-12-24T06:00:00Z' });
  expect((await sante()).jours).toEqual([
    { jour: '2026-10-25', reussis: 0, partiels: 1, echoues: 0 },
    { jour: '2026-11-21', reussis: 1, partiels: 0, echoues: 1 },
  ]);
});

test('the next turn is that of the settings, none while sending is off; what is open is named', async () => {
  expect(await sante()).toEqual({
    ...{
      link_id: link,
      derniere_reussite_at: null,
      echecs_de_suite: 0,
      prochain_at: null,
      envoi_en_cours: null,
      jours: [],
    },
  });
  await sql`update export_reglages set actif = true where link_id = ${link}`;
  const open = await ran({ statut: 'waiting', fini: null });
  expect(await sante()).toMatchObject({ prochain_at: '2026-11-30T05:00:00.000Z', envoi_en_cours: open });
});

test('it costs one statement whatever the number of runs, and nobody reads it who may not read the connexion', async () => {
  for (let day = 1; day <= 20; day += 1) {
    await ran({ statut: day % 2 ? 'succeeded' : 'failed', fini: `2026-11-${String(day).padStart(2, '0')}T05:00:00Z` });
  }
  const before = statements.length;
  expect((await sante()).jours).toHaveLength(20);
  expect(statements.length - before).toBe(1);
  expect((await read(await signed('conducteur'))).statusCode).toBe(200);
  expect((await read(await signed('chef_chantier'))).statusCode).toBe(403);
  await sql`update erp_links set deleted_at = now() where id = ${link}`;
  expect((await read()).statusCode).toBe(404);
});
