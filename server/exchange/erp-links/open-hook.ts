import type { Unit } from '#platform/unit.ts';
import type { AnyConnector } from '../../connectors/connector.ts';
import type { LinkDeps, LinkRow } from './link-row.ts';
import { openLink } from './open-session.ts';
import { findErpLink } from './sql.ts';

export type Hook = { link: LinkRow; webhook: NonNullable<AnyConnector['webhook']>; secret: string };

/** How signals of a connexion are verified; null when it is unknown, retired, or no secret was given for it. */
export async function openHook(
  unit: Unit,
  deps: Pick<LinkDeps, 'connectors' | 'keyring'>,
  link_id: string,
): Promise<Hook | null> {
  if (!(await findErpLink(unit, link_id))) return null;
  const { link, connector, credentials } = await openLink(unit, deps, link_id);
  const secret = connector.webhook?.secretOf(credentials as never);
  return connector.webhook && secret ? { link, webhook: connector.webhook, secret } : null;
}
