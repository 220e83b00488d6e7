// Decisions on sessions, refresh tokens and links: pure, no database. Durations: reference/api-platform.md §6.
import type { Temporal } from 'temporal-polyfill';
import type { MotifLien } from '#contract/values.ts';

/** A browser session ends after this long without a request… */
const IDLE_S = 30 * 60;
/** …plus this: uses are written every few seconds, and being late in writing must not end a session in use. */
const IDLE_SLACK_S = 30;
const BROWSER_LIFE_S = 12 * 3600;
const API_LIFE_S = 30 * 24 * 3600;
/** An answer may be lost on its way: the same refresh token is honoured once more within this time. */
const REFRESH_GRACE_S = 10;
/** Ended sessions stay readable for the team that looks into an incident. */
const KEPT_AFTER_END_S = 30 * 24 * 3600;

export type SessionKind = 'session' | 'jwt';

export const endOfSession = (kind: SessionKind, now: Temporal.Instant): Temporal.Instant =>
  now.add({ seconds: kind === 'session' ? BROWSER_LIFE_S : API_LIFE_S });

/** A browser session not seen since this instant is over. */
export const idleSince = (now: Temporal.Instant): Temporal.Instant => now.subtract({ seconds: IDLE_S + IDLE_SLACK_S });

export const purgedBefore = (now: Temporal.Instant): Temporal.Instant => now.subtract({ seconds: KEPT_AFTER_END_S });

export type RefreshJudgement = 'rotate' | 'repeat' | 'reuse';

/** A refresh token serves once. Used again at once, its first answer was lost; used again later, somebody stole it. */
export function judgeRefresh(
  { used_at, graced_at }: { used_at: string | null; graced_at: string | null },
  now: Temporal.Instant,
): RefreshJudgement {
  if (used_at === null) return 'rotate';
  const since_ms = now.epochMilliseconds - Date.parse(used_at);
  return graced_at === null && since_ms <= REFRESH_GRACE_S * 1000 ? 'repeat' : 'reuse';
}

/** Why a link is handed over: nobody has a password at first, and the very first person not even a contact. */
export function motifOf({ has_password, has_contact }: { has_password: boolean; has_contact: boolean }): MotifLien {
  if (has_password) return 'mot_de_passe_oublie';
  return has_contact ? 'invitation' : 'premiere_connexion';
}

type Invited = { active: boolean; email: string | null; telephone: string | null; has_password: boolean };

/** Why an invitation would be of no use, null when it would. Who already signs in is not given a second way in by the batch. */
export function withoutInvitation({ active, email, telephone, has_password }: Invited) {
  if (!active) return 'desactivee' as const;
  if (email === null && telephone === null) return 'sans_contact' as const;
  return has_password ? ('inscrite' as const) : null;
}

const LIEN_LIFE_H: Record<MotifLien, number> = {
  premiere_connexion: 7 * 24,
  invitation: 7 * 24,
  mot_de_passe_oublie: 24,
};

export const endOfLien = (motif: MotifLien, now: Temporal.Instant): Temporal.Instant =>
  now.add({ hours: LIEN_LIFE_H[motif] });
