import type { Unit } from '#platform/unit.ts';
import type { AnyConnector } from '../../connectors/connector.ts';
import type { LinkDeps, LinkRow } from './link-row.ts';

export type Hook = { link: LinkRow; webhook: NonNullable<AnyConnector['webhook']>; secret: string };

/** How signals of a connexion are verified; null when it is unknown, retired, or no secret was given for it. */
export async function openHook(
  _unit: Unit,
  _deps: Pick<LinkDeps, 'connectors' | 'keyring'>,
  _link_id: string,
): Promise<Hook | null> {
  throw new Error('under way');
}
