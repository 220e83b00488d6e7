import type { ConnectErpLink, ErpAccountSeen, ErpLink, TestErpLink } from '#contract/erp-link.ts';
import type { RequestFacts } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { seal } from '#platform/secrets.ts';
import type { Actor, Unit } from '#platform/unit.ts';
import type { ErpAccount } from '../../connectors/connector.ts';
import { acceptsSignals, checkAccount, checkReadable, type Form, isSimulator, parseForm } from './check-account.ts';
import type { LinkDeps } from './link-row.ts';
import { sealedFor } from './open-session.ts';
import { defaultNom, erpLinkTopic, nextSystem } from './rules.ts';
import { empreinteOf, refuseSameAccount } from './same-account.ts';
import { type Columns, insertErpLink, listSystems, showErpLink, takeTurn } from './sql.ts';

/** Who asks, for the unit that follows the outside. `once`: around what it does, where it is asked for once only. */
export type Asker = {
  actor: Actor;
  request?: RequestFacts;
  once?: (unit: Unit, work: () => Promise<ErpLink>) => Promise<ErpLink>;
};

/** Tells what the account is and may do; saves nothing. Throws as parseForm and checkAccount do. */
export async function testLink(deps: LinkDeps, asked: TestErpLink): Promise<ErpAccountSeen> {
  const form = parseForm(deps.connectors, asked);
  const { libelle, chantiers, heures } = await checkAccount(deps, form);
  return { compte: libelle, simulateur: isSimulator(form), chantiers, heures };
}

/** Asks the ERP first: an access that does not work is never saved. Throws as testLink does, erp_link.rights, and
 * erp_link.already_connected. */
export async function connectLink(deps: LinkDeps, asked: ConnectErpLink, by: Asker): Promise<ErpLink> {
  const { kind, settings, credentials, ...rhythm } = asked;
  const form = parseForm(deps.connectors, { kind, settings, credentials });
  const account = await checkReadable(deps, form);
  const once = by.once ?? ((_, work) => work());
  return await deps.inUnit(
    by.actor,
    unit => once(unit, () => addLink(unit, deps, { form, account, rhythm })),
    by.request,
  );
}

type Connected = {
  form: Form;
  account: ErpAccount;
  rhythm: Omit<ConnectErpLink, 'kind' | 'settings' | 'credentials'>;
};

async function addLink(unit: Unit, deps: LinkDeps, { form, account, rhythm }: Connected): Promise<ErpLink> {
  const { kind, nom: kind_nom, traits } = form.connector;
  const id = newId();
  await takeTurn(unit);
  await refuseSameAccount(unit, deps.keyring, { form, id });
  const system = nextSystem(kind, await listSystems(unit));
  const fact = { kind, nom: rhythm.nom ?? defaultNom(kind_nom, { kind, system }) };
  await insertErpLink(unit, {
    ...rhythm,
    ...fact,
    ...formColumns(deps, id, { form, account }),
    id,
    kind_nom,
    system,
    traits,
    created_at: unit.now.toString(),
  });
  await unit.publish('erp_link.connected', { link_id: id, simulateur: isSimulator(form), ...fact });
  unit.security('sensitive_create', { 'hub.link_id': id, 'hub.kind': kind });
  await unit.tell(erpLinkTopic(id));
  return await showErpLink({ ...unit, public_url: deps.public_url }, id);
}

/** What a form gives to the row; credentials leave it sealed. */
export const formColumns = (
  { keyring }: Pick<LinkDeps, 'keyring'>,
  id: string,
  { form, account }: Omit<Connected, 'rhythm'>,
): Columns => ({
  settings: form.settings,
  credentials: seal(keyring, JSON.stringify(form.credentials), sealedFor(id)),
  simulateur: isSimulator(form),
  empreinte: empreinteOf(keyring, form),
  signaux: acceptsSignals(form),
  compte: account.libelle,
  heures: account.heures,
});
