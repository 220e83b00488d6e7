import { randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';
import type { z } from 'zod';
import type { TotpStart } from '#contract/session.ts';
import { findPersonne } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import { type Keyring, seal } from '#platform/secrets.ts';
import type { Unit } from '#platform/unit.ts';
import { saveTotpPending, takeCompte } from '../sql/comptes.ts';
import { sealContext, totpOf } from './accept-code.ts';

const SECRET_BYTES = 20;

/** A secret to show as a QR code; it counts from the confirmation on. Asking again gives another one. */
export async function startTotp(unit: Unit, keyring: Keyring): Promise<z.infer<typeof TotpStart>> {
  const { personne_id } = unit.actor;
  if (!personne_id) throw refused('account_only');
  const compte = await takeCompte(unit, personne_id);
  if (compte.totp_secret) throw refused('totp.already_active');
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32;
  await saveTotpPending(unit, personne_id, seal(keyring, secret, sealContext(personne_id)));
  const personne = await findPersonne(unit, personne_id);
  const label = (personne?.email ?? personne?.telephone ?? 'compte').slice(0, 80);
  return { secret, otpauth_url: totpOf(secret, label).toString() };
}
