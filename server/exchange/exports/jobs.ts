import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

/** Sends what waits on one connexion, asked for with `once: link_id`: one process at a time works on it. */
export const workOnLinkJob = job('exports.run', z.strictObject({ link_id: z.uuid() }), {
  at_once: 4,
  quiet: true,
  resumable: true,
});
export const tickJob = job('exports.tick', z.unknown(), { quiet: true });
