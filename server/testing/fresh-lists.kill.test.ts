// Issue 3/5, "never stale": one process keeps a list and serves it under load, another changes it; what is asked after the
// answer to the change shows it, and no 304 hides it.
import { afterEach, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { type Credential, call, endHubs, fleet, hammer, ready } from './fleet.ts';
import { firstSignIn, type HubProcess } from './hub-process.ts';

afterEach(endHubs);

const CHANGES = 100;
const LIST = '/api/v1/chantiers';

async function listOf(hub: HubProcess, as: Credential, etag = '""') {
  const headers = { ...as, 'if-none-match': etag } as unknown as Credential;
  const { status, headers: told, body } = await call<{ items: Chantier[] }>(hub, 'GET', LIST, { as: headers });
  return { status, etag: told.get('etag')!, names: status === 200 ? body.items.map(({ nom }) => nom) : [] };
}

test(`${CHANGES} changes made by one process are in the very next list and ETag of another, which serves it under load`, async () => {
  const { start } = await fleet();
  const [reader] = (await ready(start('server'))) as [HubProcess];
  const as = { authorization: `Bearer ${await firstSignIn(reader)}` };
  const [writer] = (await ready(start('server'))) as [HubProcess];
  const made = await call<Chantier>(writer, 'POST', LIST, { as, body: { nom: 'Avant' } });
  const load = hammer(reader, as, 3);
  await load.untilAccepted(20);
  let { version } = made.body;
  const stale: string[] = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const before = await listOf(reader, as);
    expect((await listOf(reader, as, before.etag)).status).toBe(304);
    const nom = `Nom ${n}`;
    const path = `${LIST}/${made.body.id}`;
    const changed = await call<Chantier>(writer, 'PATCH', path, { as, body: { nom }, if_match: `"${version}"` });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    version = changed.body.version;
    const after = await listOf(reader, as, before.etag);
    if (after.status !== 200 || !after.names.includes(nom)) stale.push(`${n}: ${after.status} ${after.names}`);
  }
  expect(stale).toEqual([]);
  await load.stop();
});
