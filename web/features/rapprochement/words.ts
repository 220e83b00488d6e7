// What the grid says in words. Pure.
import { formatWholeDay } from '#contract/dates.ts';
import type { Rapprochement, Reparation } from '#contract/rapprochement.ts';
import { VERDICTS, type Verdict } from '#contract/values.ts';
import { formatMinutes, formatNumber, formatSince, hoursSince } from '../../lib/format.ts';
import { countVerdict, SHORT_VERDICTS, VERDICT_ORDER } from '../../ui/erp/verdict/words.ts';

export type Ligne = Rapprochement['personnes'][number];
export type Cellule = Ligne['jours'][number];
export type Totaux = Rapprochement['totaux'];

/** A night was missed: what is shown may no longer hold. */
const STALE_HOURS = 26;
export const isStale = (compare_at: string, now: number): boolean => hoursSince(compare_at, now) > STALE_HOURS;

const sayAge = (compare_at: string | null, now: number): string =>
  compare_at ? `comparé ${formatSince(compare_at, now)}` : 'pas encore comparé';

/** Named one by one as long as that is a sentence. */
const NAMED = 2;

/** `284 cases égales · 1 modifiée là-bas · comparé il y a 3 min`. `now` in milliseconds. */
export function sentenceOf({ totaux, compare_at }: Pick<Rapprochement, 'totaux' | 'compare_at'>, now: number): string {
  const { egal = 0 } = totaux;
  const gaps = VERDICT_ORDER.filter(verdict => verdict !== 'egal' && (totaux[verdict] ?? 0) > 0);
  const parts = [
    ...(egal > 0 ? [countVerdict('egal', egal)] : []),
    ...(gaps.length > NAMED ? sumUp(totaux) : gaps.map(verdict => countVerdict(verdict, totaux[verdict] ?? 0))),
  ];
  return [...(parts.length > 0 ? parts : ['Rien à comparer cette semaine']), sayAge(compare_at, now)].join(' · ');
}

function sumUp({ egal: _egal, a_envoyer = 0, ...others }: Totaux): string[] {
  const look = Object.values(others).reduce((sum, count) => sum + count, 0);
  return [
    ...(look > 0 ? [`${formatNumber(look)}\u00a0à regarder`] : []),
    ...(a_envoyer > 0 ? [countVerdict('a_envoyer', a_envoyer)] : []),
  ];
}

/** What the ERP holds differs, and how much it is. */
export const differs = <T extends Pick<Cellule, 'minutes' | 'minutes_erp'>>(
  part: T,
): part is T & { minutes_erp: number } => part.minutes_erp !== null && part.minutes_erp !== part.minutes;

/** The figure of a cell: what is validated here, or what the ERP alone has. */
export function figureOf(cell: Cellule): string {
  if (cell.verdict === 'en_trop' && cell.minutes === 0 && differs(cell)) return formatMinutes(cell.minutes_erp);
  return cell.verdict !== null || cell.minutes > 0 ? formatMinutes(cell.minutes) : '';
}

/** Under it: `Modifié : 6 h`, `En trop : + 1 h`; empty where nothing needs saying. */
export function wordOf(cell: Cellule): string {
  const { verdict } = cell;
  if (verdict === null || verdict === 'egal')
    return cell.non_validees > 0 ? `${formatMinutes(cell.non_validees)} à valider` : '';
  const word = SHORT_VERDICTS[verdict];
  if (!differs(cell) || cell.minutes === 0) return word;
  if (verdict === 'modifie') return `${word} : ${formatMinutes(cell.minutes_erp)}`;
  return verdict === 'en_trop' ? `${word} : +\u00a0${formatMinutes(cell.minutes_erp - cell.minutes)}` : word;
}

/** The cell as it is read out, without its column: `Modifié là-bas : 7 h 20 ici, 6 h là-bas`. */
export function spokenCell(cell: Cellule): string {
  const { verdict, minutes, non_validees } = cell;
  const waits = non_validees > 0 ? `, ${formatMinutes(non_validees)} à valider` : '';
  if (verdict === null) return `${minutes > 0 ? `${formatMinutes(minutes)}, rien à comparer` : 'Rien'}${waits}`;
  const there = differs(cell) ? ` ici, ${formatMinutes(cell.minutes_erp)} là-bas` : '';
  return `${VERDICTS[verdict]} : ${formatMinutes(minutes)}${there}${waits}`;
}

export type Repair = {
  reparation: Reparation;
  personne: string;
  jour: string;
  erp: string;
  minutes: number;
  minutes_erp: number;
};
type Question = { title: string; consequence: string; action: string; dangerous: boolean };

/** What « Réparer » will do, asked before it does. */
export function askOf({ reparation, personne, jour, erp, minutes, minutes_erp }: Repair): Question {
  const [here, there, day] = [formatMinutes(minutes), formatMinutes(minutes_erp), `le ${formatWholeDay(jour)}`];
  switch (reparation) {
    case 'envoyer':
      return {
        title: `Renvoyer ces heures dans ${erp} ?`,
        consequence: `Le hub regarde une fois de plus dans ${erp} ; si elles n’y sont toujours pas, il y écrit les heures validées de ${personne}, ${day} : ${here} en tout.`,
        action: 'Renvoyer',
        dangerous: false,
      };
    case 'retirer':
      return {
        title: `Retirer de ${erp} ce qui est en trop ?`,
        consequence: `Les saisies en trop de ${personne}, ${day}, qui portent notre repère seront supprimées dans ${erp}. Les ${here} validées ici n’y changent pas.`,
        action: 'Retirer',
        dangerous: true,
      };
    case 'remplacer':
      return {
        title: `Remplacer ces heures dans ${erp} ?`,
        consequence: `Les ${there} de ${personne}, ${day}, seront supprimées dans ${erp} et remplacées par les ${here} validées ici. Ce qui a été changé là-bas sera perdu.`,
        action: 'Remplacer',
        dangerous: true,
      };
    case 'adopter':
      return {
        title: `Garder les horaires de ${erp} ?`,
        consequence: `Rien ne change dans ${erp} : la durée est la même (${here}), et ses horaires font foi pour ${personne}, ${day}.`,
        action: 'Garder ces horaires',
        dangerous: false,
      };
    default:
      return reparation satisfies never;
  }
}

export const REPAIR_WORDS: Record<Reparation, string> = {
  envoyer: 'Renvoyer ce qui manque',
  retirer: 'Retirer ce qui est en trop',
  remplacer: 'Remplacer par ce qui est validé',
  adopter: 'Garder les horaires de l’ERP',
};

/** Verdicts that are there, the gravest first. */
export const presentVerdicts = (totaux: Totaux): [Verdict, number][] =>
  VERDICT_ORDER.map((verdict): [Verdict, number] => [verdict, totaux[verdict] ?? 0]).filter(([, count]) => count > 0);
