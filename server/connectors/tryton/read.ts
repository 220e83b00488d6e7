// Chantiers and people, by pages that begin after the last number seen: nothing that changes meanwhile can move a row.
import { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Cursor, ErpPage, ErpSession, Found, PersonneFromErp, ReadRecord } from '../connector.ts';
import { type Client, PAGE } from './client.ts';
import { EMPLOYEE_FIELDS, Stamps, WORK_FIELDS } from './schemas.ts';
import { instantOf, toChantier, toDateTime, toPersonne } from './translate.ts';

const MODEL = 'project.work';
export const CHANTIERS = ['type', '=', 'project'];
/** Re-read before the watermark: what is committed late carries the stamp of when its transaction began. */
const OVERLAP_MS = 120_000;
const EPOCH = new Date(0).toISOString();

const Watermark = z.object({ at: z.iso.datetime() });
const Scan = z.object({ after: z.int().min(0), at: z.iso.datetime() });

export const chantiersOf = (client: Client): NonNullable<ErpSession['chantiers']> => ({
  get: id => readOne(client, id),
  all: from => readAll(client, from),
  changed: since => readChanged(client, since),
});

/** A record that a rule hides is absent here as a deleted one is: Tryton does not say which. */
async function readOne(client: Client, external_id: string): Promise<Found<ChantierFromErp>> {
  const id = idOf(external_id);
  if (id === null) return { state: 'gone' };
  const rows = await client.search({ model: MODEL, domain: [CHANTIERS, ['id', '=', id]], fields: WORK_FIELDS });
  return rows.length === 0 ? { state: 'gone' } : { state: 'present', record: toChantier(rows[0]).record };
}

/** As their numbers are written, and no other text. */
export const idOf = (external_id: string): number | null =>
  /^[1-9]\d{0,14}$/.test(external_id) ? Number(external_id) : null;

async function* readAll(client: Client, from: Cursor | null): AsyncGenerator<ErpPage<ChantierFromErp>> {
  const scan = Scan.safeParse(from).data ?? { after: 0, at: await lastChange(client) };
  for await (const { rows, after } of pages(
    client,
    { model: MODEL, domain: [CHANTIERS], fields: WORK_FIELDS },
    scan.after,
  ))
    yield {
      ...whole(rows.map(toChantier)),
      cursor: { after, at: scan.at },
      watermark: { at: scan.at },
      announced: null,
    };
}

/** `write_date` is null until a record is first modified: created since, OR written since. */
async function* readChanged(client: Client, since: Cursor): AsyncGenerator<ErpPage<ChantierFromErp>> {
  const { at } = Watermark.parse(since);
  const bound = toDateTime(new Date(Date.parse(at) - OVERLAP_MS).toISOString());
  const last = await lastChange(client);
  const watermark = { at: last > at ? last : at };
  const domain = [CHANTIERS, ['OR', ['create_date', '>=', bound], ['write_date', '>=', bound]]];
  for await (const { rows } of pages(client, { model: MODEL, domain, fields: WORK_FIELDS }, 0))
    yield { ...whole(rows.map(toChantier)), cursor: null, watermark, announced: null };
}

/** The highest stamp they have, theirs and never our clock. Two questions: null stamps stand first or last, by their database. */
async function lastChange(client: Client): Promise<string> {
  let last = EPOCH;
  for (const field of ['create_date', 'write_date'] as const) {
    const domain = [CHANTIERS, [field, '!=', null]];
    const [row] = await client.search({ model: MODEL, domain, fields: [field], limit: 1, order: [[field, 'DESC']] });
    const stamp = Stamps.safeParse(row).data?.[field];
    if (stamp && instantOf(stamp) > last) last = instantOf(stamp);
  }
  return last;
}

type Asked = { model: string; domain: unknown[]; fields: readonly string[] };

/** At least one page. A page without a number that can be read would be read for ever: it ends there, as their last would. */
export async function* pages(
  client: Client,
  asked: Asked,
  from: number,
): AsyncGenerator<{ rows: unknown[]; after: number }> {
  for (let after = from; ; ) {
    const rows = await client.search({ ...asked, domain: [...asked.domain, ['id', '>', after]] });
    const ids = rows.map(row => Number((row as { id?: unknown } | null)?.id)).filter(id => Number.isSafeInteger(id));
    const reached = Math.max(after, ...ids);
    yield { rows, after: reached };
    if (rows.length < PAGE || reached === after) return;
    after = reached;
  }
}

export async function* readPersonnes(client: Client, today: string): AsyncGenerator<ErpPage<PersonneFromErp>> {
  for await (const { rows } of pages(client, { model: 'company.employee', domain: [], fields: EMPLOYEE_FIELDS }, 0))
    yield { ...whole(rows.map(row => toPersonne(row, today))), cursor: null, watermark: null, announced: null };
}

type Read<T> = { record: ReadRecord<T>; ecarts: ErpPage<T>['ecarts'] };

function whole<T>(read: readonly Read<T>[]): Pick<ErpPage<T>, 'records' | 'ecarts'> {
  const ecarts = new Map(read.flatMap(one => one.ecarts).map(ecart => [`${ecart.gravite} ${ecart.chemin}`, ecart]));
  return { records: read.map(one => one.record), ecarts: [...ecarts.values()] };
}
