import type { ChangePassword } from '#contract/session.ts';
import { findPersonne } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import { hashPassword, type PersonalFacts, passwordRefusal } from '#platform/passwords.ts';
import type { Unit } from '#platform/unit.ts';
import { type Caller, type Deps, logged } from '../deps.ts';
import { savePassword, takeCompte } from '../sql/comptes.ts';
import { deleteLiens } from '../sql/liens.ts';
import { endSessions } from '../sql/sessions.ts';
import { proveSelf } from './prove-person.ts';

/** Throws password.too_short, too_common or personal. */
export function checkPassword(password: string, about: PersonalFacts): void {
  const refusal = passwordRefusal(password, about);
  if (refusal) throw refused(refusal);
}

/** Whatever was opened or promised under the old password ends, but for the session `except`. */
export async function replacePassword(
  unit: Unit,
  personne_id: string,
  { password_hash, except }: { password_hash: string; except: string | null },
): Promise<void> {
  await savePassword(unit, personne_id, password_hash);
  await deleteLiens(unit, personne_id);
  await endSessions(unit, personne_id, except);
}

/** The present session stays open, the others end. Throws sign_in.refused (old password), password.*, too_many. */
export async function changePassword(deps: Deps, { ancien, nouveau }: ChangePassword, caller: Caller): Promise<void> {
  const { personne_id, credential_id } = caller.actor;
  if (!personne_id) throw refused('account_only');
  const proven = await proveSelf(deps, ancien, caller);
  const personne = await deps.inUnit(caller.actor, unit => findPersonne(unit, personne_id));
  checkPassword(nouveau, personne ?? {});
  const password_hash = await hashPassword(nouveau);
  await deps.inUnit(caller.actor, async unit => {
    const compte = await takeCompte(unit, personne_id);
    if (compte.password_changed_at !== proven.password_changed_at) throw refused('sign_in.refused');
    await replacePassword(unit, personne_id, { password_hash, except: credential_id });
  });
  deps.log.security('authn_password_change', { ...logged(caller, personne_id), 'hub.credential_id': credential_id });
}
