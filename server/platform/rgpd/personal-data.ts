// What every feature holds of a person, put together for the slice that knows people (RGPD): it knows none of them.
import type { Fragment } from '../db/sql.ts';
import type { Feature, Renommee } from '../feature.ts';
import { deleteAnswersAbout } from '../http/idempotency/stored-answers.ts';
import type { ReadAt } from '../http/route.ts';
import type { Unit } from '../unit.ts';
import { forgetFacts, heldFacts, renameFacts } from './facts.ts';

export type PersonalData = {
  /** A JSON object: an array of rows for each table. */
  held: (at: ReadAt, personne_id: string) => Fragment;
  forget: (unit: Unit, personne_id: string) => Promise<void>;
  anonymise: (unit: Unit, noms: readonly Renommee[]) => Promise<void>;
};

/** `features` is asked late: the slice that is given this is one of them. */
export const personalData = (features: () => readonly Feature[]): PersonalData => ({
  held: (at, personne_id) => {
    const parts = [
      heldFacts(at, personne_id),
      ...features().map(feature => feature.holds?.(at, personne_id) ?? {}),
    ].flatMap(part => Object.entries(part));
    return parts.reduce(
      (whole, [name, rows]) => at.sql`${whole} || jsonb_build_object(${name}::text, ${rows})`,
      at.sql`'{}'::jsonb`,
    );
  },
  forget: async (unit, personne_id) => {
    for (const feature of features()) await feature.forgets?.(unit, personne_id);
    await deleteAnswersAbout(unit, personne_id);
    await forgetFacts(unit, personne_id);
  },
  anonymise: async (unit, noms) => {
    for (const feature of features()) await feature.anonymises?.(unit, noms);
    await renameFacts(unit, noms);
  },
});
