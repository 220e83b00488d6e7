// Weeks before and after a week. Pure.
import { ajouterJours, lundiDe, semaineDe } from '#contract/calendrier.ts';

/** `weeks` later; negative: before. */
export const weekAfter = (semaine: string, weeks: number): string =>
  semaineDe(ajouterJours(lundiDe(semaine), 7 * weeks));
