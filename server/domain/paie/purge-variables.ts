import { z } from 'zod';
import { TOMBSTONE_DAYS } from '#contract/page.ts';
import { job } from '#platform/jobs/job.ts';
import type { Unit } from '#platform/unit.ts';
import { purgeVariables } from './sql/variables.ts';

export const purgeJob = job('paie.purge-variables', z.unknown());

/** Variables are rewritten as hours change; those that are gone are kept for as long as readers are promised, and a day. */
export async function purge(unit: Unit): Promise<void> {
  await purgeVariables(unit, unit.now.subtract({ hours: 24 * (TOMBSTONE_DAYS + 1) }).toString());
}
