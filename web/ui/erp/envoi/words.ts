// Where a run and a line of it stand, in one state and its words. Pure.

import { bornesDe, semaineDe } from '#contract/calendrier.ts';
import { formatDay, formatMonth, formatSpan, formatWeek } from '#contract/dates.ts';
import type { Envoi, LigneEnvoi, ListLignesEnvoi } from '#contract/export.ts';
import {
  ETATS_LIGNE_ENVOI,
  ETATS_RETRAIT,
  type EtatLigneEnvoi,
  type EtatRetrait,
  MOTS_PROBLEME,
  STATUTS_RUN,
} from '#contract/values.ts';
import { isOpen } from '../../../lib/envois.ts';
import { formatClock, formatCount, formatMinutes, formatNumber } from '../../../lib/format.ts';
import type { State } from '../../state-mark.tsx';
import { spokenName } from '../link-state.ts';
import type { RunPart } from '../run-bar.tsx';

/** `Semaine 47 (16–22 nov.)`, `novembre 2026`, `26 nov. 2026`, `3–20 nov.` */
export function sayPeriod({ du, au }: { du: string; au: string }): string {
  if (du === au) return formatDay(du);
  const [semaine, mois] = [semaineDe(du), du.slice(0, 7)];
  const { debut, fin } = bornesDe(mois);
  if (du === debut && au === fin) return formatMonth(mois);
  const isWeek = Date.parse(au) - Date.parse(du) === 6 * 86_400_000 && semaineDe(au) === semaine;
  return isWeek ? formatWeek(semaine) : formatSpan(du, au);
}

const STATES: Record<Envoi['statut'], State> = {
  waiting: 'gris',
  running: 'gris',
  paused: 'gris',
  parked: 'rouge',
  cancelled: 'gris',
  succeeded: 'vert',
  partial: 'ambre',
  failed: 'rouge',
};

export function stateOfEnvoi(envoi: Pick<Envoi, 'statut' | 'probleme' | 'pause_jusqua'>): {
  state: State;
  word: string;
} {
  const held = envoi.statut === 'waiting' && (envoi.probleme !== null || envoi.pause_jusqua !== null);
  return { state: held ? 'ambre' : STATES[envoi.statut], word: STATUTS_RUN[envoi.statut] };
}

/** What keeps it from going on, or made it fail; null when nothing does. `now` in milliseconds. */
export function troubleOfEnvoi(
  envoi: Pick<Envoi, 'statut' | 'probleme' | 'pause_jusqua'>,
  now: number,
): { state: State; title: string; phrase: string } | null {
  const { statut, probleme, pause_jusqua } = envoi;
  const waits = pause_jusqua !== null && Date.parse(pause_jusqua) > now && isOpen(envoi) && statut !== 'paused';
  if (waits && (!probleme || probleme.mot === 'busy'))
    return {
      state: 'ambre',
      title: `En pause jusqu’à ${formatClock(pause_jusqua, now)}`,
      phrase: 'L’ERP a demandé d’attendre. L’envoi reprend tout seul à cette heure, là où il en est.',
    };
  if (!probleme || statut === 'succeeded' || statut === 'cancelled') return null;
  const state = statut === 'failed' || statut === 'parked' ? 'rouge' : 'ambre';
  return { state, title: MOTS_PROBLEME[probleme.mot], phrase: probleme.phrase };
}

/** What a part of the bar filters the lines by: as the run counts them. */
export const PARTS_ENVOI = {
  sent: { etat: 'sent' },
  removed: { retrait: 'removed' },
  unmapped: { etat: 'unmapped', ignoree: 'non' },
  doubtful: { etat: 'doubtful' },
  refused: { etat: 'refused', ignoree: 'non' },
  ignored: { ignoree: 'oui' },
  to_send: { etat: 'to_send' },
} as const satisfies Record<string, Partial<ListLignesEnvoi>>;
export type PartChoice = keyof typeof PARTS_ENVOI;

/** What is neither there nor said why: still to be sent, or to be taken back. */
export function leftOf({ compte }: Pick<Envoi, 'compte'>): number {
  const { lignes, sent, removed, doubtful, refused, unmapped, ignored } = compte;
  return Math.max(0, lignes - sent - removed - doubtful - refused - unmapped - ignored);
}

/** The parts of the bar in order; those at nought are left out, but for what is sent. */
export function partsOf(envoi: Pick<Envoi, 'compte' | 'statut'>): RunPart<PartChoice>[] {
  const { compte } = envoi;
  const parts: RunPart<PartChoice>[] = [
    { key: 'sent', name: 'Dans l’ERP', count: compte.sent, choice: 'sent' },
    { key: 'removed', name: 'Retirées de l’ERP', count: compte.removed, choice: 'removed' },
    { key: 'unmapped', name: 'À relier', count: compte.unmapped, choice: 'unmapped' },
    { key: 'doubtful', name: 'En doute', count: compte.doubtful, choice: 'doubtful' },
    { key: 'refused', name: 'Refusées', count: compte.refused, choice: 'refused' },
    { key: 'ignored', name: 'Ignorées', count: compte.ignored, choice: 'ignored' },
    {
      key: 'to_send',
      name: isOpen(envoi) ? 'Restent à envoyer' : 'Pas parties',
      count: leftOf(envoi),
      choice: 'to_send',
    },
  ];
  return parts.filter(({ key, count }) => key === 'sent' || count > 0);
}

/** What was settled, one way or the other: a line in doubt is not. */
export const doneOf = ({ compte }: Pick<Envoi, 'compte'>): number =>
  compte.lignes - leftOf({ compte }) - compte.doubtful;

/** The same, from 0 to 1. */
export const progressOf = (envoi: Pick<Envoi, 'compte'>): number =>
  envoi.compte.lignes === 0 ? 0 : doneOf(envoi) / envoi.compte.lignes;

/** One sentence of what a run did. */
/** Without a line: that nothing new was due says nothing of what was refused before, or is not validated. */
const NOTHING: Partial<Record<Envoi['statut'], string>> = {
  succeeded: 'Rien de nouveau à envoyer.',
  partial: 'Rien de nouveau à envoyer.',
  failed: 'Rien n’est parti.',
  cancelled: 'Rien n’est parti.',
};

export function sumUp({ compte, statut }: Pick<Envoi, 'compte' | 'statut'>): string {
  if (compte.lignes === 0) return NOTHING[statut] ?? 'Le hub prépare les lignes à envoyer.';
  // While it goes on, a doubt is for the hub to settle, and for nobody to look at.
  const watched = isOpen({ statut }) ? compte.doubtful : 0;
  const look = compte.refused + compte.unmapped + compte.doubtful - watched;
  const parts = [
    `${formatCount(compte.sent, 'ligne', 'lignes')} dans l’ERP (${formatMinutes(compte.minutes)})`,
    ...(compte.rattrapage > 0 ? [`dont ${formatNumber(compte.rattrapage)} de rattrapage`] : []),
    ...(compte.removed > 0 ? [formatCount(compte.removed, 'ligne retirée', 'lignes retirées')] : []),
    ...(watched > 0 ? [`${formatCount(watched, 'ligne en doute', 'lignes en doute')} que le hub vérifie`] : []),
    ...(look > 0 ? [formatCount(look, 'ligne à regarder', 'lignes à regarder')] : []),
  ];
  const who = formatCount(compte.personnes, 'personne', 'personnes');
  return `${who}, ${formatCount(compte.jours, 'journée', 'journées')} : ${parts.join(', ')}.`;
}

const QUARTERS = 4;

/** Read out by a screen reader: the quarters of the way and the ends, never each line. */
export function announceEnvoi(envoi: Envoi, now: number): string {
  const what = `Envoi à ${spokenName({ nom: envoi.link_nom, simulateur: envoi.simulateur })}`;
  if (!isOpen(envoi)) return `${what} : ${STATUTS_RUN[envoi.statut].toLowerCase()}. ${sumUp(envoi)}`;
  const trouble = troubleOfEnvoi(envoi, now);
  if (trouble) return `${what} : ${trouble.title}.`;
  if (envoi.statut !== 'running') return `${what} : ${STATUTS_RUN[envoi.statut].toLowerCase()}.`;
  const quarter = Math.floor(progressOf(envoi) * QUARTERS) / QUARTERS;
  return `${what} : ${formatNumber(quarter * 100)}\u00a0% faits.`;
}

const LINE_STATES: Record<EtatLigneEnvoi, State> = {
  unmapped: 'ambre',
  to_send: 'gris',
  sending: 'gris',
  sent: 'vert',
  doubtful: 'ambre',
  refused: 'rouge',
  superseded: 'gris',
};
const RETRAIT_STATES: Record<EtatRetrait, State> = {
  to_remove: 'gris',
  removing: 'gris',
  doubtful: 'ambre',
  removed: 'gris',
  refused: 'rouge',
};

type LineState = { etat: EtatLigneEnvoi; retrait: EtatRetrait | null };
export const stateOfGeste = ({ etat, retrait }: LineState): { state: State; word: string } =>
  retrait
    ? { state: RETRAIT_STATES[retrait], word: ETATS_RETRAIT[retrait] }
    : { state: LINE_STATES[etat], word: ETATS_LIGNE_ENVOI[etat] };

export const stateOfLigne = (ligne: LineState & Pick<LigneEnvoi, 'ignoree'>): { state: State; word: string } =>
  ligne.ignoree ? { state: 'gris', word: 'Ignorée' } : stateOfGeste(ligne);

/** What an answer that was lost means for whoever looks; null when nothing is in doubt. */
export function doubtOf({ etat, retrait, ignoree }: LineState & Pick<LigneEnvoi, 'ignoree'>): {
  title: string;
  phrase: string;
} | null {
  if (ignoree || (etat !== 'doubtful' && retrait !== 'doubtful')) return null;
  const maybe =
    retrait === 'doubtful'
      ? 'Ces heures n’y sont peut-être déjà plus. Le hub les y retire de nouveau, ce qui ne peut rien ôter d’autre'
      : 'Ces heures y sont peut-être déjà. Le hub les y cherche avant de renvoyer quoi que ce soit : elles n’y seront pas deux fois';
  return { title: 'La réponse de l’ERP s’est perdue', phrase: `${maybe}, et vous n’avez rien à faire.` };
}

/** `08:00–12:00`; empty when the ERP takes durations alone. */
export const sayTimes = ({ debut, fin }: Pick<LigneEnvoi, 'debut' | 'fin'>): string =>
  debut && fin ? `${debut}–${fin}` : '';

/** What it takes the place of: `avant : 7 h (08:00–15:00)`; empty for a first line. */
export function sayBefore({ remplace }: Pick<LigneEnvoi, 'remplace'>): string {
  if (!remplace) return '';
  const times = sayTimes(remplace);
  return `avant : ${formatMinutes(remplace.minutes)}${times ? ` (${times})` : ''}`;
}

/** What the ERP has no way to write down does not leave again unchanged; what was ignored may. */
export const canRetry = ({ etat, raison }: LigneEnvoi): boolean =>
  etat === 'refused' && raison?.code !== 'irrepresentable' && raison?.code !== 'periode_cloturee';
export const canIgnore = ({ etat, ignoree }: LigneEnvoi): boolean =>
  (etat === 'refused' || etat === 'unmapped') && ignoree === null;
