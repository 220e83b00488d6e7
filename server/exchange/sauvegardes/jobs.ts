import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

export const runBackupJob = job('sauvegardes.run', z.strictObject({ sauvegarde_id: z.uuid() }));
export const tickJob = job('sauvegardes.tick', z.unknown(), { quiet: true });
