import type { ErpLink, UpdateErpLink } from '#contract/erp-link.ts';
import { holdFields, releaseReferences } from '#domain/chantiers/index.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import type { LinkRow } from './link-row.ts';
import { factOf } from './note-health.ts';
import { erpLinkTopic } from './rules.ts';
import { saveErpLink, showErpLink, takeErpLink } from './sql.ts';

type Shown = { public_url: string };

async function take(unit: Unit, id: string): Promise<LinkRow> {
  const link = await takeErpLink(unit, id);
  if (!link) throw refused('erp_link.not_found');
  await unit.tell(erpLinkTopic(id));
  return link;
}

/** Name, rhythm, and which fields are held here. Throws erp_link.not_found, precondition.failed. */
export async function updateLink(
  unit: Unit,
  { id, version, ...change }: UpdateErpLink & { id: string; version: number },
  { public_url }: Shown,
): Promise<ErpLink> {
  const before = await take(unit, id);
  checkVersion(before, version);
  const held = change.champs_app;
  const returned = held ? before.champs_app.filter(champ => !held.includes(champ)) : [];
  if (held && (returned.length > 0 || held.some(champ => !before.champs_app.includes(champ))))
    await holdFields(unit, before.system, { held, returned });
  if (Object.keys(change).length > 0) await saveErpLink(unit, id, change);
  return await showErpLink({ ...unit, public_url }, id);
}

/** Nothing is read until a person resumes. Throws erp_link.not_ready when it waits for a person already. */
export async function pauseLink(unit: Unit, id: string, { public_url }: Shown): Promise<ErpLink> {
  const link = await take(unit, id);
  if (link.etat === 'a_reconnecter' || link.etat === 'a_verifier') throw refused('erp_link.not_ready');
  if (link.etat === 'active') await saveErpLink(unit, id, { etat: 'en_pause' });
  return await showErpLink({ ...unit, public_url }, id);
}

/** The chantiers stay and become ours again; credentials are wiped; the name is free for another connexion. */
export async function retireLink(unit: Unit, id: string): Promise<void> {
  const link = await take(unit, id);
  await saveErpLink(unit, id, { deleted_at: unit.now.toString(), credentials: '', empreinte: null });
  await releaseReferences(unit, link.system);
  await unit.publish('erp_link.disconnected', factOf(link));
  unit.security('sensitive_delete', { 'hub.link_id': id, 'hub.kind': link.kind });
}
