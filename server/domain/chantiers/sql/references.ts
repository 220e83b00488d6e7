// Statements that find chantiers by their ids in other systems.
import type { Reference } from '#contract/chantier.ts';
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

/** Whoever makes or changes chantiers by their references holds the turn of these systems until he commits. */
export const takeSystemsTurn = (unit: Unit, systems: readonly string[]) => unit.sql`
  select pg_advisory_xact_lock(hashtextextended('chantiers.references ' || s.system, 0))
  from (select distinct system from unnest(${[...systems]}::text[]) as given(system) order by system) s`;

/** Whoever asks: whether he may touch what is found is the affair of `takeChantier`. */
export const listByReferences = (unit: Unit, references: readonly Reference[]) =>
  many<Reference & { chantier_id: string }>(unit.sql`
    select r.system, r.external_id, r.chantier_id
    from jsonb_to_recordset(${unit.sql.json([...references])}) as g(system text, external_id text)
    join chantier_references r on r.system = g.system and r.external_id = g.external_id`);

/** In the order of their ids: two who lock several wait for each other at worst. */
export const lockChantiers = (unit: Unit, ids: readonly string[]) =>
  unit.sql`select id from chantiers where id = any(${[...ids]}::uuid[]) order by id for update`;
