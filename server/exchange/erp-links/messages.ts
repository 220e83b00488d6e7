// What people read of a connexion in trouble: what, since when, the next step. Times are those of Paris.
import { Temporal } from 'temporal-polyfill';
import { formatLongDayMonth } from '#contract/dates.ts';
import type { MotProbleme } from '#contract/values.ts';

const PARIS = 'Europe/Paris';

/** « 14:05 » today, « le 22 novembre à 14:05 » on another day. */
export function parisTime(instant: string, now: Temporal.Instant): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(PARIS);
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' });
  if (at.toPlainDate().equals(now.toZonedDateTimeISO(PARIS).toPlainDate())) return time;
  return `le ${formatLongDayMonth(at.toPlainDate().toString())} à ${time}`;
}

/** Hour of Paris, `14:05`; with the day when it is not the same one. */
export function shortHour(at: string, now: Temporal.Instant): string {
  const there = Temporal.Instant.from(at).toZonedDateTimeISO(PARIS);
  const here = now.toZonedDateTimeISO(PARIS);
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  if (there.toPlainDate().equals(here.toPlainDate())) return time;
  return `${time} le ${String(there.day).padStart(2, '0')}/${String(there.month).padStart(2, '0')}`;
}

type Telling = { mot: MotProbleme; depuis: string; prochain_essai_at: string | null; now: Temporal.Instant };

export function problemePhrase({ mot, depuis, prochain_essai_at, now }: Telling): string {
  const since = parisTime(depuis, now);
  switch (mot) {
    case 'unavailable': {
      const next = prochain_essai_at ? `, nouvel essai ${withA(parisTime(prochain_essai_at, now))}` : '';
      return `L’ERP ne répond pas depuis ${since}${next}.`;
    }
    case 'denied':
      return `L’ERP refuse la clé depuis ${since} : elle est inconnue ou révoquée. Copiez-en une nouvelle chez lui, puis choisissez « Reconnecter ».`;
    case 'rights':
      return `Depuis ${since}, le compte n’a plus accès aux chantiers chez l’ERP. Vérifiez là-bas la formule et les droits, puis choisissez « Reprendre ».`;
    case 'address':
      return `Depuis ${since}, le hub ne joint plus l’adresse de l’ERP : elle n’est pas publique. Si c’est voulu, l’exploitant l’ouvre par OUTBOUND_ALLOW ; choisissez ensuite « Reprendre ».`;
    case 'strange':
      return `L’ERP a répondu autre chose que prévu, depuis ${since}. Rien n’a été modifié ; le détail est dans le journal du hub.`;
    case 'busy':
      return `L’ERP demande d’attendre${prochain_essai_at ? ` jusqu’à ${parisTime(prochain_essai_at, now)}` : ''}.`;
    case 'internal':
      return `Une erreur du hub a arrêté la lecture, depuis ${since}. Le détail est dans son journal.`;
  }
}

const withA = (time: string): string => (time.startsWith('le ') ? time : `à ${time}`);
