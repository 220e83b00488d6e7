// What a slice hands to app.ts: its routes and the work it does.
import type { Fragment } from './db/sql.ts';
import type { Listens } from './events/fan-out.ts';
import type { AnyRoute, ReadAt, RequestFacts } from './http/route.ts';
import type { Bound, Recurring } from './jobs/job.ts';
import type { Actor, Unit } from './unit.ts';

/** Why a key was turned away, as the edge knows it. `unauthenticated`: it does not know; the row of the key may. */
export type KeyRefusal = 'unauthenticated' | 'address' | 'rate' | 'scope';

/** An erased person, and the id that nothing outside knows. */
export type Renommee = { ancien: string; nouveau: string };

export type Feature = {
  name: string;
  routes: readonly AnyRoute[];
  jobs?: readonly Bound[];
  recurring?: readonly Recurring[];
  /** What it writes down when facts happen: by type, or `'*'` for all. */
  listens?: Listens;
  /**
   * Called about every second by each process that works, never twice at a time: takes over what a process that is gone
   * (`process_alive` in SQL) left behind.
   */
  takeover?: () => Promise<void>;
  /** Told after each identified request; must return at once (last use of sessions and keys). */
  seen?: (actor: Actor, facts: RequestFacts) => void;
  /**
   * Told after each refusal of a key; must return at once. `key`: the id of a key that is known, or what names a credential
   * that opened nothing (Credential.name).
   */
  refusedKey?: (key: string, reason: KeyRefusal, facts: RequestFacts) => void;
  /**
   * What it holds of this person, by table: each a JSON array, as an expression of SQL (`jsonRows`), all of it read in one
   * statement. Never a secret nor its hash.
   */
  holds?: (at: ReadAt, personne_id: string) => Record<string, Fragment>;
  /** Erases it, in the unit that erases the person (RGPD); what the law keeps stays, under an id that has no name any more. */
  forgets?: (unit: Unit, personne_id: string) => Promise<void>;
  /**
   * Moves what it kept of erased people to the ids that take their place, in the unit that ends their rows: a table that is not
   * moved stops it (RESTRICT). As many statements for one as for all.
   */
  anonymises?: (unit: Unit, noms: readonly Renommee[]) => Promise<void>;
  /** Last words before the database goes: writes down what was kept back. */
  stop?: () => Promise<void>;
};
