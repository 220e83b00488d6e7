// Every statement on mappings.
import type { Mapping } from '#contract/mapping.ts';
import type { StatutChantier } from '#contract/values.ts';
import { type Fragment, instant, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';

/** The mapping `m` of the connexion `l` as the contract writes it. */
const mappingJson = (sql: Sql | Transaction): Fragment => sql`json_build_object(
  'id', m.id, 'version', m.version, 'link_id', m.link_id, 'noun', m.noun, 'external_id', m.external_id,
  'libelle', m.libelle, 'valeur', m.valeur, 'proposition', m.proposition,
  'chantiers', (select count(*)::integer from chantiers_relies v
    where v.system = l.system and v.statut_externe = m.external_id and v.etat = 'present' and v.deleted_at is null),
  'created_at', ${instant(sql, sql`m.created_at`)}, 'updated_at', ${instant(sql, sql`m.updated_at`)})`;

export const listMappings = ({ sql }: ReadAt, link_id: string): Fragment => sql`
  select json_build_object('items', coalesce(json_agg(${mappingJson(sql)} order by m.created_at, m.id), '[]'))::text as body,
         null::integer as version
  from mappings m join connexions l on l.id = m.link_id where m.link_id = ${link_id}`;

export async function getMapping(unit: Unit, id: string): Promise<Mapping> {
  const row = await one<{ mapping: Mapping }>(unit.sql`
    select ${mappingJson(unit.sql)} as mapping from mappings m join connexions l on l.id = m.link_id where m.id = ${id}`);
  return row.mapping;
}

type Taken = Pick<Mapping, 'id' | 'version' | 'link_id' | 'external_id' | 'valeur'> & { system: string };

/** Locked for a change, with the name its connexion's references carry. */
export const takeMapping = (unit: Unit, id: string): Promise<Taken | null> =>
  maybeOne<Taken>(unit.sql`
    select m.id, m.version, m.link_id, m.external_id, m.valeur, l.system
    from mappings m join connexions l on l.id = m.link_id where m.id = ${id} for update of m`);

export const saveValeur = (unit: Unit, id: string, valeur: StatutChantier | null) =>
  unit.sql`update mappings set valeur = ${valeur} where id = ${id}`;

type Statut = { external_id: string; valeur: StatutChantier | null };
export const listStatuts = (unit: Unit, link_id: string): Promise<Statut[]> =>
  many<Statut>(unit.sql`select external_id, valeur from mappings where link_id = ${link_id} and noun = 'statut'`);

export type NewStatut = { id: string; external_id: string; libelle: string; proposition: StatutChantier | null };
export type Noted = { external_id: string; libelle: string; inserted: boolean };

/** Writes those unseen or renamed, and nothing when there is none. */
export const insertStatuts = (unit: Unit, link_id: string, statuts: readonly NewStatut[]): Promise<Noted[]> =>
  many<Noted>(unit.sql`
    insert into mappings (id, link_id, noun, external_id, libelle, proposition)
    select s.id, ${link_id}, 'statut', s.external_id, s.libelle, s.proposition
    from jsonb_to_recordset(${unit.sql.json(statuts as never)}) as s(id uuid, external_id text, libelle text, proposition text)
    where not exists (select 1 from mappings m where m.link_id = ${link_id} and m.noun = 'statut'
      and m.external_id = s.external_id and m.libelle = s.libelle)
    on conflict on constraint mappings_external_key
      do update set libelle = excluded.libelle, proposition = excluded.proposition
    returning external_id, libelle, xmax = 0 as inserted`);

export type LinkFact = { link_id: string; kind: string; nom: string; simulateur: boolean };
export const getLinkFact = (unit: Unit, link_id: string): Promise<LinkFact> =>
  one<LinkFact>(unit.sql`select id as link_id, kind, nom, simulateur from connexions where id = ${link_id}`);

type Suggested = Pick<Mapping, 'id' | 'version' | 'proposition'>;
export const listMappingsOf = (unit: Unit, link_id: string): Promise<Suggested[]> =>
  many<Suggested>(
    unit.sql`select id, version, proposition from mappings where link_id = ${link_id} order by created_at, id`,
  );
