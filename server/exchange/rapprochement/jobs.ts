import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

/** Repairs, then compares what waits on one connexion, asked for with `once: link_id`: one process at a time works on it. */
export const workOnLinkJob = job('rapprochement.run', z.strictObject({ link_id: z.uuid() }), {
  at_once: 2,
  quiet: true,
  resumable: true,
});
export const tickJob = job('rapprochement.tick', z.unknown(), { quiet: true });
