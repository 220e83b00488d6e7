import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

/** Reads the people of one connexion, asked for with `once: link_id`. */
export const readPersonnesJob = job('mappings.personnes', z.strictObject({ link_id: z.uuid() }), {
  at_once: 2,
  quiet: true,
  resumable: true,
});
export const tickJob = job('mappings.tick', z.unknown(), { quiet: true });
