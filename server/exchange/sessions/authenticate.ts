// The ways to read a session's credential; whether it is good is told by the same statement as the data (settled.md 19).
import { z } from 'zod';
import type { ReadCredential } from '#platform/http/access.ts';
import { accessTokenKeys, hashToken, verifyAccessToken } from '#platform/tokens.ts';
import type { Deps } from './deps.ts';
import { COOKIE_NAME, isSessionToken } from './session-cookie.ts';
import { selectByCookie, selectByToken } from './sql/sessions.ts';

const Id = z.uuid();

/** The hub signs for itself: who issues is who reads. */
export const parties = ({ public_url }: { public_url: string }) => ({
  issuer: public_url,
  audience: `${public_url}/api`,
});

type Schemes = { cookie_name: string; cookie: ReadCredential; jwt: ReadCredential };

/** `cookie` reads the browser's opaque token, `jwt` an access token (`eyJ…`). A wrong shape costs no statement. */
export function schemes({ keyring, public_url }: Pick<Deps, 'keyring' | 'public_url'>): Schemes {
  const trusted = { keys: accessTokenKeys(keyring), ...parties({ public_url }) };
  return {
    cookie_name: COOKIE_NAME,
    cookie: async secret => {
      if (!isSessionToken(secret)) return null;
      return { kind: 'session', name: hashToken(secret).toString('base64'), acteur: selectByCookie };
    },
    jwt: async (secret, now) => {
      const token = await verifyAccessToken(secret, { ...trusted, now });
      if (!token) return null;
      const { session_id, subject: personne_id } = token;
      // Signed by us and yet no id of ours: a 401 like any other, not an error of the database.
      if (!Id.safeParse(session_id).success || !Id.safeParse(personne_id).success) return null;
      return { kind: 'jwt', name: `${session_id} ${personne_id}`, acteur: selectByToken };
    },
  };
}
