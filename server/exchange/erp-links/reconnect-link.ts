import { isDeepStrictEqual } from 'node:util';
import type { ErpLink, ReconnectErpLink } from '#contract/erp-link.ts';
import { AppError, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { checkReadable, parseForm } from './check-account.ts';
import { type Asker, formColumns } from './connect-link.ts';
import type { LinkDeps } from './link-row.ts';
import { sayRestored } from './note-health.ts';
import { openLink } from './open-session.ts';
import { erpLinkTopic } from './rules.ts';
import { refuseSameAccount } from './same-account.ts';
import { type Columns, saveErpLink, showErpLink, takeErpLink, takeTurn } from './sql.ts';

/**
 * Checked against the ERP before they replace the old ones; a field that is not given stays what it was, since a form cannot
 * show what is sealed. But kept credentials go nowhere else than where they were given for: once a setting changes, they are
 * asked again. Throws as connectLink does, and erp_link.not_found.
 */
export async function reconnectLink(
  deps: LinkDeps,
  { id, ...asked }: ReconnectErpLink & { id: string },
  by: Asker,
): Promise<ErpLink> {
  const { link, settings, credentials } = await deps.inUnit(by.actor, unit => openLink(unit, deps, id));
  const form = parseForm(deps.connectors, {
    kind: link.kind,
    settings: { ...settings, ...asked.settings },
    credentials: { ...credentials, ...asked.credentials },
  });
  const moved = !isDeepStrictEqual(form.settings, settings);
  if (moved) refuseKept(credentials, asked.credentials);
  const account = await checkReadable(deps, { ...form, observed: moved ? {} : link.observed });
  const replace = async (unit: Unit) => {
    await takeTurn(unit);
    await refuseSameAccount(unit, deps.keyring, { form, id });
    // What was learnt at the old place says nothing of the new one.
    const learnt = moved ? { watermark: null, observed: {} } : {};
    await mend(unit, id, { ...formColumns(deps, id, { form, account }), ...learnt });
    unit.security('sensitive_update', { 'hub.link_id': id, 'hub.kind': link.kind });
    return await showErpLink({ ...unit, public_url: deps.public_url }, id);
  };
  return await deps.inUnit(by.actor, replace, by.request);
}

function refuseKept(kept: Record<string, unknown>, given: Record<string, unknown>): void {
  const missing = Object.keys(kept).filter(name => kept[name] && !(name in given));
  if (missing.length === 0) return;
  const message = 'À donner de nouveau : l’adresse ou un autre réglage change';
  const errors = missing.map(name => ({ pointer: `/credentials/${name}`, code: 'custom', message }));
  throw new AppError('invalid', { errors });
}

/**
 * Out of a pause at once; out of what only a person can mend, and out of hours it did not take, when the ERP says yes to what is kept.
 * Throws as checkAccount does, and erp_link.not_found.
 */
export async function resumeLink(deps: LinkDeps, id: string, by: Asker): Promise<ErpLink> {
  const { link, connector, settings, credentials } = await deps.inUnit(by.actor, unit => openLink(unit, deps, id));
  const broken = link.etat === 'a_reconnecter' || link.etat === 'a_verifier';
  const form = { connector, settings, credentials, observed: link.observed };
  const account = broken || link.heures === false ? await checkReadable(deps, form) : null;
  const seen = account ? { heures: account.heures } : {};
  const resume = async (unit: Unit) => {
    await (broken ? mend(unit, id, seen) : endPause(unit, id, seen));
    return await showErpLink({ ...unit, public_url: deps.public_url }, id);
  };
  return await deps.inUnit(by.actor, resume, by.request);
}

/** The ERP has just said yes: whatever was wrong is over. What was parked goes on, since it listens to `erp_link.restored`. */
async function mend(unit: Unit, id: string, columns: Columns): Promise<void> {
  const before = await takeErpLink(unit, id);
  if (!before) throw refused('erp_link.not_found');
  await saveErpLink(unit, id, {
    ...columns,
    ...(before.etat === 'en_pause' ? {} : { etat: 'active' }),
    probleme: null,
    probleme_depuis: null,
    probleme_annonce: false,
    prochain_essai_at: null,
    pas_avant: null,
  });
  await sayRestored(unit, before);
}

async function endPause(unit: Unit, id: string, seen: Columns): Promise<void> {
  const before = await takeErpLink(unit, id);
  const columns = { ...seen, ...(before?.etat === 'en_pause' ? { etat: 'active' } : {}) };
  if (Object.keys(columns).length > 0) await saveErpLink(unit, id, columns);
  await unit.tell(erpLinkTopic(id));
}
