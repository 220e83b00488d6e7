// `npm start -- --demo` as a visitor runs it: the first time, then again after a kill, its simulator's port taken meanwhile.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import { atTheEnd } from '#testing/endings.ts';
import { type HubProcess, post, spawnHub, untilReady } from '#testing/hub-process.ts';

const dir = mkdtempSync(join(tmpdir(), 'hub-demo-'));
atTheEnd(() => rmSync(dir, { recursive: true, force: true }));

async function start(): Promise<HubProcess> {
  const hub = await spawnHub({ env: { DATA_DIR: dir, HUB_LOG_LEVEL: 'warn' }, args: ['--demo'] });
  atTheEnd(() => hub.child.kill('SIGKILL'));
  await untilReady(hub);
  return hub;
}

const printed = (hub: HubProcess, pattern: RegExp): string => pattern.exec(hub.output())?.[1] ?? '';
const addressOf = (hub: HubProcess) => printed(hub, /adresse (http:\S+)/);
const remembered = () => JSON.parse(readFileSync(join(dir, 'demo/simulateurs/demonstration.json'), 'utf8'));

/** As soon as the simulator has seen that its hub is gone. */
const takePort = (port: number): Promise<Server> =>
  new Promise(done => {
    const stranger = createServer();
    const take = () => stranger.listen(port, '127.0.0.1');
    stranger.on('error', () => setTimeout(take, 50)).once('listening', () => done(stranger));
    take();
  });

/** The printed curl, with the printed key. */
async function chantiers(hub: HubProcess): Promise<Chantier[]> {
  const headers = { authorization: `Bearer ${printed(hub, /Bearer (hbc_\w+)/)}` };
  const answer = await fetch(`${hub.origin}/api/v1/chantiers?limit=200&system=costructor`, { headers });
  return ((await answer.json()) as { items: Chantier[] }).items;
}

async function asAdmin(hub: HubProcess) {
  const [, identifiant, mot_de_passe] = /Administratrice +(\S+) +(\S+)/.exec(hub.output()) ?? [];
  const asked = await post(hub, '/api/auth/token', { body: { grant: 'password', identifiant, mot_de_passe } });
  const { access_token: token } = (await asked.json()) as { access_token: string };
  const get = async <T>(path: string) =>
    (await (await fetch(hub.origin + path, { headers: { authorization: `Bearer ${token}` } })).json()) as T;
  /** Read again over there; how many are linked by name, so that their hours may leave. */
  const people = async (link: string): Promise<number> => {
    const authorization = `Bearer ${token}`;
    await fetch(`${hub.origin}/api/v1/erp-links/${link}/personnes`, { method: 'POST', headers: { authorization } });
    return (await get<{ items: unknown[] }>(`/api/v1/personnes-erp?link_id=${link}&etat=reliees&limit=200`)).items
      .length;
  };
  return { token, people, links: async () => (await get<{ items: ErpLink[] }>('/api/v1/erp-links')).items };
}

test('the demonstration connects its ERP, which holds its own sites too, and imports it, and finds it again after a kill, even elsewhere', async () => {
  let hub = await start();
  const { links, people } = await asAdmin(hub);
  await expect.poll(async () => (await links())[0]?.premier_import_at ?? null, { timeout: 60_000 }).not.toBeNull();
  const [link] = await links();
  expect(link).toMatchObject({ simulateur: true, etat: 'active', signaux: { possibles: true } });
  expect(link!.compteurs.a_relier).toBe(1);
  const linked = await chantiers(hub);
  const before = linked.map(chantier => chantier.id);
  expect(before.length).toBeGreaterThan(150);
  const own = linked.find(({ code }) => code === 'A001');
  expect([own?.statut, own?.equipe.length]).toEqual(['en_cours', 7]);

  await expect.poll(() => people(link!.id), { timeout: 20_000 }).toBeGreaterThan(20);
  await expect.poll(() => remembered().imported, { timeout: 10_000 }).toBe(true);
  hub.child.kill('SIGKILL');
  await hub.exited;
  const stranger = await takePort((remembered() as { port: number }).port);

  hub = await start();
  expect(addressOf(hub)).not.toBe(link!.settings['base_url']);
  const again = await asAdmin(hub);
  const known = await again.links();
  expect(known.map(({ id, settings, etat }) => ({ id, settings, etat }))).toEqual([
    { id: link!.id, settings: { base_url: addressOf(hub) }, etat: 'active' },
  ]);
  expect((await chantiers(hub)).map(chantier => chantier.id)).toEqual(before);

  const api_key = printed(hub, /clé (cst_\S+)/);
  const body = { kind: 'costructor', settings: { base_url: addressOf(hub) }, credentials: { api_key } };
  const second = await post(hub, '/api/v1/erp-links', { body, token: again.token });
  expect([second.status, ((await second.json()) as { system: string }).system]).toEqual([201, 'costructor-2']);

  hub.child.kill('SIGTERM');
  expect(await hub.exited).toBe(0);
  stranger.close();
  await expect(fetch(addressOf(hub))).rejects.toThrow();
  expect(hub.output()).not.toContain('"log.level":"error"');
});
