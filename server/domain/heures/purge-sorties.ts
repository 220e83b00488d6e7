import { z } from 'zod';
import { TOMBSTONE_DAYS } from '#contract/page.ts';
import { job } from '#platform/jobs/job.ts';
import type { Unit } from '#platform/unit.ts';
import { deleteSorties } from './sql/sorties.ts';

export const purgeJob = job('heures.purge-sorties', z.unknown());

/** A day more than readers are promised: their cursors tell days. */
export async function purgeSorties(unit: Unit): Promise<void> {
  await deleteSorties(unit, unit.now.subtract({ hours: 24 * (TOMBSTONE_DAYS + 1) }).toString());
}
