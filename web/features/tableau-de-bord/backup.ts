// How old the last backup is, in words. Pure.
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { formatSince, hoursSince } from '../../lib/format.ts';
import type { State } from '../../ui/state-mark.tsx';

/** One backup a night: beyond a day and two hours, one was missed. */
const OLD_HOURS = 26;

export type BackupState = { state: State; word: string; sentence: string };
type Known = NonNullable<TableauDeBord['sauvegarde']>;

/** `now` in milliseconds. */
export function stateOfBackup(known: Known, now: number): BackupState {
  const { derniere_reussie_at: done, derniere_echouee_at: failed } = known;
  const when = (at: string) => formatSince(at, now);
  if (failed && (!done || failed > done))
    return { state: 'rouge', word: 'À traiter', sentence: `La sauvegarde a échoué ${when(failed)}` };
  if (!done) return { state: 'ambre', word: 'À surveiller', sentence: 'Aucune sauvegarde n’a encore été faite' };
  if (hoursSince(done, now) > OLD_HOURS)
    return { state: 'rouge', word: 'À traiter', sentence: `Pas de sauvegarde depuis ${when(done)}` };
  return { state: 'vert', word: 'À jour', sentence: `Dernière sauvegarde ${when(done)}` };
}
