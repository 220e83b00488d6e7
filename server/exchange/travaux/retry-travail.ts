import { z } from 'zod';
import { refused } from '#platform/errors.ts';
import { hasQueue, takeDeadLetters } from '#platform/jobs/dead-letters.ts';
import { job } from '#platform/jobs/job.ts';
import type { Unit } from '#platform/unit.ts';

/** Asked for again once, however many times it failed. Throws travail.not_found, travail.retired. */
export async function retryTravail(unit: Unit, id: string): Promise<void> {
  const [first] = await takeDeadLetters(unit, id);
  if (!first) throw refused('travail.not_found');
  if (!(await hasQueue(unit, first.name))) throw refused('travail.retired');
  await unit.enqueue(job(first.name, z.unknown()), first.data, { once: first.singleton_key });
  unit.security('hub_job_retried', { 'hub.job': first.name });
}
