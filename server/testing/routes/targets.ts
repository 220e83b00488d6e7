// Something new for `:id` to name, at version 1, by the noun of its route.
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { type Keyring, seal } from '#platform/secrets.ts';
import { makeAffectation, makeChantier, makeKey, makePersonne } from '../make.ts';
import { makePointage } from '../make-hours.ts';

const NOBODY = '0199c8f0-6f4a-7000-8000-00000000dead';
const TRAITS = {
  incremental: 'sorted_scan',
  deletions: 'sweep',
  write: 'create_delete',
  duplicates: 'none',
  day_holds_variables: false,
  hours: 'slots' as const,
};

/** `personne_id`: who owns it, where that decides who may see it. */
type World = { sql: Sql; keyring: Keyring; personne_id?: string };

const makers: Record<string, (world: World) => Promise<string>> = {
  chantiers: async ({ sql }) => (await makeChantier(sql, {})).id,
  personnes: async ({ sql }) => (await makePersonne(sql)).id,
  absences: async ({ sql }) => {
    const id = newId();
    const { id: personne_id } = await makePersonne(sql);
    await sql`insert into absences (id, personne_id, debut, fin) values (${id}, ${personne_id}, '2026-11-24', '2026-11-24')`;
    return id;
  },
  affectations: async ({ sql }) => await makeAffectation(sql, {}),
  'api-keys': async ({ sql, personne_id }) => await makeKey(sql, personne_id ?? (await makePersonne(sql)).id),
  cles: async ({ sql }) => await makeKey(sql, (await makePersonne(sql)).id),
  'erp-links': makeErpLink,
  pointages: async ({ sql }) => (await makeHours(sql)).id,
  imports: async world => {
    const [id, link_id] = [newId(), await makeErpLink(world)];
    await world.sql`
      insert into import_runs (id, version, link_id, genre, statut, demande, created_at, started_at, finished_at)
      values (${id}, 1, ${link_id}, 'incremental', 'succeeded', 'manuelle', now(), now(), now())`;
    return id;
  },
  exports: async world => await makeExport(world.sql, await makeErpLink(world)),
  'lignes-envoi': async world => await makeLigne(world.sql, await makeErpLink(world)),
  'regularisations-erp': async world => {
    const [id, link_id] = [newId(), await makeErpLink(world)];
    await world.sql`
      insert into export_regularisations (id, link_id, personne_id, jour, minutes, raison_code, raison_phrase, at)
      values (${id}, ${link_id}, ${(await makePersonne(world.sql)).id}, '2026-10-05', 30, 'verrouille', 'Semaine verrouillée', now())`;
    return id;
  },
  rubriques: async ({ sql }) => {
    const code = `essai_${newId().slice(-12)}`;
    // A catalogue is short: one of these at a time.
    await sql`delete from rubriques where code like 'essai_%'`;
    await sql`
      insert into rubriques (code, libelle, groupe, unite, portee, une_par_jour, automatique, rang)
      values (${code}, 'Essai', 'autres', 'nombre', 'jour', true, false, 99)`;
    return code;
  },
  'variables-paie': async ({ sql }) => (await makeVariable(sql)).id,
  'periodes-paie': async ({ sql }) => {
    const [row] = await sql<{ mois: string }[]>`
      insert into periodes_paie (mois, etat)
      select to_char(date '1990-01-01' + count(*)::integer * interval '1 month', 'YYYY-MM'), 'ouverte' from periodes_paie returning mois`;
    return row!.mois;
  },
  'personnes-erp': async world => {
    const [id, link_id] = [newId(), await makeErpLink(world)];
    await world.sql`
      insert into erp_personnes (id, link_id, external_id, nom, prenom, actif) values (${id}, ${link_id}, 'usr_1', 'Durand', 'Luc', true)`;
    return id;
  },
  mappings: async world => {
    const [id, link_id] = [newId(), await makeErpLink(world)];
    await world.sql`
      insert into mappings (id, version, link_id, noun, external_id, libelle)
      values (${id}, 1, ${link_id}, 'statut', '12', 'En attente')`;
    return id;
  },
};

/** A connexion in pause, to an address where nobody answers: nothing reads it while its routes are tried. */
async function makeErpLink({ sql, keyring }: World): Promise<string> {
  const id = newId();
  const credentials = seal(
    keyring,
    JSON.stringify({ api_key: 'ck_essai_0000000000000000' }),
    `erp_links.credentials.${id}`,
  );
  await sql`
    insert into erp_links (id, kind, kind_nom, nom, system, simulateur, etat, settings, credentials, traits)
    values (${id}, 'costructor', 'Costructor', 'Costructor', ${`costructor-${id.slice(-12)}`}, true, 'en_pause',
            ${sql.json({ base_url: 'https://127.0.0.1:1' })}, ${credentials}, ${sql.json(TRAITS)})`;
  return id;
}

/** A connexion whose sending is set. */
async function makeReglages(world: World): Promise<string> {
  const link_id = await makeErpLink(world);
  await world.sql`
    insert into export_reglages (link_id, actif, frequence, jour, heure, depuis, horaires_acceptes_at)
    values (${link_id}, false, 'hebdomadaire', 1, '06:00', '2026-10-05', now())`;
  return link_id;
}

/** A run that ended, with a refused line in its hands. */
async function makeExport(sql: Sql, link_id: string): Promise<string> {
  const id = newId();
  await sql`
    insert into export_runs (id, version, link_id, objet, periode, du, au, statut, demande, created_at, started_at, finished_at)
    values (${id}, 1, ${link_id}, 'heures', '2026-W41', '2026-10-05', '2026-10-11', 'partial', 'manuelle', now(), now(), now())`;
  await makeLigne(sql, link_id, id);
  return id;
}

async function makeLigne(sql: Sql, link_id: string, run_id: string | null = null): Promise<string> {
  const id = newId();
  await sql`
    insert into export_lignes (id, link_id, run_id, personne_id, jour, cle, minutes, jour_erp, contenu, empreinte, etat, raison_code,
      raison_phrase, created_at)
    values (${id}, ${link_id}, ${run_id}, ${(await makePersonne(sql)).id}, '2026-10-05', ${id}, 420, '2026-10-05', '{}',
      repeat('0', 32), 'refused', 'verrouille', 'Semaine verrouillée', now())`;
  return id;
}

/** Not submitted yet. */
const makeHours = async (sql: Sql, personne_id?: string) =>
  await makePointage(sql, {
    personne_id: personne_id ?? (await makePersonne(sql)).id,
    chantier_id: (await makeChantier(sql)).id,
    jour: '2026-10-06',
    statut: 'brouillon',
  });

/** That person's week, the one of `pathOf`, waits for an answer. */
export const contest = (sql: Sql, personne_id: string) => sql`
  update feuilles_heures set contestee_at = now(), contestation = 'Il manque une heure' where personne_id = ${personne_id}`;

/** Whose week it is: his who acts, or another's where he answers him. */
async function ofFeuilles({ sql, personne_id }: World, path: string): Promise<string> {
  if (path.endsWith('/reponse')) {
    const made = await makeHours(sql);
    await contest(sql, made.personne_id);
    return made.personne_id;
  }
  const [known] = await sql`select from feuilles_heures where personne_id = ${personne_id ?? null}`;
  return known ? personne_id! : (await makeHours(sql, personne_id)).personne_id;
}

/** By hand, in a month that is open. */
async function makeVariable(sql: Sql): Promise<{ id: string; personne_id: string }> {
  const [id, personne_id] = [newId(), (await makePersonne(sql)).id];
  await sql`
    insert into variables_paie (id, personne_id, jour, rubrique, quantite, origine)
    values (${id}, ${personne_id}, '2026-10-05', 'panier_repas', 1, 'main')`;
  return { id, personne_id };
}

/** A month, or a person who has something in it. */
const ofPaie = async ({ sql }: World, path: string): Promise<string> =>
  path.includes(':id') ? (await makeVariable(sql)).personne_id : '2026-10';

export function makeTarget(world: World, path: string): Promise<string> {
  if (path.endsWith('/envoi-heures')) return makeReglages(world);
  if (path.startsWith('/paie/')) return ofPaie(world, path);
  if (path.startsWith('/feuilles-heures/')) return ofFeuilles(world, path);
  return makers[path.split('/')[1] ?? '']?.(world) ?? Promise.resolve(NOBODY);
}
