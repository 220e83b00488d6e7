// The end of a run: its count, and what it leaves behind.
import type { Probleme } from '#contract/erp-link.ts';
import type { CompteEnvoi } from '#contract/export.ts';
import { erpLinkTopic, getErpLink, type LinkRow, noteAnswered, noteDay } from '#exchange/erp-links/index.ts';
import type { Unit } from '#platform/unit.ts';
import { isWorthTelling, outcomeOf } from '../rules.ts';
import { type ExportDeps, exportTopic, type RunRow, type Sending } from '../run.ts';
import { countRun } from '../sql/envoi.ts';
import { endRun, hadFailed, keepCompte } from '../sql/runs.ts';
import { hold } from './hold.ts';

type Ended = { run: Pick<RunRow, 'id' | 'periode'>; link: LinkRow; compte: CompteEnvoi };

/** Ids and counts: whose hours and how many is nobody's business elsewhere. */
function factOf({ run, link, compte: { minutes: _minutes, ...compte } }: Ended) {
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

export async function finishExport(unit: Unit, deps: ExportDeps, sending: Sending): Promise<void> {
  const run = await hold(unit, sending);
  const link = await getErpLink(unit, run.link_id);
  const compte = await countRun(unit, run.id);
  const statut = outcomeOf(compte);
  await endRun(unit, run.id, { statut, compte });
  if (compte.sent + compte.removed > 0) await noteAnswered(unit, link.id, { log: sending.log });
  if (compte.lignes > 0) await noteDay(unit, link.id, statut === 'partial' ? 'partiels' : 'reussis');
  const told = isWorthTelling(compte, run.demande);
  if (told && statut === 'succeeded') await unit.publish('export.succeeded', factOf({ run, link, compte }));
  if (told && statut === 'partial') await unit.publish('export.partial', factOf({ run, link, compte }));
  await unit.tell(exportTopic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
  const { minutes: _minutes, ...counts } = compte;
  unit.afterCommit(() =>
    deps.log[told ? 'info' : 'debug']('envoi done', {
      'event.action': 'export',
      'hub.run_id': run.id,
      'hub.link_id': run.link_id,
      ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`hub.export.${name}`, count])),
    }),
  );
}

type Failure = { run: RunRow; link: LinkRow; probleme: Probleme };

/** What a failed run leaves beside its own row: a bar of the day, and a fact; not one more for each try by itself. */
export async function recordFailure(unit: Unit, { run, link, probleme }: Failure): Promise<void> {
  const compte = await countRun(unit, run.id);
  await keepCompte(unit, run.id, compte);
  await noteDay(unit, link.id, 'echoues');
  if (run.demande === 'automatique' && (await hadFailed(unit, run, probleme.mot))) return;
  await unit.publish('export.failed', { ...factOf({ run, link, compte }), mot: probleme.mot });
}
