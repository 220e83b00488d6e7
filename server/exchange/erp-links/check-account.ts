// Before anything is saved: the form against the connector's own schema, then the account against the ERP itself.
import type { ErrorCode } from '#contract/errors.ts';
import { AppError, type FieldError, refused } from '#platform/errors.ts';
import { parsePart } from '#platform/http/parse.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { AnyConnector, Connectors, ErpAccount, Traits } from '../../connectors/connector.ts';
import type { LinkDeps } from './link-row.ts';
import { enter } from './open-session.ts';

type Fields = Record<string, unknown>;
export type Form = { connector: AnyConnector; settings: Fields; credentials: Fields };

/** Throws connector.unknown, or `invalid` naming every wrong field (`/settings/…`, `/credentials/…`). */
export function parseForm(
  connectors: Connectors,
  given: { kind: string; settings: unknown; credentials: unknown },
): Form {
  const connector = connectors.get(given.kind);
  if (!connector) throw refused('connector.unknown');
  const errors: FieldError[] = [];
  const settings = parsePart<Fields>(connector.settings, given.settings, { prefix: '/settings', errors });
  const credentials = parsePart<Fields>(connector.credentials, given.credentials, { prefix: '/credentials', errors });
  if (!settings || !credentials) throw new AppError('invalid', { errors });
  return { connector, settings, credentials };
}

/** Asks the ERP, outside of any unit. Throws erp_link.* in the caller's terms: the seven words are the engine's. */
export async function checkAccount(
  deps: Pick<LinkDeps, 'outbound' | 'clock' | 'wait' | 'inUnit'>,
  { connector, settings, credentials, observed = {} }: Form & { observed?: Partial<Traits> },
): Promise<ErpAccount> {
  try {
    return await enter(deps, connector, { settings, credentials, observed }).check();
  } catch (error) {
    throw inOurTerms(error, deps.clock().epochMilliseconds);
  }
}

/** What cannot be read is no connexion worth having. */
export async function checkReadable(...asked: Parameters<typeof checkAccount>): Promise<ErpAccount> {
  const account = await checkAccount(...asked);
  if (!account.chantiers) throw refused('erp_link.rights');
  return account;
}

export const isSimulator = ({ connector, settings }: Pick<Form, 'connector' | 'settings'>): boolean =>
  !connector.isOfficial(settings as never);

export const acceptsSignals = ({ connector, credentials }: Pick<Form, 'connector' | 'credentials'>): boolean =>
  Boolean(connector.webhook?.secretOf(credentials as never));

/** Every error that asking the ERP may give, for the routes that do. */
export const ASKING_ERRORS = [
  'connector.unknown',
  'erp_link.denied',
  'erp_link.rights',
  'erp_link.unavailable',
  'erp_link.busy',
  'erp_link.strange',
  'erp_link.address_refused',
] as const satisfies ErrorCode[];

const REFUSALS = {
  credentials: 'erp_link.denied',
  rights: 'erp_link.rights',
  address: 'erp_link.address_refused',
} as const;

function inOurTerms(error: unknown, now_ms: number): unknown {
  if (!(error instanceof UpstreamError)) return error;
  const { is } = error;
  switch (is.word) {
    case 'denied':
      return new AppError(REFUSALS[is.why], { cause: error });
    case 'unavailable':
    case 'doubtful':
      return new AppError('erp_link.unavailable', { cause: error });
    case 'busy': {
      const retry_after_s = Math.max(1, Math.ceil((Date.parse(is.retry_at) - now_ms) / 1000));
      return new AppError('erp_link.busy', { cause: error, retry_after_s });
    }
    case 'strange':
    case 'refused':
    case 'address_gone':
      return new AppError('erp_link.strange', { cause: error });
  }
}
