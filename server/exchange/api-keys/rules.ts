// Decisions on API keys: pure.
import { Temporal } from 'temporal-polyfill';
import { DEFAULT_EXPIRY_DAYS } from '#contract/api-key.ts';

/** Of one person, neither revoked nor expired (api-platform.md §1.3). */
export const MAX_ACTIVE_KEYS = 10;
/** Replaced keys of one lineage that may serve at once: rotating again and again makes no crowd of good secrets. */
export const MAX_OVERLAPPING = 2;
/** A key with so many days left, or fewer, is shown as expiring soon. */
export const EXPIRES_SOON_DAYS = 14;
/** What the usage of a key shows. */
export const USAGE_DAYS = 30;
/** Days before its end when the owner of a key is told, once each. */
export const NOTICES_DAYS = [14, 7, 1] as const;

/** Without a use for that long, the owner of a key is told, once. */
export const UNUSED_DAYS = 90;

/** A day of a key is 24 h: its end does not move with summer time. */
export const daysAfter = (now: Temporal.Instant, days: number): Temporal.Instant => now.add({ hours: 24 * days });

type Asked = { expire_dans_jours?: number | undefined; expire_le?: string | undefined };

/** The end that is asked for; a date is the end of that day in Paris. Null: already past, or beyond the administrator's maximum. */
export function expiryOf(now: Temporal.Instant, asked: Asked, max_days: number): Temporal.Instant | null {
  const latest = daysAfter(now, max_days);
  if (asked.expire_le === undefined) {
    const days = asked.expire_dans_jours ?? Math.min(DEFAULT_EXPIRY_DAYS, max_days);
    return days > max_days ? null : daysAfter(now, days);
  }
  const day = Temporal.PlainDate.from(asked.expire_le);
  const end = day.add({ days: 1 }).toZonedDateTime('Europe/Paris').toInstant();
  const past = Temporal.Instant.compare(end, now) <= 0;
  // The last day that is allowed is allowed whole.
  const lastDay = latest.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  return past || Temporal.PlainDate.compare(day, lastDay) > 0 ? null : end;
}

type Life = { created_at: string; expires_at: string };

/** A key that follows another lives as long as it did, from now on, within the maximum. */
export function renewedExpiry(
  now: Temporal.Instant,
  { created_at, expires_at }: Life,
  max_days: number,
): Temporal.Instant {
  const lived = Temporal.Instant.from(expires_at).since(Temporal.Instant.from(created_at));
  const [renewed, latest] = [now.add(lived), daysAfter(now, max_days)];
  return Temporal.Instant.compare(renewed, latest) > 0 ? latest : renewed;
}

/** The overlap never runs past the replaced key's own end. */
export function endOfOverlap(now: Temporal.Instant, overlap_s: number, expires_at: string): Temporal.Instant {
  const [asked, own] = [now.add({ seconds: overlap_s }), Temporal.Instant.from(expires_at)];
  return Temporal.Instant.compare(asked, own) > 0 ? own : asked;
}

type Ends = { expires_at: string; noticed_days: number | null };

/** What is to be told now: 14, 7 or 1 (days left, or fewer), 0 (it has ended), or null when that was said already. */
export function noticeDue(now: Temporal.Instant, { expires_at, noticed_days }: Ends): number | null {
  const end = Temporal.Instant.from(expires_at);
  const left = (days: number) => Temporal.Instant.compare(end, daysAfter(now, days)) <= 0;
  const due = [...NOTICES_DAYS, 0].findLast(left);
  return due === undefined || (noticed_days !== null && noticed_days <= due) ? null : due;
}
