// One page taken in: chantiers, lines, counts and the place to go on from, in one transaction and a constant number of
// statements.
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { markGone, markHidden, type Outcome, planChantiers, upsertChantiers } from '#domain/chantiers/index.ts';
import { erpLinkTopic, noteAnswered, noteEcarts, noteObserved } from '#exchange/erp-links/index.ts';
import { noteStatuts, statutsOf } from '#exchange/mappings/index.ts';
import { hold } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import type { Ecart, ReadRecord, Traits } from '../../../connectors/connector.ts';
import { firstDay } from '../rules.ts';
import { importTopic, type Reading, type RunRow } from '../run.ts';
import { insertLines, markSeen, settleAside } from '../sql/lines.ts';
import { importRows, type Progress, saveProgress } from '../sql/runs.ts';
import { countOf, linesOf } from './tally.ts';

export type Batch = {
  records: ReadRecord<ChantierFromErp>[];
  /** Read one by one, and not there. */
  gone: string[];
  hidden: string[];
  page: (NonNullable<Progress['page']> & { ecarts: Ecart[]; observed?: Partial<Traits> }) | null;
};
/** `marked`: of those gone or hidden, the ones we held. `signaux`: hints wait for their turn. */
export type Kept = RunRow & { signaux: boolean; marked: Set<string> };

/** Throws RunLost when the run is no longer ours: nothing is written then. */
export async function savePage(unit: Unit, reading: Reading, batch: Batch): Promise<Kept> {
  const run = await hold(unit, importRows, reading.run);
  const outcomes = await takeIn(unit, reading, batch);
  const marks = await mark(unit, reading, batch);
  const fresh = await markSeen(unit, run.id, idsOf(batch));
  const page = { batch, outcomes, fresh, ...marks };
  await insertLines(unit, run.id, linesOf(page, { genre: run.genre, depuis: depuis(reading) }));
  const well = [...outcomes.map(outcome => outcome.external_id), ...batch.gone, ...batch.hidden];
  if (run.genre !== 'apercu' && well.length > 0) await settleAside(unit, run.link_id, well);
  await learn(unit, reading, batch);
  const kept = await saveProgress(unit, run.id, { compte: countOf(page), page: batch.page });
  await unit.tell(importTopic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
  return { ...kept, marked: new Set([...marks.gone, ...marks.hidden].map(chantier => chantier.external_id)) };
}

const depuis = ({ run, link }: Reading): string => firstDay(link.historique_mois, run.created_at);

async function takeIn(unit: Unit, reading: Reading, { records }: Batch): Promise<Outcome[]> {
  const { run, link } = reading;
  const chantiers = records.flatMap(record => (record.ok ? [record.value] : []));
  if (chantiers.length === 0) return [];
  const seen = new Map(chantiers.flatMap(({ statut }) => (statut ? [[statut.external_id, statut] as const] : [])));
  await noteStatuts(unit, link.id, [...seen.values()]);
  const source = {
    system: link.system,
    run_id: run.id,
    initial: run.genre === 'initial',
    relier_par_code: link.relier_par_code,
    champs_app: link.champs_app,
    depuis: depuis(reading),
    statuts: await statutsOf(unit, link.id),
  };
  return await (run.genre === 'apercu' ? planChantiers : upsertChantiers)(unit, source, chantiers);
}

async function mark(unit: Unit, { link }: Reading, { gone, hidden }: Batch) {
  return {
    gone: gone.length > 0 ? await markGone(unit, link.system, gone) : [],
    hidden: hidden.length > 0 ? await markHidden(unit, link.system, hidden) : [],
  };
}

/** Whatever was asked for counts as seen, so that a sweep comes to its end. */
const idsOf = ({ records, gone, hidden }: Batch): string[] => [
  ...records.flatMap(record => (record.ok ? [record.value.external_id] : (record.external_id ?? []))),
  ...gone,
  ...hidden,
];

/** What their answers taught, and that they answered. */
async function learn(unit: Unit, { link, log }: Reading, { page }: Batch): Promise<void> {
  // An error of the hub is over once a whole reading went well, not at its first page.
  if (link.probleme && link.probleme.mot !== 'internal') await noteAnswered(unit, link.id, { log });
  if (page && page.ecarts.length > 0) await noteEcarts(unit, link.id, { ecarts: page.ecarts, log });
  if (page?.observed) await noteObserved(unit, link.id, page.observed);
}

/** After the commit: what the next page starts from. They answered, so what was wrong with the connexion is over. */
export function keep(reading: Reading, kept: RunRow): void {
  reading.run = kept;
  if (reading.link.probleme) reading.link = { ...reading.link, probleme: null };
}
