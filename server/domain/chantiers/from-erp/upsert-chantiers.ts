import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Unit } from '#platform/unit.ts';
import { freeCodes, nextCodes } from '../rules.ts';
import { listAutomaticCodes, takeCodeTurn } from '../sql/chantiers.ts';
import { listKnown, listLinkable, listSeen, readCodes, type Seen } from '../sql/erp-page.ts';
import { type Codes, decide, type Settled, type World } from './decide-page.ts';
import { fingerprint } from './fingerprint.ts';
import { cameSo, type Item, isToMap, lastOfEach, wantedCode } from './rules.ts';
import type { ErpSource, Outcome } from './types.ts';
import { writePage } from './write-page.ts';

/**
 * Takes in one page of an ERP: a constant number of statements whatever its size, and nothing written when nothing
 * changed. Outcomes are in the order of the page; of a record that stands twice in it the last one counts, once.
 */
export async function upsertChantiers(unit: Unit, source: ErpSource, page: ChantierFromErp[]): Promise<Outcome[]> {
  const looked = await look(unit, source, page);
  const plans = await settle(unit, source, { ...looked, writing: true });
  return outcomes(looked, plans, source);
}

/** What upsertChantiers would do with this page: nothing is written, nothing locked. */
export async function planChantiers(unit: Unit, source: ErpSource, page: ChantierFromErp[]): Promise<Outcome[]> {
  const looked = await look(unit, source, page);
  const plans = await settle(unit, source, { ...looked, writing: false });
  return outcomes(looked, plans, source);
}

async function settle(unit: Unit, source: ErpSource, surveyed: Surveyed): Promise<Settled[]> {
  const { rest, writing } = surveyed;
  if (rest.length === 0) return [];
  const plans = decide(rest, await survey(unit, source, surveyed), source);
  if (writing) return await writePage(unit, source, plans);
  return plans.map(plan => ({ ...plan, chantier_id: plan.before?.chantier_id ?? null }));
}

type Looked = { items: Item[]; seen: Map<string, Seen>; rest: Item[] };

/** What came as it did the last time is set aside by one small statement: most of a page, most days. */
async function look(unit: Unit, source: ErpSource, page: ChantierFromErp[]): Promise<Looked> {
  const items = lastOfEach(page).map(record => ({ record, hash: fingerprint(record, source.statuts) }));
  const rows = await listSeen(
    unit,
    source.system,
    items.map(({ record }) => record.external_id),
  );
  const seen = new Map(rows.map(row => [row.external_id, row]));
  const rest = items.filter(item => {
    const known = seen.get(item.record.external_id);
    return !known || !cameSo(item, known);
  });
  return { items, seen, rest };
}

type Surveyed = Omit<Looked, 'items'> & { writing: boolean };

/** All that the decision needs. When it is to be written, rows are locked first, then the turn for codes is taken. */
async function survey(unit: Unit, source: ErpSource, { rest, seen, writing }: Surveyed): Promise<World> {
  const { system, relier_par_code } = source;
  const external_ids = rest.map(({ record }) => record.external_id).filter(id => seen.has(id));
  const known = external_ids.length > 0 ? await listKnown(unit, { system, external_ids }, { lock: writing }) : [];
  const wanted = rest.map(({ record }) => wantedCode(record)).filter(code => code !== null);
  const linkable =
    relier_par_code && wanted.length > 0 ? await listLinkable(unit, { system, codes: wanted }, { lock: writing }) : [];
  const asked = [...new Set([...wanted, ...known.filter(({ deleted }) => deleted).map(({ code }) => code)])];
  return {
    known: new Map(known.map(row => [row.external_id, row])),
    codes: {
      ...(await surveyCodes(unit, { asked, count: writing ? rest.length + asked.length : null })),
      linkable: new Map(linkable.map(row => [row.code, row])),
    },
  };
}

/** `count` automatic codes at most, some of which may be claimed by the page itself; none for an aperçu. */
async function surveyCodes(
  unit: Unit,
  { asked, count }: { asked: string[]; count: number | null },
): Promise<Omit<Codes, 'linkable'>> {
  if (count !== null) await takeCodeTurn(unit);
  const { taken, last } = await readCodes(unit, asked);
  const codes = { taken: new Set(taken), annee: unit.now.toString().slice(0, 4) };
  if (count === null) return { ...codes, automatic: null };
  const next = nextCodes(last, count);
  if (next.length === count) return { ...codes, automatic: next };
  return { ...codes, automatic: freeCodes(await listAutomaticCodes(unit), count) };
}

function outcomes({ items, seen }: Looked, settled: Settled[], source: ErpSource): Outcome[] {
  const plans = new Map(settled.map(plan => [plan.record.external_id, plan]));
  return items.map(({ record }): Outcome => {
    const plan = plans.get(record.external_id);
    const { chantier_id, code } = plan ?? seen.get(record.external_id)!;
    return {
      external_id: record.external_id,
      libelle: record.nom,
      chantier_id,
      code,
      action: plan?.action ?? 'unchanged',
      changed: plan?.changed ?? [],
      notes: plan?.notes ?? [],
      a_relier: plan?.a_relier ?? isToMap(record, source),
    };
  });
}
