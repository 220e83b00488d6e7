import { z } from 'zod';
import { type Bound, job, on, type Recurring } from '../../jobs/job.ts';
import { type InUnit, SYSTEM } from '../../unit.ts';
import { deleteOldAnswers } from './stored-answers.ts';

const purgeJob = job('idempotency.purge', z.unknown(), { quiet: true });

export const purgeAnswers = (inUnit: InUnit): Bound =>
  on(purgeJob, () =>
    inUnit(SYSTEM, async unit => {
      await deleteOldAnswers(unit);
    }),
  );
export const PURGE_ANSWERS: Recurring = { job: purgeJob, cron: '20 * * * *', payload: {} };
