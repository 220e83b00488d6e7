// What several use cases ask before they write.
import type { Personne } from '#contract/personne.ts';
import { type Constraints, checkVersion, refused } from '#platform/errors.ts';
import { isOldSignIn } from '#platform/http/access.ts';
import type { Unit } from '#platform/unit.ts';
import { gainsPower, isReachable, losesAdministrateur, type Rights } from './rules.ts';
import { listAdministrateurs, takeAdministrateursTurn, takePersonne } from './sql/personnes.ts';

export const CONSTRAINTS: Constraints = {
  personnes_email_key: 'personne.email_taken',
  personnes_telephone_key: 'personne.telephone_taken',
  personnes_matricule_key: 'personne.matricule_taken',
  personnes_dates: 'personne.dates_inverted',
};

export type Target = { id: string; version: number };

/** Locks the person that the caller read at `version`. Throws not_found, precondition.failed and personne.erased. */
export async function takeForChange(unit: Unit, { id, version }: Target): Promise<Personne> {
  // Before the row: whoever holds a person while he waits for his turn would stop whoever has the turn.
  await takeAdministrateursTurn(unit);
  const before = await takePersonne(unit, id);
  if (!before) throw refused('personne.not_found');
  checkVersion(before, version);
  if (before.effacee_at) throw refused('personne.erased');
  return before;
}

/** Throws when nobody could govern the hub any more. Call it under `takeForChange`. */
export async function checkOneRemains(
  unit: Unit,
  before: Personne,
  after: Pick<Personne, 'role' | 'active'>,
): Promise<void> {
  if (!losesAdministrateur(before, after)) return;
  const others = (await listAdministrateurs(unit)).filter(personne => personne.id !== before.id);
  if (!others.some(isReachable)) throw refused('personne.last_administrateur');
}

/**
 * A leaked key must not make an accomplice administrateur, who could then sign in and make keys of his own; nor must a token
 * that was found weeks after its owner signed in. Throws personne.rights_refused, sign_in.too_old.
 */
export function checkMayGive(unit: Unit, before: Rights | null, after: Rights): void {
  const { actor, now } = unit;
  if (!gainsPower(before, after)) return;
  if (actor.kind === 'api_key') throw refused('personne.rights_refused');
  if ((actor.kind === 'session' || actor.kind === 'jwt') && isOldSignIn(actor, now)) throw refused('sign_in.too_old');
}
