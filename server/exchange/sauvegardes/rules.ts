import { Temporal } from 'temporal-polyfill';

const ZONE = 'Europe/Paris';

/**
 * Whether the night's backup is still to be made: none has succeeded since the last time it was `hour` o'clock in
 * Paris. A hub that was off at that hour catches up at its next tick.
 */
export function backupDue({
  last_success,
  now,
  hour,
}: {
  last_success: string | null;
  now: Temporal.Instant;
  hour: number;
}): boolean {
  const here = now.toZonedDateTimeISO(ZONE);
  const today = here.withPlainTime({ hour });
  const due = Temporal.ZonedDateTime.compare(today, here) <= 0 ? today : today.subtract({ days: 1 });
  return last_success === null || Temporal.Instant.compare(Temporal.Instant.from(last_success), due.toInstant()) < 0;
}
