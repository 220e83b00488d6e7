import type { Personne } from '#contract/personne.ts';
import type { UseLien } from '#contract/session.ts';
import { stateIdentite } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import { hashPassword } from '#platform/passwords.ts';
import { hashToken } from '#platform/tokens.ts';
import { type Actor, ANONYMOUS } from '#platform/unit.ts';
import { type Caller, type Deps, logged } from '../deps.ts';
import { openBrowserSession } from '../open-session.ts';
import { checkPassword, replacePassword } from '../passwords/change-password.ts';
import type { Opened } from '../sign-in.ts';
import { takeCompte } from '../sql/comptes.ts';
import { takeLien } from '../sql/liens.ts';
import { getSession } from '../sql/sessions.ts';
import { openLien } from './read-lien.ts';

/** Whoever holds the link is the person: what he writes is his doing. */
const actorOf = ({ id, role }: Personne): Actor => ({ ...ANONYMOUS, kind: 'session', personne_id: id, role });
const isNameless = ({ email, telephone }: Personne): boolean => email === null && telephone === null;

/**
 * Sets the password, ends every session of the person and opens a new one. A link serves once; a refusal leaves it as it was.
 * Throws lien.refused, password.*, and for somebody without a contact yet personne.no_identifiant and personne.*_taken.
 */
export async function useLien(deps: Deps, input: UseLien, caller: Caller): Promise<Opened> {
  const { jeton, mot_de_passe, ...identite } = input;
  const { personne } = await deps.inUnit(ANONYMOUS, unit => openLien(unit, jeton));
  const stated = isNameless(personne) ? { ...personne, ...identite } : personne;
  if (isNameless(personne) && !identite.email && !identite.telephone) throw refused('personne.no_identifiant');
  checkPassword(mot_de_passe, stated);
  const password_hash = await hashPassword(mot_de_passe);
  const { id: personne_id } = personne;
  const opened = await deps.inUnit(actorOf(personne), async unit => {
    await takeCompte(unit, personne_id);
    if (!(await takeLien(unit, hashToken(jeton)))) throw refused('lien.refused');
    if (isNameless(personne)) await stateIdentite(unit, personne_id, identite);
    await replacePassword(unit, personne_id, { password_hash, except: null });
    const { id, token } = await openBrowserSession(unit, { personne_id, request: caller.request });
    return { id, token, session: await getSession(unit, id, deps.demo) };
  });
  const fields = { ...logged(caller, personne_id), 'hub.credential_id': opened.id };
  deps.log.security('authn_password_change', fields);
  deps.log.security('session_created', fields);
  return opened;
}
