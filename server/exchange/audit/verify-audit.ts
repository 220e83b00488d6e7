import type { Sql } from '#platform/db/sql.ts';
import { GENESIS, hashOfDetails, hashOfLink, type Link } from './chain.ts';
import { type Head, type Row, readChain } from './sql.ts';

/** What is wrong at row `n`, or at the row that should be there. */
export type Fault = { n: number; why: 'missing' | 'broken_link' | 'changed' | 'details_changed' | 'anchor_differs' };
export type Verified = {
  rows: number;
  head: Head | null /** Rows whose details were erased. */;
  erased: number;
  fault: Fault | null;
};

/**
 * Walks the whole chain and stops at the first fault. A chain cut at its end is still a chain: `anchor` is a head that was
 * kept elsewhere (`npm run audit:verify` prints it), which must still be there.
 */
export async function verifyAudit(sql: Sql, anchor: Head | null = null): Promise<Verified> {
  let head: Head = { n: 0, hash: GENESIS };
  let erased = 0;
  const ended = (fault: Fault | null): Verified => ({ rows: head.n, head: head.n > 0 ? head : null, erased, fault });
  for await (const rows of readChain(sql)) {
    for (const row of rows) {
      const why = faultOf(row, head) ?? (row.n === anchor?.n && row.hash !== anchor.hash ? 'anchor_differs' : null);
      if (why) return ended({ n: why === 'missing' ? head.n + 1 : row.n, why });
      if (row.details_hash && row.salt === null) erased += 1;
      head = { n: row.n, hash: row.hash };
    }
  }
  return ended(anchor && anchor.n > head.n ? { n: head.n + 1, why: 'missing' } : null);
}

function faultOf(row: Row, before: Head): Fault['why'] | null {
  const { hash, details, salt, ...link } = row;
  if (link.n !== before.n + 1) return 'missing';
  if (link.prev_hash !== before.hash) return 'broken_link';
  if (hashOfLink(link satisfies Link) !== hash) return 'changed';
  // Erased details leave their hash; details nobody vouches for are as wrong as changed ones.
  if (salt !== null && hashOfDetails(salt, details) !== link.details_hash) return 'details_changed';
  return null;
}
