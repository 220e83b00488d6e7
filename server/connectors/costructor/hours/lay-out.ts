// Where the hours of a day stand on their clock. Pure; minutes from midnight of the day, as a wall clock that never changes
// counts them: over there an entry is worth the amplitude between its two ends (FACT-OBS [C1]).
import { bornesDePlage, minutesEntre, sommeDesPlages } from '#contract/calendrier.ts';
import type { HeuresJour, LigneHeures } from '../../connector.ts';

export const DAY = 1440;

export type Span = { de: number; a: number };
/** `indicatif`: times that nobody entered. Spans of one line are in order. */
export type Laid = Span & { ligne: LigneHeures; indicatif: boolean };

const minutesOf = (heure: string): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));
const total = (spans: readonly Span[]): number => spans.reduce((sum, { de, a }) => sum + a - de, 0);

/** Times that were entered are kept, unless they do not make the minutes that were validated: those win. */
export function layOut({ jour, lignes, horaire }: HeuresJour): { laid: Laid[]; tooMuch: LigneHeures[] } {
  const worked = lignes.filter(({ minutes }) => minutes > 0).toSorted((x, y) => (x.cle < y.cle ? -1 : 1));
  const isTimed = ({ plages, minutes }: LigneHeures) => plages.length > 0 && sommeDesPlages(jour, plages) === minutes;
  const entered = asEntered(jour, worked.filter(isTimed));
  const durations = worked.filter(ligne => !isTimed(ligne));
  const { laid, tooMuch } = asCustomary(durations, horaire, entered);
  return { laid: [...entered, ...laid], tooMuch };
}

/**
 * On the two nights when clocks change, an amplitude is not the time worked: the end moves, and what follows it moves too
 * where it must.
 */
function asEntered(jour: string, lignes: readonly LigneHeures[]): Laid[] {
  const spans = lignes
    .flatMap(ligne => ligne.plages.map(plage => ({ ligne, ...bornesDePlage(plage) })))
    .toSorted((x, y) => x.de - y.de || x.a - y.a);
  let [entered, laid] = [0, 0];
  return spans.map(({ ligne, de, a }) => {
    const start = de >= entered ? Math.max(de, laid) : de;
    const end = start + minutesEntre(jour, de, a);
    entered = Math.max(entered, a);
    laid = Math.max(laid, end);
    return { ligne, de: start, a: end, indicatif: start !== de || end !== a };
  });
}

/** Only minutes are known: the company's hours, cut around its lunch; several chantiers follow each other. */
function asCustomary(lignes: readonly LigneHeures[], horaire: HeuresJour['horaire'], taken: readonly Span[]) {
  const whole = without([{ de: 0, a: DAY }], taken);
  const tooMuch: LigneHeures[] = [];
  let needed = 0;
  const fitting = lignes.filter(ligne => {
    const fits = needed + ligne.minutes <= total(whole);
    if (fits) needed += ligne.minutes;
    else tooMuch.push(ligne);
    return fits;
  });
  let room = roomFor(needed, horaire, taken) ?? whole;
  const laid = fitting.flatMap(ligne => {
    const filled = firstOf(room, ligne.minutes);
    room = without(room, filled);
    return filled.map(span => ({ ligne, ...span, indicatif: true }));
  });
  return { laid, tooMuch };
}

/** From the start of their day on, the lunch apart; earlier too when the evening does not suffice. Null: not without the lunch. */
function roomFor(needed: number, horaire: HeuresJour['horaire'], taken: readonly Span[]): Span[] | null {
  const debut = minutesOf(horaire.debut);
  const pause = minutesOf(horaire.pause_debut);
  const lunch = { de: pause, a: pause + horaire.pause_minutes };
  const after = without([{ de: debut, a: DAY }], [...taken, lunch]);
  const before = without([{ de: 0, a: debut }], [...taken, lunch]);
  const missing = needed - total(after);
  if (missing <= 0) return after;
  return total(before) < missing ? null : [...lastOf(before, missing), ...after];
}

/** What is left of these once those are taken out, in order. */
function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left = [...spans];
  for (const { de, a } of taken) {
    left = left.flatMap(span => [
      { de: span.de, a: Math.min(span.a, de) },
      { de: Math.max(span.de, a), a: span.a },
    ]);
    left = left.filter(span => span.de < span.a);
  }
  return left.toSorted((x, y) => x.de - y.de);
}

function firstOf(spans: readonly Span[], minutes: number): Span[] {
  let missing = minutes;
  return spans.flatMap(({ de, a }) => {
    const length = Math.min(a - de, missing);
    missing -= length;
    return length > 0 ? [{ de, a: de + length }] : [];
  });
}

function lastOf(spans: readonly Span[], minutes: number): Span[] {
  const skipped = total(spans) - minutes;
  return without(spans, firstOf(spans, skipped));
}
