// One person's validated day as entries of theirs, pure. The sum of the slots is the validated minutes, exactly; a night is
// split at midnight. Meals (`packed_lunch`) are variables of pay, not hours: they do not leave from here.
import { ajouterJours } from '#contract/calendrier.ts';
import type { HeuresJour, LigneHeures, Midnight, UniteHeures, UnitesJour } from '../../connector.ts';
import { DAY, type Laid, layOut } from './lay-out.ts';

/** As the customer's own people read it over there, behind our mark. */
const INDICATIVE = 'horaires indicatifs, seule la durée fait foi';
const TOO_MUCH = 'Les heures de cette journée ne tiennent pas en 24 h : la durée ne peut pas être placée.';
const NO_MIDNIGHT =
  'Costructor n’a pas de quoi écrire la dernière minute du jour : ces heures finissent à minuit et ne sont pas raccourcies.';

/** What is written of one entry; the person and our mark are added when it leaves. */
export type Contenu = {
  type: 'work';
  day: string;
  project: string;
  startTime: string;
  endTime: string;
  zone?: string;
  notes?: string;
};

export function unitesOf(day: HeuresJour, midnight: Midnight | undefined): UnitesJour {
  const { laid, tooMuch } = layOut(day);
  const slots = laid.flatMap(atMidnight);
  const late = new Set(midnight === 'none' ? slots.filter(({ a }) => a % DAY === 0).map(({ ligne }) => ligne.cle) : []);
  const refuse = ({ cle }: Pick<LigneHeures, 'cle'>, phrase: string) =>
    ({ cle, code: 'irrepresentable', phrase }) as const;
  return {
    unites: ranked(slots.filter(({ ligne }) => !late.has(ligne.cle)))
      .map(slot => toUnite(day.jour, slot))
      .toSorted((x, y) => (placeOf(x) < placeOf(y) ? -1 : 1)),
    refus: [
      ...tooMuch.map(ligne => refuse(ligne, TOO_MUCH)),
      ...[...late].toSorted().map(cle => refuse({ cle }, NO_MIDNIGHT)),
    ],
  };
}

const placeOf = ({ jour, debut, cle }: UniteHeures) => `${jour} ${debut} ${cle}`;

function atMidnight(span: Laid): Laid[] {
  const end = span.de - (span.de % DAY) + DAY;
  return span.a <= end ? [span] : [{ ...span, a: end }, ...atMidnight({ ...span, de: end })];
}

/** The rank within its line, in time: what makes a key that a correction finds again. */
function ranked(slots: readonly Laid[]): (Laid & { rang: number })[] {
  const count = new Map<string, number>();
  return slots
    .toSorted((x, y) => x.de - y.de)
    .map(slot => {
      const rang = (count.get(slot.ligne.cle) ?? 0) + 1;
      count.set(slot.ligne.cle, rang);
      return { ...slot, rang };
    });
}

const two = (n: number) => String(n).padStart(2, '0');
const heure = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

function toUnite(of: string, { ligne, de, a, indicatif, rang }: Laid & { rang: number }): UniteHeures {
  const days = Math.floor(de / DAY);
  const jour = ajouterJours(of, days);
  const [debut, fin] = [heure(de - days * DAY), heure(a - days * DAY)];
  const contenu: Contenu = {
    ...{ type: 'work', day: jour, project: ligne.chantier, startTime: debut, endTime: fin },
    ...(ligne.zone === null ? {} : { zone: `z${ligne.zone.toLowerCase()}` }),
    ...(indicatif ? { notes: INDICATIVE } : {}),
  };
  return {
    ...{ cle: `${ligne.cle}:${rang}`, pointage: ligne.cle, chantier: ligne.chantier },
    ...{ jour, minutes: a - de, debut, fin, indicatif, contenu },
  };
}
