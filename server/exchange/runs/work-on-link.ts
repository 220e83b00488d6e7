// The work of one connexion, one run after the other; the job's key is the connexion, so it is never done twice at a time.
import { findErpLink, type LinkRow } from '#exchange/erp-links/index.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import type { RunCore, RunDeps, RunKind, RunRows, Work } from './kind.ts';
import { LinkStopped, RunLost } from './patience.ts';
import { holdRun, takeNextRun } from './sql.ts';
import { meetTrouble } from './trouble.ts';

type Through<Row> = {
  link_id: string;
  signal: AbortSignal;
  /** What becomes a run just before the next one is taken. */
  plan?: (unit: Unit, link: LinkRow) => Promise<void>;
  work: (run: Row) => Promise<void>;
};

export async function workThrough<Row extends RunCore>(
  deps: RunDeps,
  kind: RunKind<Row>,
  { link_id, signal, plan, work }: Through<Row>,
): Promise<void> {
  while (!signal.aborted) {
    const run = await deps.inUnit(SYSTEM, async unit => {
      const link = await findErpLink(unit, link_id);
      if (link?.etat !== 'active') return null;
      await plan?.(unit, link);
      const next = await takeNextRun(unit, kind, { link_id, process_id: deps.presence.id });
      // Before the commit: what bears our name and is not in this set is taken for lost.
      if (next) deps.working.add(next.id);
      return next;
    });
    if (!run) return;
    try {
      await work(run);
    } finally {
      deps.working.delete(run.id);
    }
  }
}

type Carried<Row, W> = { run: Row; signal: AbortSignal; open: () => Promise<W>; toTheEnd: (work: W) => Promise<void> };

/** Never throws for what the ERP or a person does: that is written on the run. */
export async function carryOut<Row extends RunCore, W extends Work<Row>>(
  deps: RunDeps,
  kind: RunKind<Row>,
  { run, signal, open, toTheEnd }: Carried<Row, W>,
): Promise<void> {
  let work: W | null = null;
  for (let goesOn = true; goesOn; ) {
    try {
      work ??= await open();
      await toTheEnd(work);
      return;
    } catch (error) {
      goesOn = await meetTrouble(deps, kind, { run, work, signal, error });
    }
  }
}

/** Ours until this unit ends. Throws RunLost when it is no longer: nothing is written then. */
export async function hold<Row extends RunCore>(unit: Unit, rows: RunRows<Row>, run: Row): Promise<Row> {
  const held = run.process_id ? await holdRun(unit, rows, { id: run.id, process_id: run.process_id }) : null;
  if (held?.link_etat === 'active') return held;
  const link = await findErpLink(unit, run.link_id);
  if (link?.etat === 'active') throw new RunLost('taken from us');
  throw new LinkStopped(link?.etat ?? null);
}
