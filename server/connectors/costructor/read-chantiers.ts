// One chantier, or all of them: which pages are asked, and where a scan goes on after a cut.
import { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Cursor, ErpPage, ErpSession, Found, Traits } from '../connector.ts';
import type { Client } from './client.ts';
import { type Order, Place, START, walk } from './paging.ts';
import { EXPAND, Head, lastChange, PROJECTS, type Reader, readChanged, readHead } from './read-changes.ts';
import { toChantier, toChantiers } from './translate.ts';

const BY_CREATION: Order = { by: 'created_at', descending: false };
/** How often in one scan the head is looked at again, when a row shows a later stamp than it had. */
const MAX_DOUBTS = 3;

const ScanCursor = z.object({ place: Place, ...Head.shape });

export const chantiersOf = (reader: Reader, waiting: Client): NonNullable<ErpSession['chantiers']> => ({
  get: id => readOne(reader.client, id),
  all: from => readAll(reader, from),
  changed: since => readChanged({ ...reader, client: waiting }, since),
});

/** 403 on one of them hides it, unless the whole list is closed to us: then nothing can be said of it. */
async function readOne(client: Client, external_id: string): Promise<Found<ChantierFromErp>> {
  if (/^\.{0,2}$/.test(external_id)) return { state: 'gone' };
  const found = await client.object(`${PROJECTS}/${encodeURIComponent(external_id)}`, EXPAND);
  if (found === 'gone') return { state: 'gone' };
  if (found === 'forbidden') {
    await client.list(PROJECTS, { _limit: 1 });
    return { state: 'hidden' };
  }
  const { record } = toChantier(found);
  const given = record.ok ? record.value.external_id : record.external_id;
  if (given === null || given === external_id) return { state: 'present', record };
  const raison = 'La fiche reçue n’est pas celle qui était demandée';
  return { state: 'present', record: { ok: false, external_id, libelle: null, raison } };
}

async function* readAll({ client, observed }: Reader, from: Cursor | null): AsyncGenerator<ErpPage<ChantierFromErp>> {
  const resumed = ScanCursor.safeParse(from).data;
  const scan = resumed ?? { place: START, ...(await readHead(client)) };
  let { head, watermark }: Head = scan;
  let doubts = 0;
  const query = { _sort: 'createdAt', _order: 'asc', ...EXPAND };
  let now = '';
  const ask = async (window: Record<string, number>) => {
    const answer = await client.list(PROJECTS, { ...query, ...window });
    now = answer.now;
    return answer;
  };
  for await (const { rows, place, done } of walk(ask, scan.place, BY_CREATION)) {
    const latest = lastChange(rows, now);
    if (watermark && latest > head && doubts < MAX_DOUBTS) {
      // Changed since the scan began, or the head was not the last changed: only looking again tells.
      doubts += 1;
      const again = await readHead(client);
      if (again.watermark && again.head >= latest) head = again.head;
      else watermark = null;
    }
    const learnt = watermark ? 'sorted_scan' : 'none';
    yield {
      ...toChantiers(rows.map(row => row.raw)),
      cursor: { place, head, watermark },
      watermark,
      announced: place.announced,
      ...(isNews(learnt, observed, done) ? { observed: { incremental: learnt } } : {}),
    };
  }
}

/** `none` is told at once; that order is back, at the end of a complete reading that never contradicted it. */
function isNews(learnt: 'sorted_scan' | 'none', { incremental }: Partial<Traits>, done: boolean): boolean {
  return learnt === 'none' ? incremental !== 'none' : done && incremental === 'none';
}
