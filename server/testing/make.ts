// Small makers for tests: every field explicit or defaulted, nothing random but ids.

import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';

type Role = 'administrateur' | 'conducteur' | 'chef_chantier' | 'compagnon';
export type MadePersonne = { id: string; nom: string; role: Role; email: string };

export async function makePersonne(
  sql: Sql,
  {
    role = 'compagnon',
    nom = 'Durand',
    gestionnaire_paie = false,
    active = true,
  }: Partial<{ role: Role; nom: string; gestionnaire_paie: boolean; active: boolean }> = {},
): Promise<MadePersonne> {
  const id = newId();
  const email = `${id}@exemple.fr`;
  await sql`
    insert into personnes (id, nom, prenom, email, role, gestionnaire_paie, active)
    values (${id}, ${nom}, 'Camille', ${email}, ${role}, ${gestionnaire_paie}, ${active})`;
  return { id, nom, role, email };
}

/** A key in good order, whose secret nobody has. */
export async function makeKey(sql: Sql, personne_id: string, scopes: string[] = ['read']): Promise<string> {
  const id = newId();
  await sql`
    insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, created_at, expires_at)
    values (${id}, ${id}, ${personne_id}, sha256(convert_to(${id}, 'UTF8')), 'hbc_0000…0000', 'Essai', ${scopes}, now(), now() + interval '90 days')`;
  return id;
}

let codes = 0;

export async function makeChantier(
  sql: Sql,
  {
    nom = 'Résidence Les Tilleuls',
    statut = 'ouvert',
    code,
    equipe = [],
    id = newId(),
  }: Partial<{ nom: string; statut: string; code: string; equipe: string[]; id: string }> = {},
): Promise<{ id: string; code: string }> {
  codes += 1;
  const given = code ?? `2026-T${codes}`;
  await sql`insert into chantiers (id, code, nom, statut, couleur) values (${id}, ${given}, ${nom}, ${statut}, '#1F5FA8')`;
  for (const personne_id of equipe) {
    await sql`insert into chantier_personnes (chantier_id, personne_id, role_chantier) values (${id}, ${personne_id}, 'ouvrier')`;
  }
  return { id, code: given };
}

export async function makeAffectation(
  sql: Sql,
  {
    personne_id,
    chantier_id,
    jour = '2026-11-24',
  }: Partial<{ personne_id: string; chantier_id: string; jour: string }>,
): Promise<string> {
  const id = newId();
  await sql`
    insert into affectations (id, personne_id, chantier_id, jour)
    values (${id}, ${personne_id ?? (await makePersonne(sql)).id}, ${chantier_id ?? (await makeChantier(sql)).id}, ${jour})`;
  return id;
}

export async function makeCommune(sql: Sql): Promise<void> {
  await sql`
    insert into communes (code_insee, nom, departement, codes_postaux, population, recherche, edition)
    values ('73171', 'Montmélian', '73', '{73800}', 4024, 'montmelian', 'test') on conflict do nothing`;
}

/** A chantier as an ERP tells it: a new one each time, that says nothing but its name. */
export const makeFromErp = (fields: Partial<ChantierFromErp> = {}): ChantierFromErp => ({
  external_id: newId(),
  reference: null,
  nom: 'Résidence des Lilas',
  statut: null,
  adresse: null,
  maitre_ouvrage: null,
  date_debut: null,
  date_fin: null,
  minutes_estimees: null,
  contacts: [],
  archive: false,
  modifie_at: null,
  ...fields,
});
