import { type LinkDeps, noteEcarts, openSession } from '#exchange/erp-links/index.ts';
import type { Log } from '#platform/log.ts';
import { erpLinkActor } from '#platform/unit.ts';
import type { ErpSession, PersonneFromErp, ReadRecord } from '../../../connectors/connector.ts';
import { endLecture, markDisparues, savePersonnes } from '../sql/lectures.ts';
import { matchAndTell } from './match-and-tell.ts';

export type ReadingDeps = LinkDeps & { log: Log };

/**
 * Reads the people of an ERP, and links those it can: a page is one unit, and so is the end. Outside of any unit. Throws as
 * openSession does, and UpstreamError.
 */
export async function refreshPersonnes(
  deps: ReadingDeps,
  link_id: string,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const actor = erpLinkActor({ link_id, run_id: null });
  const { session } = await openSession(deps, link_id, { signal });
  const reading = await readPages(deps, { link_id, personnes: session.personnes, signal });
  await deps.inUnit(actor, async unit => {
    // An empty list, or one that hides who it is about, proves nobody's absence.
    if (reading.seen.size > 0 && reading.nameless === 0) await markDisparues(unit, link_id, [...reading.seen]);
    await matchAndTell(unit, link_id);
    await endLecture(unit, link_id, reading.illisibles);
  });
}

type Pages = { link_id: string; personnes: ErpSession['personnes']; signal: AbortSignal };

async function readPages(deps: ReadingDeps, { link_id, personnes, signal }: Pages) {
  const seen = new Set<string>();
  let [illisibles, nameless] = [0, 0];
  for await (const { records, ecarts } of personnes?.all() ?? []) {
    signal.throwIfAborted();
    const gens = new Map(records.filter(isRead).map(({ value }) => [value.external_id, value]));
    for (const record of records) {
      const external_id = record.ok ? record.value.external_id : record.external_id;
      if (external_id !== null) seen.add(external_id);
      else nameless += 1;
      if (!record.ok) illisibles += 1;
    }
    await deps.inUnit(erpLinkActor({ link_id, run_id: null }), async unit => {
      await noteEcarts(unit, link_id, { ecarts, log: deps.log });
      await savePersonnes(unit, link_id, [...gens.values()]);
    });
  }
  return { seen, illisibles, nameless };
}

const isRead = (record: ReadRecord<PersonneFromErp>) => record.ok;
