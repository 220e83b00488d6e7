// A connexion whose hours may leave, as rows: for tests where no hub serves.
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { type Keyring, seal } from '#platform/secrets.ts';
import { makeChantier } from '../make.ts';
import type { Site } from './hours.ts';

const TRAITS = { incremental: 'sorted_scan', deletions: 'sweep', write: 'create_delete', duplicates: 'none' };

type Account = { base_url: string; api_key: string };

/** To Costructor; sending is set and does not start by itself. Gives its id. */
export async function makeSendingLink(sql: Sql, keyring: Keyring, { base_url, api_key }: Account): Promise<string> {
  const link = newId();
  const sealed = seal(keyring, JSON.stringify({ api_key }), `erp_links.credentials.${link}`);
  await sql`
    insert into erp_links (id, kind, kind_nom, nom, system, simulateur, settings, credentials, traits)
    values (${link}, 'costructor', 'Costructor', 'Costructor', 'costructor', true, ${sql.json({ base_url })}, ${sealed},
      ${sql.json({ ...TRAITS, day_holds_variables: false, hours: 'slots' })})`;
  await sql`
    insert into export_reglages (link_id, actif, frequence, jour, heure, depuis, horaires_acceptes_at)
    values (${link}, false, 'hebdomadaire', 1, '06:00', '2026-01-01', now())`;
  return link;
}

/** A chantier that came from it. */
export async function makeSite(sql: Sql, external_id: string): Promise<Site> {
  const { id } = await makeChantier(sql, {});
  await sql`
    insert into chantier_references (chantier_id, system, external_id, managed) values (${id}, 'costructor', ${external_id}, true)`;
  return { id, external_id };
}
