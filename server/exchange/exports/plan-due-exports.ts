import { Temporal } from 'temporal-polyfill';
import { healClock, WAIT_MOST_MS } from '#exchange/runs/index.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { lastDue, periodeOf, periodOf } from './rules.ts';
import { listHealable } from './sql/lignes.ts';
import { listActive, type Reglages } from './sql/reglages.ts';
import { exportRows, insertRun, type NewRun, purgeRuns } from './sql/runs.ts';

const BY_ITSELF = { demande: 'automatique', demande_par: null, chantiers: null } as const;

/** The tick: asks for the runs that are due. A second one at the same instant writes nothing. */
export async function planDueExports(unit: Unit): Promise<void> {
  await healClock(unit, exportRows, unit.now.add({ milliseconds: WAIT_MOST_MS }).toString());
  for (const reglages of await listActive(unit)) await planOne(unit, reglages);
  await sendHealed(unit);
  await purgeRuns(unit);
}

/** Somebody was linked: the lines that waited for it leave at once, where sending is on. */
export async function sendHealed(unit: Unit): Promise<void> {
  for (const { link_id, du, au } of await listHealable(unit)) {
    await ask(unit, { ...BY_ITSELF, id: newId(), link_id, du, au, periode: periodeOf(du, au), planifie: false });
  }
}

/** A missed turn is made up for; what was due before sending was switched on was not missed. */
async function planOne(unit: Unit, reglages: Reglages): Promise<void> {
  const due = lastDue(reglages, unit.now);
  const since = reglages.actif_depuis;
  if (since === null || Temporal.Instant.compare(due.toInstant(), Temporal.Instant.from(since)) < 0) return;
  await ask(unit, {
    ...{ ...BY_ITSELF, id: newId(), link_id: reglages.link_id, planifie: true },
    ...periodOf(reglages, due),
  });
}

async function ask(unit: Unit, run: NewRun): Promise<void> {
  if (await insertRun(unit, run)) await unit.enqueue(workOnLinkJob, { link_id: run.link_id }, { once: run.link_id });
}
