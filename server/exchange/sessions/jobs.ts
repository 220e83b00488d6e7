import { z } from 'zod';
import { job } from '#platform/jobs/job.ts';

export const purgeJob = job('sessions.purge', z.unknown());
