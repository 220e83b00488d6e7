// The affectations that a change names, as they stand now.
import { AppError, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { type Row, takeAffectations } from './sql/board.ts';

/** `pointer`: where the request names it. */
export type Visee = { id: string; version: number; pointer: string };

const MESSAGES = {
  'affectation.not_found': 'Affectation inconnue, retirée, ou hors de vos chantiers',
  'precondition.failed': 'Modifiée entre-temps',
  invalid: 'Affectation citée deux fois',
} as const;

/** Errors that one problem document names. */
const ERREURS_DITES = 100;

/** Throws when one is named twice, is not there, or has changed since it was read: each of them is named, and nothing is done. */
export async function takeBoard(unit: Unit, visees: readonly Visee[]): Promise<Map<string, Row>> {
  if (visees.length === 0) return new Map();
  const ids = visees.map(({ id }) => id);
  throwIf(
    'invalid',
    visees.filter(({ id }, rank) => ids.indexOf(id) !== rank),
  );
  const rows = new Map((await takeAffectations(unit, ids)).map(row => [row.id, row]));
  throwIf(
    'affectation.not_found',
    visees.filter(({ id }) => !rows.has(id)),
  );
  const stale = visees.filter(({ id, version }) => rows.get(id)!.version !== version);
  if (visees.length === 1 && stale[0]) throw refused('precondition.failed', { version: rows.get(ids[0]!)!.version });
  throwIf('precondition.failed', stale);
  return rows;
}

function throwIf(code: keyof typeof MESSAGES, wrong: readonly Visee[]): void {
  if (wrong.length === 0) return;
  const errors = wrong.slice(0, ERREURS_DITES).map(({ pointer }) => ({ pointer, code, message: MESSAGES[code] }));
  throw new AppError(code, { errors });
}
