import { refused } from '#platform/errors.ts';
import { type Keyring, open } from '#platform/secrets.ts';
import type { Unit } from '#platform/unit.ts';
import { activateTotp, takeCompte } from '../sql/comptes.ts';
import { sealContext, stepOf } from './accept-code.ts';

/** The code proves that the app holds the secret; it has then served. Throws totp.already_active, totp.not_started, sign_in.totp_refused. */
export async function confirmTotp(unit: Unit, keyring: Keyring, code: string): Promise<void> {
  const { personne_id } = unit.actor;
  if (!personne_id) throw refused('account_only');
  const { totp_secret, totp_pending } = await takeCompte(unit, personne_id);
  if (totp_secret) throw refused('totp.already_active');
  if (!totp_pending) throw refused('totp.not_started');
  const step = stepOf(open(keyring, totp_pending, sealContext(personne_id)), code, unit.now);
  if (step === null) throw refused('sign_in.totp_refused');
  await activateTotp(unit, personne_id, step);
  unit.security('hub_totp_activated');
}
