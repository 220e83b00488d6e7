import type { LinkDeps, OpenSession } from './link-row.ts';

/** Outside of any unit. Throws erp_link.not_found, connector.unknown. */
export async function openSession(
  _deps: LinkDeps,
  _link_id: string,
  _options: { signal?: AbortSignal } = {},
): Promise<OpenSession> {
  throw new Error('under way');
}
