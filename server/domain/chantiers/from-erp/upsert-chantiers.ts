import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Unit } from '#platform/unit.ts';
import type { ErpSource, Outcome } from './types.ts';

/**
 * Takes in one page of an ERP: a constant number of statements whatever its size, and nothing written when nothing
 * changed. Outcomes are in the order of the page; of a record that stands twice in it the last one counts, once.
 */
export async function upsertChantiers(_unit: Unit, _source: ErpSource, _page: ChantierFromErp[]): Promise<Outcome[]> {
  throw new Error('being written');
}

/** What upsertChantiers would do with this page: nothing is written, nothing locked. */
export async function planChantiers(_unit: Unit, _source: ErpSource, _page: ChantierFromErp[]): Promise<Outcome[]> {
  throw new Error('being written');
}
