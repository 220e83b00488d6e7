// An entry of theirs as they give it, and what we make of it. Every field carries its standing, as in schemas.ts.
import { z } from 'zod';
import { Jour } from '#contract/text.ts';
import type { LigneVue } from '../../connector.ts';
import { isPlainId, toPlainText } from '../html.ts';

const Id = z
  .union([
    z.string(),
    z.number(),
    // As `_expand` gives other links. ASSUMPTION.
    z.object({ id: z.union([z.string(), z.number()]) }).transform(({ id }) => id),
  ])
  .transform(id => String(id))
  .refine(isPlainId);

/** `07:30`, seconds or not; `24:00` ends a day. FACT-OBS [C1] for HH:MM. */
const Heure = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)(:00(\.0{1,9})?)?$/)
  .transform(text => text.slice(0, 5));

/** `GET /timesheet_entries`. Exists, FACT-OBS [C1]; that it gives back what was sent, ASSUMPTION. */
const Entry = z.object({
  /** `tse_`, ASSUMPTION. */
  id: Id,
  user: Id,
  day: Jour,
  /** Optional on an entry. FACT [C11]. */
  project: Id.nullish(),
  startTime: Heure,
  /** Midnight as `24:00`, or as `00:00` in another reading. */
  endTime: Heure.transform(heure => (heure === '00:00' ? '24:00' : heure)),
});

/** `data.id` of a creation. FACT-OBS [C7]. */
export const Created = z.object({ id: Id });

/** work, travel, packed_lunch: FACT-OBS [C1]; breaks too, FACT [C11]. */
const WORK = 'work';
const minutesOf = (heure: string): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));

/** `other`: no hours of work (travel, break, meal), and not ours. `unreadable`: whose and of when, if that much is clear. */
export type SeenEntry =
  /**
   * `muette`: it came without the field that would bear our mark, so nothing says that it is not ours. `vide`: the field is there and
   * empty, as one that drops what is written in it leaves it.
   */
  | { is: 'hours'; vue: LigneVue; muette: boolean; vide: boolean }
  | { is: 'other' }
  | { is: 'unreadable'; personne: string | null; jour: string | null };

const Outline = z.object({
  user: Id.nullable().catch(null),
  day: Jour.nullable().catch(null),
  type: z.string().nullable().catch(null),
  /** Null: none. Absent, or of another form: not known. */
  notes: z.string().nullable().optional().catch(undefined),
});

export function toLigneVue(raw: unknown): SeenEntry {
  const { user, day, type, notes } = Outline.catch({ user: null, day: null, type: null }).parse(raw);
  const marque = marqueOf(notes ?? '');
  // What bears our mark is ours, whatever they call it by now.
  if ((type ?? WORK) !== WORK && marque === null) return { is: 'other' };
  const entry = Entry.safeParse(raw).data;
  const minutes = entry ? minutesOf(entry.endTime) - minutesOf(entry.startTime) : -1;
  if (!entry || minutes < 0) return { is: 'unreadable', personne: user, jour: day };
  const vue = {
    ...{ external_id: entry.id, marque, personne: entry.user, chantier: entry.project ?? null, jour: entry.day },
    ...{ minutes, debut: entry.startTime, fin: entry.endTime, version: null },
  };
  return { is: 'hours', vue, muette: notes === undefined, vide: notes?.trim() === '' || notes === null };
}

/** Found verbatim, in another case, in HTML, or in HTML that was escaped once more. */
function marqueOf(notes: string): string | null {
  const mark = (text: string) => /(?<![\w-])HC-[0-9A-Z]{1,13}(?![\w-])/i.exec(text)?.[0].toUpperCase() ?? null;
  const once = toPlainText(notes);
  return mark(notes) ?? mark(once) ?? mark(toPlainText(once));
}
