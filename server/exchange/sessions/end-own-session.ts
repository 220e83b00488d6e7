import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { endSession } from './sql/sessions.ts';

/** One of the caller's own sessions, the present one or another. Throws session.not_found, also for somebody else's. */
export async function endOwnSession(unit: Unit, id: string | null): Promise<void> {
  const { personne_id } = unit.actor;
  if (!id || !personne_id || !(await endSession(unit, { id, personne_id }))) throw refused('session.not_found');
  unit.security('authn_token_revoked', { 'hub.session_id': id });
}
