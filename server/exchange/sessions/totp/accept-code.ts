// Codes of RFC 6238 (30 s, 6 digits, SHA-1: what every authenticator app knows).
import { Secret, TOTP } from 'otpauth';
import { type Keyring, open } from '#platform/secrets.ts';
import type { Unit } from '#platform/unit.ts';
import { findCompte, takeTotpStep } from '../sql/comptes.ts';

const PERIOD_S = 30;
/** Phones and the hub may disagree by one step about the time. */
const WINDOW = 1;

export const sealContext = (personne_id: string): string => `comptes.totp.${personne_id}`;
export const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: 'Hub Chantier', label, secret: Secret.fromBase32(secret), period: PERIOD_S });

/** The time step this code belongs to, or null if it is not one of now. */
export function stepOf(secret: string, code: string, now: Unit['now']): number | null {
  const timestamp = now.epochMilliseconds;
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_S) + delta;
}

/** True without a second factor, or for a code of now that has not served yet. */
export async function acceptCode(
  unit: Unit,
  keyring: Keyring,
  { personne_id, code }: { personne_id: string; code: string },
): Promise<boolean> {
  const compte = await findCompte(unit, personne_id);
  if (!compte?.totp_secret) return true;
  const step = stepOf(open(keyring, compte.totp_secret, sealContext(personne_id)), code, unit.now);
  return step !== null && (await takeTotpStep(unit, personne_id, step));
}
