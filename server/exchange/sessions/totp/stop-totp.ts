import { refused } from '#platform/errors.ts';
import { type Caller, type Deps, logged } from '../deps.ts';
import { proveSelf } from '../passwords/prove-person.ts';
import { removeTotp } from '../sql/comptes.ts';

/** Asks the password: an unattended screen must not take the second factor away. Throws sign_in.refused and too_many. */
export async function stopTotp(deps: Deps, mot_de_passe: string, caller: Caller): Promise<void> {
  const { personne_id } = caller.actor;
  if (!personne_id) throw refused('account_only');
  await proveSelf(deps, mot_de_passe, caller);
  await deps.inUnit(caller.actor, unit => removeTotp(unit, personne_id));
  deps.log.security('hub_totp_removed', logged(caller, personne_id));
}
