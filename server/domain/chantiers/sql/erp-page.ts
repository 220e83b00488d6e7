// Statements that take in a page of an ERP: one per table and page, whatever its size.
import type { Chantier } from '#contract/chantier.ts';
import { type Fragment, instant, many, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Known, Ours, Received } from '../from-erp/rules.ts';
import { chantierJson } from './chantiers.ts';

export type Seen = Pick<Known, 'external_id' | 'hash' | 'managed' | 'etat' | 'chantier_id' | 'code' | 'deleted'>;

/** The least that tells what need not be looked at. */
export const listSeen = (unit: Unit, system: string, external_ids: string[]) =>
  many<Seen>(unit.sql`
    select r.external_id, r.hash, r.managed, r.etat, r.chantier_id, c.code, c.deleted_at is not null as deleted
    from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.system = ${system} and r.external_id = any(${external_ids}::text[])`);

/** The chantier `c`, as the decision compares it. */
export const ours = (unit: Unit): Fragment => unit.sql`
  c.id as chantier_id, c.version, c.deleted_at is not null as deleted, c.code, c.nom, c.statut, c.adresse, c.maitre_ouvrage,
  c.date_debut, c.date_fin, c.minutes_estimees, c.contacts`;

type Locking = { lock: boolean };

/** In the order of their ids, so that two who lock wait for each other at worst. */
export const listKnown = (
  unit: Unit,
  { system, external_ids }: { system: string; external_ids: string[] },
  { lock }: Locking,
) =>
  many<Known>(unit.sql`
    select r.external_id, r.managed, r.etat, r.hash, r.recu, r.code_voulu, r.statut_externe, r.imported_version, ${ours(unit)}
    from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.system = ${system} and r.external_id = any(${external_ids}::text[])
    order by c.id ${lock ? unit.sql`for update` : unit.sql``}`);

/** Chantiers with these codes that no ERP holds, and of which nobody said what they are in this system. */
export const listLinkable = (unit: Unit, { system, codes }: { system: string; codes: string[] }, { lock }: Locking) =>
  many<Ours>(unit.sql`
    select ${ours(unit)} from chantiers c
    where c.deleted_at is null and c.code = any(${codes}::text[])
      and not exists (select from chantier_references r where r.chantier_id = c.id and (r.managed or r.system = ${system}))
    order by c.id ${lock ? unit.sql`for update` : unit.sql``}`);

/** Which of these codes a chantier has now, and the highest automatic one ever given. */
export const readCodes = (unit: Unit, codes: string[]) =>
  one<{ taken: string[]; last: string | null }>(unit.sql`
    select array(select code from chantiers where deleted_at is null and code = any(${codes}::text[])) as taken,
      (select max(code collate "C") from chantiers where code ~ '^[A-Z][0-9]{3}$') as last`);

export type NewChantier = Omit<Ours, 'version' | 'deleted' | 'chantier_id'> & { id: string; couleur: string };

/** Answers the instant at which they were made, as the API writes it. */
export async function insertChantiers(unit: Unit, rows: NewChantier[]): Promise<string> {
  const { sql } = unit;
  const { at } = await one<{ at: string }>(sql`
    with made as (
      insert into chantiers (id, code, nom, statut, adresse, couleur, maitre_ouvrage, date_debut, date_fin, minutes_estimees, contacts)
      select id, code, nom, statut, adresse, couleur, maitre_ouvrage, date_debut, date_fin, minutes_estimees, contacts
      from jsonb_to_recordset(${sql.json(rows as never)}) as n(id uuid, code text, nom text, statut text, adresse text, couleur text,
        maitre_ouvrage text, date_debut date, date_fin date, minutes_estimees integer, contacts jsonb)
    )
    select ${instant(sql, sql`now()::timestamptz(3)`)} as at`);
  return at;
}

/** All that an ERP gives, changed or not: a row of this list gets a new version. A deleted chantier comes back. */
export const updateChantiers = (unit: Unit, rows: Omit<NewChantier, 'couleur'>[]) =>
  unit.sql`
    update chantiers c set code = n.code, nom = n.nom, statut = n.statut, adresse = n.adresse, maitre_ouvrage = n.maitre_ouvrage,
      date_debut = n.date_debut, date_fin = n.date_fin, minutes_estimees = n.minutes_estimees, contacts = n.contacts, deleted_at = null
    from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(id uuid, code text, nom text, statut text, adresse text,
      maitre_ouvrage text, date_debut date, date_fin date, minutes_estimees integer, contacts jsonb)
    where c.id = n.id`;

export type ReferenceRow = {
  chantier_id: string;
  external_id: string;
  hash: string | null;
  recu: Received;
  champs: string[];
  statut_externe: string | null;
  code_voulu: string | null;
  made_by_run: string | null;
  linked_by_run: string | null;
  avant: Record<string, unknown> | null;
  imported_version: number | null;
};

/** Which run made or joined a chantier is written once. */
export const saveManaged = (unit: Unit, system: string, rows: ReferenceRow[]) =>
  unit.sql`
    insert into chantier_references as r (chantier_id, system, external_id, managed, hash, recu, champs, statut_externe, code_voulu,
      made_by_run, linked_by_run, avant, imported_version)
    select chantier_id, ${system}, external_id, true, hash, recu, array(select jsonb_array_elements_text(champs)), statut_externe,
      code_voulu, made_by_run, linked_by_run, avant, imported_version
    from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(chantier_id uuid, external_id text, hash text, recu jsonb, champs jsonb,
      statut_externe text, code_voulu text, made_by_run uuid, linked_by_run uuid, avant jsonb, imported_version integer)
    on conflict (chantier_id, system) do update set managed = true, etat = 'present', hash = excluded.hash, recu = excluded.recu,
      champs = excluded.champs, statut_externe = excluded.statut_externe, code_voulu = excluded.code_voulu,
      imported_version = excluded.imported_version, linked_by_run = coalesce(r.linked_by_run, excluded.linked_by_run),
      avant = coalesce(r.avant, excluded.avant)`;

/** As they stand in this transaction, by id. */
export async function readChantiers(unit: Unit, ids: string[]): Promise<Map<string, Chantier>> {
  const rows = await many<{ chantier: Chantier }>(
    unit.sql`select ${chantierJson(unit.sql)} as chantier from chantiers c where c.id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ chantier }) => [chantier.id, chantier]));
}
