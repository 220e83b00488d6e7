// One account of an ERP is connected once: read twice, each of its chantiers would be made twice.
import { createHmac } from 'node:crypto';
import { refused } from '#platform/errors.ts';
import { deriveKey, type Keyring } from '#platform/secrets.ts';
import type { Unit } from '#platform/unit.ts';
import type { Form } from './check-account.ts';
import { findByEmpreinte } from './sql.ts';

const inOrder = (fields: Record<string, unknown>) => Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Names an account without telling its credentials, under this key of the keyring. */
export function empreinteOf(keyring: Keyring, { connector, settings, credentials }: Form, key_id = keyring.current) {
  const { kind, webhook } = connector;
  // The secret of signals comes and goes: it says nothing of whose account it is.
  const account = Object.entries(credentials).filter(([name, value]) => !webhook?.secretOf({ [name]: value } as never));
  const named = JSON.stringify([kind, inOrder(settings), inOrder(Object.fromEntries(account))]);
  return createHmac('sha256', deriveKey(keyring, 'erp_links.empreinte', key_id))
    .update(named)
    .digest('hex');
}

type Asked = { form: Form; id: string };

/** In the turn that `takeTurn` gives. Throws erp_link.already_connected, naming the connexion that has this account. */
export async function refuseSameAccount(unit: Unit, keyring: Keyring, { form, id }: Asked): Promise<void> {
  const same = await findByEmpreinte(
    unit,
    id,
    keyring.ids.map(key_id => empreinteOf(keyring, form, key_id)),
  );
  if (same) throw refused('erp_link.already_connected', { link_id: same.id, nom: same.nom });
}
