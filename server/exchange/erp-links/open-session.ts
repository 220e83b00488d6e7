import { refused } from '#platform/errors.ts';
import { type Outbound, OutboundRefused } from '#platform/outbound.ts';
import { open } from '#platform/secrets.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { AnyConnector, ErpSession, Traits } from '../../connectors/connector.ts';
import type { LinkDeps, LinkRow, OpenSession } from './link-row.ts';
import { pacedFetch } from './pace/hold-pace.ts';
import { findSealed, saveErpLink } from './sql.ts';

/** Where credentials are sealed for: they open in no other row. */
export const sealedFor = (link_id: string): string => `erp_links.credentials.${link_id}`;

export type OpenedLink = {
  link: LinkRow;
  connector: AnyConnector;
  settings: Record<string, unknown>;
  credentials: Record<string, unknown>;
};

/** With its credentials in clear, never to leave this slice. Throws erp_link.not_found, connector.unknown, SecretUnreadable. */
export async function openLink(
  unit: Unit,
  { connectors, keyring }: Pick<LinkDeps, 'connectors' | 'keyring'>,
  link_id: string,
): Promise<OpenedLink> {
  const sealed = await findSealed(unit, link_id);
  if (!sealed) throw refused('erp_link.not_found');
  const { link, settings } = sealed;
  const connector = connectors.get(link.kind);
  if (!connector) throw refused('connector.unknown');
  const { traits } = connector;
  if (JSON.stringify({ ...traits, ...link.observed }) !== JSON.stringify({ ...traits, ...link.traits }))
    await saveErpLink(unit, link_id, { traits });
  const credentials = JSON.parse(open(keyring, sealed.credentials, sealedFor(link_id)));
  return { link: { ...link, traits: { ...traits, ...link.observed } }, connector, settings, credentials };
}

type Opening = { settings: unknown; credentials: unknown; observed: Partial<Traits> };

/** `beforeWrite`: asked as a call that may write is about to leave, once it has waited for its turn; what it throws, the call throws. */
type Options = { signal?: AbortSignal | undefined; beforeWrite?: (() => Promise<void>) | undefined };

/** `paced`: the connexion whose pace is kept; an account that is only tried has none. */
export function enter(
  deps: Pick<LinkDeps, 'outbound' | 'clock' | 'wait' | 'inUnit'>,
  connector: AnyConnector,
  { signal = new AbortController().signal, paced, beforeWrite, ...opening }: Opening & Options & { paced?: string },
): ErpSession {
  const now_ms = () => deps.clock().epochMilliseconds;
  const free = fetchBy(deps.outbound, beforeWrite);
  const fetch = paced === undefined ? free : pacedFetch(deps, free, { link_id: paced, signal });
  return connector.open(opening as never, { outbound: { fetch }, now_ms, wait: ms => deps.wait(ms, signal), signal });
}

/** An address that our own rule closes is a trouble of the connexion, for a person to mend. */
const fetchBy =
  (outbound: Pick<Outbound, 'fetch'>, beforeWrite?: () => Promise<void>): Outbound['fetch'] =>
  async (...call) => {
    if (call[1].method !== 'GET') await beforeWrite?.();
    try {
      return await outbound.fetch(...call);
    } catch (error) {
      throw error instanceof OutboundRefused ? new UpstreamError({ word: 'denied', why: 'address' }, error) : error;
    }
  };

/** Outside of any unit. Throws erp_link.not_found, connector.unknown, SecretUnreadable; nothing is called yet. */
export async function openSession(
  deps: LinkDeps,
  link_id: string,
  { signal, beforeWrite }: Options = {},
): Promise<OpenSession> {
  const opened = await deps.inUnit(SYSTEM, unit => openLink(unit, deps, link_id));
  const { link, connector } = opened;
  const settings = connector.settings.parse(opened.settings);
  const credentials = connector.credentials.parse(opened.credentials);
  return {
    link,
    session: enter(deps, connector, {
      ...{ settings, credentials, observed: link.observed },
      ...{ signal, beforeWrite, paced: link.id },
    }),
  };
}
