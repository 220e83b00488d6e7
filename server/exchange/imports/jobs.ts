import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

/**
 * Does what waits on one connexion, asked for with `once: link_id`: so one process at a time works on it. Several
 * connexions are read at the same time.
 */
export const workOnLinkJob = job('imports.run', z.strictObject({ link_id: z.uuid() }), {
  at_once: 4,
  quiet: true,
  resumable: true,
});
export const tickJob = job('imports.tick', z.unknown(), { quiet: true });
