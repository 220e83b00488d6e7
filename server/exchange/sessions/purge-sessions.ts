import type { Unit } from '#platform/unit.ts';
import { purgedBefore } from './rules.ts';
import { deleteOldLiens } from './sql/liens.ts';
import { deleteRefreshTokens } from './sql/refresh-tokens.ts';
import { deleteSessions } from './sql/sessions.ts';

/** Refresh tokens stay as long as their session may last: an old one that comes back must be recognised. */
export async function purgeSessions(unit: Unit): Promise<void> {
  const before = purgedBefore(unit.now).toString();
  await deleteRefreshTokens(unit, unit.now.toString());
  await deleteOldLiens(unit, before);
  await deleteSessions(unit, before);
}
