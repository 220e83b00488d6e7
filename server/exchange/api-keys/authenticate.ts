import { apiKeyShape } from '#platform/api-key-format.ts';
import type { ReadCredential } from '#platform/http/access.ts';
import { hashToken } from '#platform/tokens.ts';
import { selectActeur } from './sql/acteur.ts';

/** Test keys have their own data, which does not exist yet: until then they open nothing. */
const TEST_KEY = 'hbc_test_';

/** Reads `Bearer hbc_…`. A wrong shape or checksum costs no statement. */
export const bearer = (): ReadCredential => async secret => {
  if (secret.startsWith(TEST_KEY) || !apiKeyShape(secret)) return null;
  return { kind: 'api_key', name: hashToken(secret).toString('base64'), acteur: selectActeur };
};
