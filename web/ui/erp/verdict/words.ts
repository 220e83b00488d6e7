// How each verdict of a rapprochement is shown and said. Pure.
import type { Verdict } from '#contract/values.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import type { State } from '../../state-mark.tsx';

/** What somebody must look at first. */
export const VERDICT_ORDER: readonly Verdict[] = [
  'modifie',
  'manquant',
  'en_trop',
  'refuse',
  'en_doute',
  'regularise',
  'a_relier',
  'a_envoyer',
  'reporte',
  'egal',
];

export const VERDICT_STATES: Record<Verdict, State> = {
  modifie: 'rouge',
  manquant: 'rouge',
  en_trop: 'rouge',
  refuse: 'rouge',
  en_doute: 'ambre',
  regularise: 'ambre',
  a_relier: 'ambre',
  a_envoyer: 'gris',
  reporte: 'vert',
  egal: 'vert',
};

/** Beside the figure, where there is room for one word. */
export const SHORT_VERDICTS: Record<Verdict, string> = {
  modifie: 'Modifié',
  manquant: 'Manquant',
  en_trop: 'En trop',
  refuse: 'Refusé',
  en_doute: 'En doute',
  regularise: 'À régulariser',
  a_relier: 'À relier',
  a_envoyer: 'À envoyer',
  reporte: 'Reporté',
  egal: 'Égal',
};

const COUNTED: Record<Verdict, (count: number) => string> = {
  egal: count => formatCount(count, 'case égale', 'cases égales'),
  modifie: count => formatCount(count, 'modifiée là-bas', 'modifiées là-bas'),
  manquant: count => formatCount(count, 'manquante dans l’ERP', 'manquantes dans l’ERP'),
  en_trop: count => `${formatNumber(count)}\u00a0en trop dans l’ERP`,
  refuse: count => formatCount(count, 'refusée', 'refusées'),
  en_doute: count => `${formatNumber(count)}\u00a0en doute`,
  regularise: count => `${formatNumber(count)}\u00a0à régulariser`,
  a_relier: count => `${formatNumber(count)}\u00a0à relier`,
  a_envoyer: count => `${formatNumber(count)}\u00a0à envoyer`,
  reporte: count => formatCount(count, 'reportée en régularisation', 'reportées en régularisation'),
};

/** `284 cases égales`, `1 modifiée là-bas`. */
export const countVerdict = (verdict: Verdict, count: number): string => COUNTED[verdict](count);
