// Envois as a kind of run (exchange/runs): where they lie, what is said of them, what they leave.
import type { CompteEnvoi } from '#contract/export.ts';
import type { LinkRow } from '#exchange/erp-links/index.ts';
import { type Failure, hadFailed, type RunKind } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { problems } from './messages.ts';
import { exportTopic, type RunRow } from './run.ts';
import { countRun } from './sql/envoi.ts';
import { exportRows, keepCompte, listDueLinks } from './sql/runs.ts';

export const exportKind: RunKind<RunRow> = {
  ...exportRows,
  action: 'export',
  job: workOnLinkJob,
  topic: exportTopic,
  listDueLinks,
  refusals: { absent: 'export.not_found', closed: 'export.not_open' },
  problems,
  onCancelled: async (unit, run_id) => {
    await keepCompte(unit, run_id, await countRun(unit, run_id));
  },
  onFailed: recordFailure,
};

async function recordFailure(unit: Unit, { run, link, probleme }: Failure<RunRow>): Promise<void> {
  const compte = await countRun(unit, run.id);
  await keepCompte(unit, run.id, compte);
  if (run.demande === 'automatique' && (await hadFailed(unit, exportRows, { ...run, mot: probleme.mot }))) return;
  await unit.publish('export.failed', { ...factOf({ run, link, compte }), mot: probleme.mot });
}

type Ended = { run: Pick<RunRow, 'id' | 'periode'>; link: LinkRow; compte: CompteEnvoi };

/** Ids and counts: whose hours and how many is nobody's business elsewhere. */
export function factOf({ run, link, compte: { minutes: _minutes, ...compte } }: Ended) {
  const { id, kind, nom, simulateur } = link;
  return {
    link_id: id,
    kind,
    nom,
    simulateur,
    export_id: run.id,
    objet: 'heures' as const,
    periode: run.periode,
    compte,
  };
}
