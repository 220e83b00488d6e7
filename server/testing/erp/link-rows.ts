// A connexion whose hours may leave, as rows: for tests where no hub serves.
import { one, type Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { type Keyring, seal } from '#platform/secrets.ts';
import type { RunRow } from '../../exchange/exports/run.ts';
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

type Company = { people: number; sites: Site[]; link: string };

/** October of so many people more, all of it validated, two chantiers a day; mapped. */
export async function makeMonth(sql: Sql, { people, sites, link }: Company): Promise<void> {
  await sql`
    insert into personnes (id, nom, prenom, role) select gen_random_uuid(), 'Durand', 'Camille', 'compagnon' from generate_series(1, ${people})`;
  await sql`
    insert into erp_personnes (id, link_id, external_id, actif, personne_id, trouve_par)
    select gen_random_uuid(), ${link}, 'usr_' || p.id, true, p.id, 'main' from personnes p where p.role = 'compagnon'
    on conflict do nothing`;
  await sql`
    insert into feuilles_heures (id, personne_id, debut)
    select gen_random_uuid(), p.id, s::date from personnes p cross join generate_series('2026-09-28'::date, '2026-10-26', '7 days') s
    where p.role = 'compagnon' on conflict do nothing`;
  await sql`
    insert into pointages (id, feuille_id, personne_id, chantier_id, jour, minutes, statut, valide_revision, valide_minutes, valide_plages)
    select gen_random_uuid(), f.id, f.personne_id, c.id, f.debut + j, c.minutes, 'valide', 1, c.minutes, '[]'
    from feuilles_heures f cross join generate_series(0, 4) j
      cross join (values (${sites[0]!.id}::uuid, 250), (${sites[1]!.id}::uuid, 190)) c(id, minutes)
    where f.debut + j between '2026-10-01' and '2026-10-31' on conflict do nothing`;
}

/** A run of that month, in the hands of this process. */
export const makeRun = (sql: Sql, { link_id, process_id }: { link_id: string; process_id: string }): Promise<RunRow> =>
  one<RunRow>(sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, process_id, created_at)
    values (${newId()}, ${link_id}, 'heures', '2026-10', '2026-10-01', '2026-10-31', 'running', 'manuelle', ${process_id}, now())
    returning id, link_id, periode, du, au, statut, demande, chantiers, process_id, essais`);
