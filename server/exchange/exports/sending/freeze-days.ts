// What is due becomes lines of the ledger: pages of days, each in one unit and a constant number of statements.
import { actorOf, hold } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import type { HeuresJour } from '../../../connectors/connector.ts';
import { type ExportDeps, exportTopic, type Sending } from '../run.ts';
import { claimPointages, type DueDay, listDueDays, type Place, saveDays } from '../sql/jours.ts';
import { healLines, insertLines, replaceLines, rewriteLines } from '../sql/lignes.ts';
import { insertRegularisations } from '../sql/regularisations.ts';
import { exportRows } from '../sql/runs.ts';
import { type Changes, diffDay, noChanges } from './diff-day.ts';

/** Days of a page: some four thousand lines of two slots each. */
const PAGE = 2000;

export async function freezeDays(deps: ExportDeps, sending: Sending): Promise<void> {
  for (let after: Place | null = null; ; ) {
    sending.signal.throwIfAborted();
    const last: Place | null = await deps.inUnit(actorOf(sending.run), unit => freezePage(unit, sending, after));
    if (!last) return;
    after = last;
  }
}

/** The place to go on from; null at the end. */
async function freezePage(unit: Unit, sending: Sending, after: Place | null): Promise<Place | null> {
  const { run } = sending;
  await hold(unit, exportRows, sending.run);
  const { link_id, au, chantiers } = run;
  const days = await listDueDays(unit, { link_id, au, chantiers, after, limit: PAGE });
  const last = days.at(-1);
  if (!last) return null;
  await write(unit, sending, { days, changes: changesOf(sending, days) });
  await unit.tell(exportTopic(run.id));
  return days.length < PAGE ? null : { jour: last.jour, personne_id: last.personne_id };
}

function changesOf({ run, link, heures }: Sending, days: readonly DueDay[]): Changes {
  const all = noChanges();
  for (const day of days) {
    const unites = day.lignes.length > 0 ? heures.unites(toHeures(day)) : { unites: [], refus: [] };
    const context = { day, write: link.traits.write, rattrapage: day.jour < run.du, erp: link.kind_nom };
    const { replaced, born, healed, rewritten } = diffDay(context, unites);
    all.replaced.push(...replaced);
    all.born.push(...born);
    all.healed.push(...healed);
    all.rewritten.push(...rewritten);
  }
  return all;
}

const toHeures = ({ jour, horaire, lignes }: DueDay): HeuresJour => ({
  jour,
  horaire,
  lignes: lignes.map(({ id, chantier, minutes, plages, zone, panier }) => ({
    ...{ cle: id, chantier, minutes, plages, zone, panier },
  })),
});

async function write(
  unit: Unit,
  { run }: Sending,
  { days, changes }: { days: readonly DueDay[]; changes: Changes },
): Promise<void> {
  await claimPointages(
    unit,
    run.link_id,
    days.flatMap(day => day.lignes.map(ligne => ligne.id)),
  );
  await replaceLines(unit, run.id, changes.replaced);
  await rewriteLines(unit, run.id, changes.rewritten);
  await healLines(unit, run.id, changes.healed);
  await insertLines(unit, run, changes.born);
  await saveDays(unit, run.link_id, days);
  const closed = days.filter(day => day.fige);
  if (closed.length > 0) await insertRegularisations(unit, run, closed);
}
