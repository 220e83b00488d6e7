// Chantiers, by pages that begin after the last number seen: nothing that changes meanwhile moves a row (EXAMPLE: see how theirs page).
import { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Cursor, Ecart, ErpPage, ErpSession, Found } from '../../server/connectors/connector.ts';
import { type Client, strange } from './client.ts';
import { idOf, toChantier } from './translate.ts';

const PAGE = 100;
const Scan = z.object({ after: z.int().min(0) });

export const chantiersOf = (client: Client): NonNullable<ErpSession['chantiers']> => ({
  get: external_id => readOne(client, external_id),
  all: from => readAll(client, from),
});

/** ASSUMPTION: what the account may not see answers 404, as what was deleted; « hidden » is never said. */
async function readOne(client: Client, external_id: string): Promise<Found<ChantierFromErp>> {
  const row = /^[1-9]\d{0,14}$/.test(external_id) ? await client.project(external_id) : undefined;
  return row === undefined ? { state: 'gone' } : { state: 'present', record: toChantier(row).record };
}

async function* readAll(client: Client, from: Cursor | null): AsyncGenerator<ErpPage<ChantierFromErp>> {
  for (let after = Scan.safeParse(from).data?.after ?? 0; ; ) {
    const rows = await client.projects(after, PAGE);
    const last = Math.max(after, ...rows.map(row => Number(idOf(row) ?? 0)));
    // Going on from there would read this page for ever, and stopping there would take what follows for deleted.
    if (rows.length >= PAGE && last === after) throw strange('page sans numéro lisible');
    after = last;
    const read = rows.map(toChantier);
    yield {
      records: read.map(({ record }) => record),
      ecarts: once(read.flatMap(({ ecarts }) => ecarts)),
      ...{ cursor: { after }, watermark: null, announced: null },
    };
    if (rows.length < PAGE) return;
  }
}

const once = (ecarts: readonly Ecart[]): Ecart[] => [
  ...new Map(ecarts.map(ecart => [`${ecart.gravite} ${ecart.chemin}`, ecart])).values(),
];
