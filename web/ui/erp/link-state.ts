// How a connexion ERP fares, in one state, one word and one sentence. Pure.
import type { ErpLink } from '#contract/erp-link.ts';
import { ETATS_LINK, MOTS_PROBLEME } from '#contract/values.ts';
import { formatClock, formatCount, formatSince } from '../../lib/format.ts';
import type { State } from '../state-mark.tsx';

export type LinkState = { state: State; word: string; sentence: string };

/** An ERP that is away for an hour is no passing trouble: somebody should look. */
const LONG_MS = 3_600_000;

const isLater = (iso: string | null, now: number): iso is string => iso !== null && Date.parse(iso) > now;

/** `L’ERP ne répond pas depuis 14:05, nouvel essai à 14:20`; null when it answers. `now` in milliseconds. */
export function silenceOf(link: ErpLink, now: number, who = 'L’ERP'): string | null {
  if (!link.indisponible_depuis) return null;
  const next = isLater(link.prochain_essai_at, now)
    ? `, nouvel essai à ${formatClock(link.prochain_essai_at, now)}`
    : ', nouvel essai en cours';
  return `${who} ne répond pas depuis ${formatClock(link.indisponible_depuis, now)}${next}`;
}

function stopped(link: ErpLink): LinkState | null {
  const word = ETATS_LINK[link.etat];
  switch (link.etat) {
    case 'active':
      return null;
    case 'en_pause':
      return { state: 'gris', word, sentence: 'En pause : rien n’est lu jusqu’à la reprise' };
    case 'a_reconnecter':
      return { state: 'rouge', word, sentence: 'L’ERP refuse cet accès : donnez une nouvelle clé' };
    case 'a_verifier':
      return { state: 'rouge', word, sentence: 'Il manque un droit chez l’ERP : rien n’est lu' };
    default:
      return link.etat satisfies never;
  }
}

function troubled(link: ErpLink, now: number): LinkState | null {
  const silence = silenceOf(link, now);
  if (silence && link.indisponible_depuis) {
    const state = now - Date.parse(link.indisponible_depuis) > LONG_MS ? 'rouge' : 'ambre';
    return { state, word: 'Ne répond pas', sentence: silence };
  }
  if (isLater(link.pause_jusqua, now))
    return {
      state: 'ambre',
      word: 'En attente',
      sentence: `L’ERP demande d’attendre : en pause jusqu’à ${formatClock(link.pause_jusqua, now)}`,
    };
  if (link.probleme && link.probleme.mot !== 'unavailable' && link.probleme.mot !== 'busy')
    return { state: 'rouge', word: 'À traiter', sentence: MOTS_PROBLEME[link.probleme.mot] };
  return null;
}

/** What a person still has to look at, in words; empty when nothing. */
export function leftToDo({ compteurs }: Pick<ErpLink, 'compteurs'>): string[] {
  const { a_relier, mis_de_cote } = compteurs;
  return [
    ...(a_relier > 0 ? [formatCount(a_relier, 'valeur à relier', 'valeurs à relier')] : []),
    ...(mis_de_cote > 0 ? [formatCount(mis_de_cote, 'fiche mise de côté', 'fiches mises de côté')] : []),
  ];
}

/** `now` in milliseconds. */
export function stateOfLink(link: ErpLink, now: number): LinkState {
  const bad = stopped(link) ?? troubled(link, now);
  if (bad) return bad;
  if (!link.premier_import_at)
    return link.import_en_cours
      ? { state: 'gris', word: 'Mise en route', sentence: 'Lecture en cours' }
      : { state: 'gris', word: 'Mise en route', sentence: 'Le premier import reste à faire' };
  const age = link.derniere_reussite_at ? `À jour ${formatSince(link.derniere_reussite_at, now)}` : 'Connectée';
  const left = leftToDo(link);
  return left.length > 0
    ? { state: 'ambre', word: 'À surveiller', sentence: [age, ...left].join(' · ') }
    : { state: 'vert', word: 'À jour', sentence: age };
}

/** Whether somebody should look: the ERP is away, refuses, or answers what cannot be read. A pause, asked or chosen, is none. */
export function isTroubled(link: ErpLink): boolean {
  if (link.etat !== 'active') return link.etat !== 'en_pause';
  return link.probleme !== null && link.probleme.mot !== 'busy';
}

/** `Costructor (simulateur)`: whoever is spoken to is named for what he is. */
export const spokenName = ({ nom, simulateur }: { nom: string; simulateur: boolean }): string =>
  simulateur ? `${nom} (simulateur)` : nom;
