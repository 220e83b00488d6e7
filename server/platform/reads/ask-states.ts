// Who asks, and has anything changed: asked together for the requests that one turn of the event loop brought. Each is
// answered by a statement that was sent after it came: what one statement a request would say, this one says (decision 0021).
import type { Fragment, Sql } from '../db/sql.ts';
import type { Acteur, Credential } from '../http/access.ts';
import type { ReadAt } from '../http/route.ts';
import type { Clock } from '../unit.ts';
import { type ReadState, readStates } from './statement.ts';

type Change = (at: ReadAt) => Fragment;
/** `change` is the route's. Null when the credential is not good. */
export type AskState = (credential: Credential, change: Change) => Promise<ReadState | null>;

/** Those of one scheme and one route; the same credential in two requests is asked once. */
type Together = { acteur: Acteur; change: Change; asked: Map<string, PromiseWithResolvers<ReadState | null>> };

export function makeAskState({ sql, clock }: { sql: Sql; clock: Clock }): AskState {
  let turn: Together[] = [];
  const send = () => {
    const sent = turn;
    turn = [];
    for (const together of sent) void answer(together, { sql, now: clock() });
  };
  const join = (acteur: Acteur, change: Change): Together => {
    const known = turn.find(one => one.acteur === acteur && one.change === change);
    if (known) return known;
    if (turn.length === 0) setImmediate(send);
    const together = { acteur, change, asked: new Map() };
    turn.push(together);
    return together;
  };
  return ({ acteur, name }, change) => {
    const { asked } = join(acteur, change);
    const waiting = asked.get(name) ?? Promise.withResolvers<ReadState | null>();
    asked.set(name, waiting);
    return waiting.promise;
  };
}

async function answer({ acteur, change, asked }: Together, at: ReadAt): Promise<void> {
  try {
    const states = await readStates(at.sql, {
      names: [...asked.keys()],
      acteur: name => acteur(at, name),
      change: change(at),
    });
    for (const [name, { resolve }] of asked) resolve(states.get(name) ?? null);
  } catch (error) {
    for (const { reject } of asked.values()) reject(error);
  }
}
