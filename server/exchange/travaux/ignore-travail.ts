import { refused } from '#platform/errors.ts';
import { takeDeadLetters } from '#platform/jobs/dead-letters.ts';
import type { Unit } from '#platform/unit.ts';

/** Off the list for good; the log says who decided it. Throws travail.not_found. */
export async function ignoreTravail(unit: Unit, id: string): Promise<void> {
  const [first] = await takeDeadLetters(unit, id);
  if (!first) throw refused('travail.not_found');
  unit.security('hub_job_ignored', { 'hub.job': first.name });
}
