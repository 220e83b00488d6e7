import { openHook, saveReading } from '#exchange/erp-links/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { ErpHint } from '../../connectors/connector.ts';
import { workOnLinkJob } from './jobs.ts';
import type { ImportDeps } from './run.ts';
import { insertHints } from './sql/hints.ts';

export type Signal = { link_id: string; raw: Buffer; headers: Record<string, string> };

/**
 * Keeps what the ERP points at; nothing of it is believed, each object is read again. Throws hook.refused, for an unknown
 * connexion too: a stranger learns nothing.
 */
export async function receiveHints(unit: Unit, deps: ImportDeps, { link_id, raw, headers }: Signal): Promise<void> {
  const hook = await openHook(unit, deps, link_id);
  if (!hook) throw refuse(unit, deps, { link_id, why: 'no such hook' });
  const hints = readHints(unit, deps, { ...hook, link_id, raw, headers });
  if (hints.length === 0) return;
  if ((await insertHints(unit, link_id, hints)) === 0) return said(deps, link_id, 'hint told again');
  await saveReading(unit, link_id, { dernier_signal_at: unit.now.toString() });
  await unit.enqueue(workOnLinkJob, { link_id }, { once: link_id });
}

type Opened = Signal & Pick<NonNullable<Awaited<ReturnType<typeof openHook>>>, 'webhook' | 'secret'>;

function readHints(unit: Unit, deps: ImportDeps, { link_id, webhook, secret, raw, headers }: Opened): ErpHint[] {
  try {
    webhook.verify({ raw, headers, now_ms: unit.now.epochMilliseconds }, secret);
    const hints = webhook.read(raw);
    if (hints.length === 0) said(deps, link_id, 'hint of nothing that is read here');
    return hints;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (error.is.word === 'denied') throw refuse(unit, deps, { link_id, why: error.message });
    // Theirs, well signed, and of no form we know: the next reading finds what it was about.
    deps.log.warn('hint not understood', { 'event.action': 'import_hint', 'hub.link_id': link_id, error });
    return [];
  }
}

/** Well signed and without effect: whoever wonders why nothing came of it finds it. */
const said = ({ log }: ImportDeps, link_id: string, message: string): void =>
  log.info(message, { 'event.action': 'import_hint', 'hub.link_id': link_id });

/** Logged at once: the unit of a refusal is undone, and what it would say with it. */
function refuse(unit: Unit, deps: ImportDeps, { link_id, why }: { link_id: string; why: string }) {
  deps.log.security('hub_hook_refused', {
    'hub.link_id': link_id,
    'hub.reason': why,
    'event.outcome': 'failure',
    ...(unit.request ? { 'source.ip': unit.request.ip, 'http.request.id': unit.request.id } : {}),
  });
  return refused('hook.refused');
}
