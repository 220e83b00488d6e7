import { Temporal } from 'temporal-polyfill';
import { ajouterJours, lundiAvant } from '#contract/calendrier.ts';
import type { CelluleRapprochement } from '#contract/rapprochement.ts';
import { RAISONS_LIGNE, type RaisonLigne, type Verdict } from '#contract/values.ts';

const ZONE = 'Europe/Paris';
/** `HC-` and the number of the line in base 36; seven digits of it stay below 2^53. */
const MARQUE = /^HC-([0-9A-Z]{1,10})$/;

/** The ledger's number behind a mark; null when it is none of ours. */
export function numeroDe(marque: string | null): number | null {
  const found = MARQUE.exec(marque ?? '')?.[1];
  return found === undefined ? null : Number.parseInt(found, 36);
}

/** The night, at this hour of Paris, everything of the last weeks is compared. */
export const NIGHT = '02:30';
export const WEEKS = 5;

/** Due once after the last night's hour, whenever the hub is there for it. */
export function isNightDue(last_at: string | null, now: Temporal.Instant): boolean {
  const here = now.toZonedDateTimeISO(ZONE);
  const tonight = here.toPlainDate().toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(NIGHT) });
  const due = Temporal.ZonedDateTime.compare(tonight, here) <= 0 ? tonight : tonight.subtract({ days: 1 });
  return last_at === null || Temporal.Instant.compare(Temporal.Instant.from(last_at), due.toInstant()) < 0;
}

/** From the Monday four weeks before this week's, to today. */
export function lastWeeks(now: Temporal.Instant): { du: string; au: string } {
  const au = now.toZonedDateTimeISO(ZONE).toPlainDate().toString();
  return { du: ajouterJours(lundiAvant(au), -7 * (WEEKS - 1)), au };
}

/** Tries in a row while the ERP is silent: 30 s, a minute, two… half an hour at most; then the night after, or a person. */
export const MAX_ESSAIS = 8;
export const waitOf = (essais: number): number => Math.min(30 * 2 ** essais, 1800);

export type CelluleLue = Omit<CelluleRapprochement, 'explication'> & {
  erp: string;
  compare: boolean;
  /** Why a line does not leave, in the words of whoever refused it. */
  raison: string | null;
  /** Entries of the last reading that the hub could not read. */
  illisibles: number;
  /** Minutes still to be carried over. */
  regularisation: { minutes: number; raison: RaisonLigne } | null;
};

type Said = Pick<CelluleLue, 'erp' | 'raison' | 'reparation' | 'regularisation'> & { unread: number };
const because = ({ regularisation }: Said): string => RAISONS_LIGNE[regularisation?.raison ?? 'autre'];
/** `+ 20 min`, `− 1 h 05`, with non-breaking spaces. */
function signed(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const time =
    hours === 0 ? `${rest}\u00a0min` : `${hours}\u00a0h${rest ? `\u00a0${String(rest).padStart(2, '0')}` : ''}`;
  return `${minutes < 0 ? '−' : '+'}\u00a0${time}`;
}

/** What happened, and what to do. */
const SENTENCES: Record<Verdict, (said: Said) => string> = {
  egal: ({ erp }) => `Ce qui est validé ici est dans ${erp}, à la minute près.`,
  a_envoyer: () => 'Ces heures partiront avec le prochain envoi, ou tout de suite par « Envoyer maintenant ».',
  a_relier: ({ erp }) => `Cette personne n’est pas reliée à ${erp} : reliez-la, ses heures partiront d’elles-mêmes.`,
  en_doute: ({ erp, unread }) =>
    unread > 0
      ? `Ces heures sont parties, mais le hub n’a pas su lire ${unread > 1 ? `${unread} saisies` : 'une saisie'} de ${erp} : rien n’est renvoyé tant qu’il ne sait pas si elles y sont.`
      : `${erp} n’a pas dit s’il a pris ces heures : le hub regarde là-bas avant de renvoyer quoi que ce soit.`,
  refuse: ({ erp, raison }) =>
    raison ?? `${erp} refuse ces heures : corrigez-les, relancez-les ou ignorez-les avec une note.`,
  manquant: ({ erp }) =>
    `Ces heures étaient dans ${erp} et n’y sont plus : quelqu’un les y a sans doute supprimées. « Réparer » regarde une fois de plus, puis les renvoie.`,
  en_trop: ({ erp, reparation }) =>
    reparation === 'retirer'
      ? `Une saisie de trop porte notre repère dans ${erp} : « Réparer » la retire.`
      : `Des heures ont été saisies dans ${erp} sans passer par le hub : il n’y touche jamais. Voyez là-bas si elles font double emploi.`,
  modifie: ({ erp, reparation }) =>
    reparation === 'adopter'
      ? `Les horaires ont été changés dans ${erp}, pour le même nombre de minutes : « Réparer » les laisse comme ils y sont.`
      : `Ces heures ont été changées dans ${erp} : « Réparer » les y remplace par celles qui sont validées ici. Si la semaine y est verrouillée ou le mois de paie clôturé, l’écart devient une régularisation.`,
  regularise: said =>
    `${because(said)} : l’écart (${signed(said.regularisation?.minutes ?? 0)}) n’y sera plus corrigé, il attend d’être reporté en régularisation.`,
  reporte: said => `${because(said)} : l’écart a été reporté en régularisation, il ne reste rien à faire.`,
};

export function shapeCellule(lue: CelluleLue): CelluleRapprochement {
  const { erp, compare, raison, illisibles, regularisation, ...cellule } = lue;
  const { verdict, reparation } = cellule;
  // A doubt of an envoi is none of the reading.
  const unread = cellule.ici.some(({ etat }) => etat === 'doubtful') ? 0 : illisibles;
  const sentence = verdict
    ? SENTENCES[verdict]({ erp, raison, reparation, regularisation, unread })
    : 'Rien à comparer ce jour : rien de validé ni d’envoyé.';
  const later = ` Le hub le tient de l’envoi ; la prochaine comparaison le vérifiera.`;
  return { ...cellule, explication: `${sentence}${verdict === 'egal' && !compare ? later : ''}`.slice(0, 500) };
}
