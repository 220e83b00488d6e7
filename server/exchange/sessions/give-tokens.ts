import type { TokenRequest, Tokens } from '#contract/session.ts';
import { refused } from '#platform/errors.ts';
import { ACCESS_TOKEN_LIFE_S, accessTokenKeys, hashToken, signAccessToken } from '#platform/tokens.ts';
import { ANONYMOUS, type Unit } from '#platform/unit.ts';
import { parties } from './authenticate.ts';
import { type Caller, type Deps, logged } from './deps.ts';
import { addRefreshToken, openApiSession } from './open-session.ts';
import { confirmProof, provePerson } from './passwords/prove-person.ts';
import { judgeRefresh } from './rules.ts';
import { markGraced, markUsed, takeRefreshToken } from './sql/refresh-tokens.ts';
import { endSession } from './sql/sessions.ts';

type Granted = { session_id: string; personne_id: string; refresh_token: string };

/** Throws what `provePerson` throws, or refresh.refused. */
export async function giveTokens(deps: Deps, request: TokenRequest, caller: Caller): Promise<Tokens> {
  const granted =
    request.grant === 'password'
      ? await grantByPassword(deps, request, caller)
      : await grantByRefresh(deps, request.refresh_token, caller);
  const access_token = await signAccessToken({
    key: accessTokenKeys(deps.keyring)[0]!,
    ...parties(deps),
    subject: granted.personne_id,
    session_id: granted.session_id,
    now: deps.clock(),
  });
  return {
    token_type: 'Bearer',
    access_token,
    expires_in: ACCESS_TOKEN_LIFE_S,
    refresh_token: granted.refresh_token,
  };
}

type ByPassword = Extract<TokenRequest, { grant: 'password' }>;

async function grantByPassword(deps: Deps, credentials: ByPassword, caller: Caller): Promise<Granted> {
  const proof = await provePerson(deps, credentials, caller);
  const personne_id = proof.personne.id;
  const { id, refresh_token } = await deps.inUnit(ANONYMOUS, async unit => {
    await confirmProof(unit, proof);
    return await openApiSession(unit, { personne_id, request: caller.request });
  });
  const fields = { ...logged(caller, personne_id), 'hub.credential_id': id };
  deps.log.security('authn_login_success', { ...fields, 'event.outcome': 'success' });
  deps.log.security('authn_token_created', fields);
  return { session_id: id, personne_id, refresh_token };
}

const REFRESH_SHAPE = /^hbr_[0-9A-Za-z]{43}$/;

async function grantByRefresh(deps: Deps, refresh_token: string, caller: Caller): Promise<Granted> {
  if (!REFRESH_SHAPE.test(refresh_token)) throw refused('refresh.refused');
  // What a stolen token ends must be committed, so the refusal comes after the unit.
  const outcome = await deps.inUnit(ANONYMOUS, unit => renew(unit, hashToken(refresh_token)));
  if (!outcome) throw refused('refresh.refused');
  const fields = { ...logged(caller, outcome.personne_id), 'hub.credential_id': outcome.session_id };
  if (!('refresh_token' in outcome)) {
    deps.log.security('authn_token_reuse', { ...fields, 'event.outcome': 'failure' });
    throw refused('refresh.refused');
  }
  deps.log.security('session_renewed', fields);
  return outcome;
}

type Stolen = Omit<Granted, 'refresh_token'>;

/** Null: no such token of an open session. Without a refresh token: it was used before, and its session is now over. */
async function renew(unit: Unit, secret_hash: Buffer): Promise<Granted | Stolen | null> {
  const token = await takeRefreshToken(unit, secret_hash);
  if (!token) return null;
  const { session_id, personne_id, expires_at } = token;
  const judgement = judgeRefresh(token, unit.now);
  if (judgement === 'reuse') {
    await endSession(unit, { id: session_id, personne_id });
    return { session_id, personne_id };
  }
  if (judgement === 'repeat') await markGraced(unit, secret_hash);
  else await markUsed(unit, session_id);
  return { session_id, personne_id, refresh_token: await addRefreshToken(unit, session_id, expires_at) };
}
