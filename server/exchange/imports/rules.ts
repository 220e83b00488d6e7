import { Temporal } from 'temporal-polyfill';
import type { CompteImport } from '#contract/import.ts';
import type { FrequenceImport, GenreImport } from '#contract/values.ts';

const ZONE = 'Europe/Paris';

/** Under the two minutes promised: the tick comes each minute, and a reading that is a little late skips no turn. */
const CHANGES_EVERY_S = 55;
/** Where an ERP cannot tell what changed, everything is read: in real time, this often. So is one that failed, again. */
const WHOLE_EVERY_S = 15 * 60;
export const AFTER_FAILURE_S = WHOLE_EVERY_S;

const instant = Temporal.Instant.from;
const isPast = (at: Temporal.Instant, now: Temporal.Instant): boolean => Temporal.Instant.compare(at, now) <= 0;

/** The last time it was `heure` o'clock in Paris. An hour that summer time skips is the next one that is. */
function lastHeure(heure: string, now: Temporal.Instant): Temporal.ZonedDateTime {
  const here = now.toZonedDateTimeISO(ZONE);
  const today = here.withPlainTime(Temporal.PlainTime.from(heure));
  if (isPast(today.toInstant(), now)) return today;
  return here.subtract({ days: 1 }).withPlainTime(Temporal.PlainTime.from(heure));
}

/** What is known of a connexion when its next reading is decided. Instants are RFC 3339; `heure` is Paris time. */
export type Rhythm = {
  frequence: FrequenceImport;
  heure: string;
  /** Changes can be asked for: the ERP tells them, and a first reading said from where on. */
  tells_changes: boolean;
  /** When the last reading of everything was asked for, and the last one of any kind. */
  complet_at: string | null;
  last_at: string | null;
  /** The last one failed: asking again each minute would only fail each minute. */
  failed: boolean;
};

/** The reading to ask for now, if any: everything once per Paris day from `heure` on, changes as they come. */
export function genreDue(rhythm: Rhythm, now: Temporal.Instant): 'complet' | 'incremental' | null {
  const { heure, tells_changes } = rhythm;
  const [complet_at, last_at] = [rhythm.complet_at, rhythm.last_at].map(at =>
    at !== null && isPast(instant(at), now) ? at : null,
  );
  const day = lastHeure(heure, now).toInstant();
  if (!complet_at || Temporal.Instant.compare(instant(complet_at), day) < 0) return 'complet';
  if (rhythm.frequence !== 'temps_reel') return null;
  const since = tells_changes ? (last_at ?? complet_at) : complet_at;
  const every_s = tells_changes && !rhythm.failed ? CHANGES_EVERY_S : WHOLE_EVERY_S;
  if (!isPast(instant(since).add({ seconds: every_s }), now)) return null;
  return tells_changes ? 'incremental' : 'complet';
}

type Regular = Pick<Rhythm, 'frequence' | 'heure' | 'tells_changes'>;

/** When the next reading is expected, for a person: RFC 3339. */
export function nextReadingAt({ frequence, heure, tells_changes }: Regular, now: Temporal.Instant): string {
  const last = lastHeure(heure, now);
  const daily = last.add({ days: 1 }).withPlainTime(Temporal.PlainTime.from(heure)).toInstant();
  if (frequence !== 'temps_reel') return daily.toString();
  const soon = now.add({ seconds: tells_changes ? 60 : WHOLE_EVERY_S });
  return (Temporal.Instant.compare(soon, daily) < 0 ? soon : daily).toString();
}

/** The first day of the history taken in, Europe/Paris. */
export const firstDay = (historique_mois: number, asked_at: string): string =>
  instant(asked_at).toZonedDateTimeISO(ZONE).toPlainDate().subtract({ months: historique_mois }).toString();

/** What changed is not resumed at its page: past this many starts that brought nothing new, everything is read, which is. */
export const MAX_RELECTURES = 5;

const HINT_TRIES_S = [5, 30, 120];
/** Seconds until an object that the ERP announced and does not show yet is looked for again; null: given up. */
export const nextHintTry = (essais: number): number | null => HINT_TRIES_S[essais - 1] ?? null;
/** Past this many, reading what changed costs less than reading each one. */
export const MAX_HINTS = 1000;

/** More absent than a company closes between two readings: a person is asked first (settled.md 32). */
export const isShortList = ({ connus, absents }: { connus: number; absents: number }): boolean =>
  absents > Math.max(3, connus * 0.05);

/** Not a few bad records: another format, or another service. */
export const isUnreadable = ({ records, unreadable }: { records: number; unreadable: number }): boolean =>
  records >= 5 && unreadable > 3 && unreadable * 2 > records;

/** Some were put aside: partial is said to be partial. */
export const outcomeOf = ({ set_aside }: Pick<CompteImport, 'set_aside'>): 'succeeded' | 'partial' =>
  set_aside > 0 ? 'partial' : 'succeeded';

/** Whether its end is a fact for the others: something moved here, or somebody waits for it. */
export function isWorthTelling(
  run: Pick<CompteImport, 'created' | 'updated' | 'linked' | 'hidden' | 'gone'> & {
    genre: GenreImport;
    demande: string;
  },
): boolean {
  if (run.genre === 'apercu') return false;
  if (run.genre === 'initial' || run.genre === 'complet' || run.demande === 'manuelle') return true;
  return run.created + run.updated + run.linked + run.hidden + run.gone > 0;
}

/** Readings of everything end by looking for what they no longer showed. */
export const readsAll = (genre: GenreImport): boolean => genre === 'initial' || genre === 'complet';
