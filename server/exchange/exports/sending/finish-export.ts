// The end of a run: its count, and what it leaves behind.
import { erpLinkTopic, getErpLink, noteAnswered } from '#exchange/erp-links/index.ts';
import { hold } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import { factOf } from '../kind.ts';
import { isWorthTelling, outcomeOf } from '../rules.ts';
import { type ExportDeps, exportTopic, type Sending } from '../run.ts';
import { countRun } from '../sql/envoi.ts';
import { endRun, exportRows } from '../sql/runs.ts';

export async function finishExport(unit: Unit, deps: ExportDeps, sending: Sending): Promise<void> {
  const run = await hold(unit, exportRows, sending.run);
  const link = await getErpLink(unit, run.link_id);
  const compte = await countRun(unit, run.id);
  const statut = outcomeOf(compte);
  await endRun(unit, run.id, { statut, compte });
  if (compte.sent + compte.removed > 0) await noteAnswered(unit, link.id, { log: sending.log });
  const told = isWorthTelling(compte, run.demande);
  if (told && statut === 'succeeded') await unit.publish('export.succeeded', factOf({ run, link, compte }));
  if (told && statut === 'partial') await unit.publish('export.partial', factOf({ run, link, compte }));
  await unit.tell(exportTopic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
  const { minutes: _minutes, ...counts } = compte;
  unit.afterCommit(() =>
    deps.log[told ? 'info' : 'debug']('export done', {
      'event.action': 'export',
      'hub.run_id': run.id,
      'hub.link_id': run.link_id,
      ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`hub.export.${name}`, count])),
    }),
  );
}
