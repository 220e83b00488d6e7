// What GitHub posts to a partner when it finds one of our secrets in a public repository. Its public keys are given by the
// operator (HUB_GITHUB_ALERT_KEYS): the hub asks nobody for them.
import { type KeyObject, verify } from 'node:crypto';
import { GithubAlerts } from '#contract/api-key.ts';
import { AppError, refused } from '#platform/errors.ts';
import type { Leak } from './report-leaked.ts';

/** By their identifier at GitHub. */
export type GithubKeys = ReadonlyMap<string, KeyObject>;
type Posted = { raw: Buffer; headers: Record<string, string> };

/** Throws unauthenticated unless GitHub signed these bytes. One posted again says nothing new: what it names is revoked already. */
export function readGithubAlerts(keys: GithubKeys, { raw, headers }: Posted): Leak[] {
  const key = keys.get(headers['github-public-key-identifier'] ?? '');
  const signature = Buffer.from(headers['github-public-key-signature'] ?? '', 'base64');
  if (!key || !verify('sha256', raw, { key, dsaEncoding: 'der' }, signature)) throw refused('unauthenticated');
  const alerts = GithubAlerts.safeParse(jsonOf(raw));
  if (!alerts.success) throw new AppError('invalid', { cause: alerts.error });
  return alerts.data.map(({ token, url }) => ({ secret: token, url }));
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return null;
  }
}
