import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

export const endingsJob = job('api-keys.endings', z.unknown(), { quiet: true });
