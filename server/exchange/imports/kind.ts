// Imports as a kind of run (exchange/runs): where they lie, what is said of them, what they leave.
import { noteDay } from '#exchange/erp-links/index.ts';
import { type Failure, hadFailed, type RunKind } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import { workOnLinkJob } from './jobs.ts';
import { problems } from './messages.ts';
import { AFTER_FAILURE_S } from './rules.ts';
import { compteOf, importTopic, type RunRow } from './run.ts';
import { postponeHints } from './sql/hints.ts';
import { forgetSeen } from './sql/lines.ts';
import { dropQuestion, importRows, listDueLinks } from './sql/runs.ts';

/** A page most of whose records cannot be read: theirs has changed, and nothing of it is believed. */
export class Unreadable extends UpstreamError {
  override name = 'Unreadable';
  readonly counts: { unreadable: number; records: number };
  constructor(counts: { unreadable: number; records: number }) {
    super({ word: 'strange', sample: `${counts.unreadable} records of ${counts.records} cannot be read` });
    this.counts = counts;
  }
}

export const importKind: RunKind<RunRow> = {
  ...importRows,
  action: 'import',
  job: workOnLinkJob,
  topic: importTopic,
  listDueLinks,
  refusals: { absent: 'import.not_found', closed: 'import.not_open' },
  problems: {
    ...problems,
    strange: ({ error, ...said }) =>
      error instanceof Unreadable ? problems.unreadable({ ...said, ...error.counts }) : problems.strange(said),
  },
  isAsking: run => run.asking,
  onCancelled: async (unit, run_id) => {
    await forgetSeen(unit, run_id);
    await dropQuestion(unit, run_id);
  },
  onFailed: recordFailure,
};

async function recordFailure(unit: Unit, { run, link, probleme }: Failure<RunRow>): Promise<void> {
  await forgetSeen(unit, run.id);
  if (run.genre === 'apercu') return;
  await noteDay(unit, link.id, 'echoues');
  // They may be the cause: left due, they would have the reading fail again each second.
  await postponeHints(unit, link.id, unit.now.add({ seconds: AFTER_FAILURE_S }).toString());
  if (run.demande === 'automatique' && (await hadFailed(unit, importRows, { ...run, mot: probleme.mot }))) return;
  const { kind, nom, simulateur } = link;
  const fact = { link_id: link.id, kind, nom, simulateur, import_id: run.id, genre: run.genre };
  await unit.publish('import.failed', { ...fact, compte: compteOf(run), mot: probleme.mot });
}
