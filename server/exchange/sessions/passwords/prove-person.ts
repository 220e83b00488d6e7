// Password, and code where one is set: the same story for the browser, the API and whoever changes his own password.
import type { Personne } from '#contract/personne.ts';
import { contactOf, findByIdentifiant } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import { hashPassword, needsRehash, verifyPassword } from '#platform/passwords.ts';
import { ANONYMOUS, SYSTEM, type Unit } from '#platform/unit.ts';
import { type Caller, type Deps, logged } from '../deps.ts';
import { type Compte, findCompte, saveRehash, takeCompte } from '../sql/comptes.ts';
import { acceptCode } from '../totp/accept-code.ts';
import { countTry, type Try } from './limit-tries.ts';

type Credentials = { identifiant: string; mot_de_passe: string; code_totp?: string | undefined };
/** What was true when the password was checked; `openProven` holds it against what is true when the session opens. */
export type Proof = { personne: Personne; password_changed_at: string | null; rehashed: string | null };

/** Nobody's id: unknown people cost the same statements as known ones. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Throws sign_in.refused, in the same time and words for an unknown person, a wrong password, a deactivated person and one
 * without a password; sign_in.totp_required and totp_refused once the password is right; too_many; unavailable.
 */
export async function provePerson(deps: Deps, credentials: Credentials, caller: Caller): Promise<Proof> {
  const { identifiant, mot_de_passe, code_totp } = credentials;
  const { personne, compte } = await deps.inUnit(ANONYMOUS, async unit => {
    const found = await findByIdentifiant(unit, identifiant);
    return { personne: found, compte: await findCompte(unit, found?.id ?? NOBODY) };
  });
  const attempt = await countTry(deps, personne?.id ?? contactOf(identifiant) ?? identifiant, caller);
  const hash = personne?.active ? (compte?.password_hash ?? null) : null;
  const matches = await judge(attempt, hash, mot_de_passe);
  if (!matches || !personne || !compte) {
    deps.log.security('authn_login_fail', { ...logged(caller, personne?.id ?? null), 'event.outcome': 'failure' });
    throw refused('sign_in.refused');
  }
  if (compte.totp_secret && code_totp === undefined) {
    await attempt.forgive();
    throw refused('sign_in.totp_required');
  }
  if (code_totp !== undefined) await checkCode(deps, { personne_id: personne.id, code: code_totp }, caller);
  await attempt.forgive();
  const { password_changed_at } = compte;
  const rehashed = compte.password_hash && needsRehash(compte.password_hash) ? await hashPassword(mot_de_passe) : null;
  return { personne, password_changed_at, rehashed };
}

/** A hub too busy to look has judged nothing. */
async function judge(attempt: Try, hash: string | null, mot_de_passe: string): Promise<boolean> {
  try {
    return await verifyPassword(hash, mot_de_passe);
  } catch (error) {
    await attempt.forgive();
    throw error;
  }
}

async function checkCode(
  deps: Deps,
  { personne_id, code }: { personne_id: string; code: string },
  caller: Caller,
): Promise<void> {
  if (await deps.inUnit(SYSTEM, unit => acceptCode(unit, deps.keyring, { personne_id, code }))) return;
  deps.log.security('authn_login_fail', { ...logged(caller, personne_id), 'event.outcome': 'failure' });
  throw refused('sign_in.totp_refused');
}

/** Of somebody already signed in, before he changes how he signs in (ASVS 7.5.3). Throws sign_in.refused and too_many. */
export async function proveSelf(deps: Deps, mot_de_passe: string, caller: Caller): Promise<Compte> {
  const personne_id = caller.actor.personne_id ?? NOBODY;
  const compte = await deps.inUnit(caller.actor, unit => findCompte(unit, personne_id));
  const attempt = await countTry(deps, personne_id, caller);
  if (!(await judge(attempt, compte?.password_hash ?? null, mot_de_passe)) || !compte) {
    deps.log.security('authn_login_fail', { ...logged(caller, personne_id), 'event.outcome': 'failure' });
    throw refused('sign_in.refused');
  }
  await attempt.forgive();
  return compte;
}

/** Locks the account, and throws sign_in.refused if its password changed since it was checked. */
export async function confirmProof(unit: Unit, { personne, password_changed_at, rehashed }: Proof): Promise<void> {
  const compte = await takeCompte(unit, personne.id);
  if (compte.password_changed_at !== password_changed_at) throw refused('sign_in.refused');
  if (rehashed) await saveRehash(unit, personne.id, rehashed);
}
