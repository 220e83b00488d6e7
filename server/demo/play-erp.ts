// The demonstration from the moment the hub listens: the simulator is connected as a person would, its chantiers arrive,
// then people over there go on working. Nothing here knows more than the doors of the slices and the simulator's own.
import { setTimeout as wait } from 'node:timers/promises';
import { connectLink, findErpLink, type LinkDeps, reconnectLink } from '#exchange/erp-links/index.ts';
import { startImport } from '#exchange/imports/index.ts';
import { listMappingsOf, noteStatuts, setMapping } from '#exchange/mappings/index.ts';
import type { Log } from '#platform/log.ts';
import type { Outbound } from '#platform/outbound.ts';
import { deriveKey } from '#platform/secrets.ts';
import { tolerate } from '#platform/tolerate.ts';
import { SYSTEM } from '#platform/unit.ts';
import { changeSomething, makeOwnPeople, makeOwnSites } from './erp-people.ts';
import type { DemoSimulator } from './simulator.ts';
import { type Control, openControl } from './simulator-control.ts';

export type DemoDeps = LinkDeps & { outbound: Outbound; log: Log; port: number };

/** Time to open the page and watch. */
const BEFORE_MS = 6_000;
const BETWEEN_MS = 45_000;

/** Goes on by itself; gives the way to stop. What fails is said in the log, and the hub goes on. */
export function playErp(deps: DemoDeps, simulator: DemoSimulator): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const control = openControl(deps.outbound, simulator.control_url);
  const playing = play(deps, { simulator, control, signal }).catch(error => {
    if (!signal.aborted) deps.log.error('the demonstration stopped', { 'event.action': 'demo_erp', error });
  });
  return async () => {
    stopping.abort();
    await playing;
  };
}

type Scene = { simulator: DemoSimulator; control: Control; signal: AbortSignal };

async function play(deps: DemoDeps, { simulator, control, signal }: Scene): Promise<void> {
  await control.settle();
  await wait(BEFORE_MS, undefined, { signal });
  const link_id = await connectOnce(deps, simulator);
  if (link_id) {
    await control.subscribe({
      url: `http://127.0.0.1:${deps.port}/api/v1/erp-links/${link_id}/signaux`,
      secret: secretOf(deps),
    });
    await importOnce(deps, { simulator, control, link_id });
  }
  for (let beat = 0; !signal.aborted; beat += 1) {
    await wait(BETWEEN_MS, undefined, { signal });
    await changeSomething(control, beat);
  }
}

const secretOf = ({ keyring }: LinkDeps): string => deriveKey(keyring, 'demo-webhook').toString('base64url');

/** Its id, unless a person has retired it since. */
async function connectOnce(deps: DemoDeps, simulator: DemoSimulator): Promise<string | null> {
  const { link_id } = simulator.memory.read();
  if (link_id) return (await deps.inUnit(SYSTEM, unit => findErpLink(unit, link_id))) ? link_id : null;
  const asked = { kind: 'costructor', relier_par_code: true, ...formOf(deps, simulator) };
  const { id } = await connectLink(deps, asked, { actor: SYSTEM });
  simulator.memory.keep({ link_id: id, link_port: simulator.port });
  return id;
}

const formOf = (deps: LinkDeps, { base_url, key }: DemoSimulator) => ({
  settings: { base_url },
  credentials: { api_key: key, webhook_secret: secretOf(deps) },
});

/** The port it had was taken: the connexion is given the new address, before anything is read at the old one. */
export async function followSimulator(deps: Omit<DemoDeps, 'port'>, simulator: DemoSimulator): Promise<void> {
  const { link_id, link_port } = simulator.memory.read();
  if (!link_id || link_port === simulator.port) return;
  if (!(await deps.inUnit(SYSTEM, unit => findErpLink(unit, link_id)))) return;
  const moved = reconnectLink(deps, { id: link_id, ...formOf(deps, simulator) }, { actor: SYSTEM });
  if (await tolerate('the connexion says by itself that it does not answer', moved, deps.log))
    simulator.memory.keep({ link_port: simulator.port });
}

type Import = { simulator: DemoSimulator; control: Control; link_id: string };

/** Statuses are mapped as their words suggest; « Réceptionné », which nobody may guess, is left to the visitor. */
async function importOnce(deps: DemoDeps, { simulator, control, link_id }: Import): Promise<void> {
  if (simulator.memory.read().imported) return;
  await makeOwnSites(control);
  await makeOwnPeople(control);
  const choices = await control.statuses();
  await deps.inUnit(SYSTEM, async unit => {
    await noteStatuts(unit, link_id, choices);
    for (const { id, version, proposition } of await listMappingsOf(unit, link_id))
      if (proposition) await setMapping(unit, { id, version }, proposition);
  });
  const asked = { link_id, genre: 'initial', demande: 'manuelle', demande_par: null } as const;
  await deps.inUnit(SYSTEM, unit => startImport(unit, asked));
  simulator.memory.keep({ imported: true });
}
