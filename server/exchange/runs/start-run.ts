import { erpLinkTopic } from '#exchange/erp-links/index.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunCore, RunKind } from './kind.ts';

type Asked = {
  link_id: string;
  id: string;
  /** False when an open one stands for it: unique indexes decide, whatever the number of processes. */
  insert: (id: string) => Promise<boolean>;
  /** That one, made due now; null when it has just ended. */
  hasten: () => Promise<{ id: string } | null>;
};

/** Writes the run a person can see and asks for the work; one that is open already is given instead, due now. Gives its id. */
export async function ensureRun<Row extends RunCore>(
  unit: Unit,
  { job }: RunKind<Row>,
  { link_id, id, insert, hasten }: Asked,
): Promise<string> {
  let found: string | null = null;
  // The open one may end between the two statements: then there is room for ours.
  while (found === null) found = (await insert(id)) ? id : ((await hasten())?.id ?? null);
  await unit.enqueue(job, { link_id }, { once: link_id });
  await unit.tell(erpLinkTopic(link_id));
  return found;
}
