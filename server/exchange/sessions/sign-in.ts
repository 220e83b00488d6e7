import type { Session, SignIn } from '#contract/session.ts';
import { ANONYMOUS } from '#platform/unit.ts';
import { type Caller, type Deps, logged } from './deps.ts';
import { openBrowserSession } from './open-session.ts';
import { confirmProof, provePerson } from './passwords/prove-person.ts';
import { endSession, getSession } from './sql/sessions.ts';

export type Opened = { session: Session; token: string };

/** Opens a browser session; the one this browser held before, if any, ends. Throws what `provePerson` throws. */
export async function signIn(deps: Deps, credentials: SignIn, caller: Caller): Promise<Opened> {
  const proof = await provePerson(deps, credentials, caller);
  const { id: personne_id } = proof.personne;
  const { kind, credential_id, personne_id: before_id } = caller.actor;
  const opened = await deps.inUnit(ANONYMOUS, async unit => {
    await confirmProof(unit, proof);
    if (kind === 'session' && credential_id && before_id) {
      await endSession(unit, { id: credential_id, personne_id: before_id });
    }
    const { id, token } = await openBrowserSession(unit, { personne_id, request: caller.request });
    return { id, token, session: await getSession(unit, id, deps.demo) };
  });
  const fields = { ...logged(caller, personne_id), 'hub.credential_id': opened.id };
  deps.log.security('authn_login_success', { ...fields, 'event.outcome': 'success' });
  deps.log.security('session_created', fields);
  return opened;
}
