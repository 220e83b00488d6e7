// What a person may do to a run of any kind. The lock waits for the unit under way; the process that works on it sees the
// decision at its next one.
import type { StatutRun } from '#contract/values.ts';
import { erpLinkTopic, getErpLink } from '#exchange/erp-links/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunCore, RunKind } from './kind.ts';
import { type Decision, saveDecision, takeForDecision } from './sql.ts';

/** Throws not_open of its kind, not_found. */
export async function pauseRun<Row extends RunCore>(unit: Unit, kind: RunKind<Row>, id: string): Promise<void> {
  const run = await takeRun(unit, kind, { id, statuts: ['waiting', 'running'] });
  await decide(unit, kind, { run, decision: { statut: 'paused', process_id: null, prochain_essai_at: null } });
}

/** Goes on where it was. Throws not_open of its kind, not_found, erp_link.not_ready. */
export async function resumeRun<Row extends RunCore>(unit: Unit, kind: RunKind<Row>, id: string): Promise<void> {
  const run = await takeRun(unit, kind, { id, statuts: ['paused', 'parked'] });
  if (kind.isAsking?.(run)) throw refused(kind.refusals.closed);
  if ((await getErpLink(unit, run.link_id)).etat !== 'active') throw refused('erp_link.not_ready');
  await decide(unit, kind, { run, decision: { statut: 'waiting', prochain_essai_at: null, probleme: null } });
}

/** What it did stays. Throws not_open of its kind, not_found. */
export async function cancelRun<Row extends RunCore>(unit: Unit, kind: RunKind<Row>, id: string): Promise<void> {
  const run = await takeRun(unit, kind, { id, statuts: ['waiting', 'running', 'paused', 'parked'] });
  await kind.onCancelled(unit, id);
  const finished_at = unit.now.toString();
  await decide(unit, kind, {
    run,
    decision: { statut: 'cancelled', process_id: null, prochain_essai_at: null, finished_at },
  });
}

type Wanted = { id: string; statuts?: readonly StatutRun[] };

/** Locked, in one of these states; in any, when none is named. Throws not_open of its kind, not_found. */
export async function takeRun<Row extends RunCore>(unit: Unit, kind: RunKind<Row>, wanted: Wanted): Promise<Row> {
  const run = await takeForDecision(unit, kind, wanted.id);
  if (!run) throw refused(kind.refusals.absent);
  if (wanted.statuts && !wanted.statuts.includes(run.statut)) throw refused(kind.refusals.closed);
  return run;
}

/** Written, and told. */
export async function decide<Row extends RunCore>(
  unit: Unit,
  kind: RunKind<Row>,
  { run, decision }: { run: Row; decision: Decision },
): Promise<void> {
  await saveDecision(unit, kind, { id: run.id, decision });
  // Whatever was decided, the place may be free for the next one.
  await unit.enqueue(kind.job, { link_id: run.link_id }, { once: run.link_id });
  await unit.tell(kind.topic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
}
