// postgres 3.4.9 writes to a closed socket when the connection of a transaction dies: by the ROLLBACK it sends itself,
// or by the next statement. That throws outside of any promise and takes the process down, or, once the connection was
// made anew, runs the statement outside of its transaction (porsager/postgres#1208, #1215). Until a release mends it,
// nothing is sent on a transaction whose connection is gone.
import { setImmediate as turn } from 'node:timers/promises';
import type postgres from 'postgres';

type Work = (tx: postgres.TransactionSql) => unknown;

/** The same pool, whose transactions end with CONNECTION_CLOSED when their connection dies, and leave it in peace. */
export function surviveLostConnections<S extends postgres.Sql>(sql: S): S {
  const begin = (...args: [string, Work] | [Work]) => {
    const [options, work] = args.length === 2 ? args : ['', args[0]];
    const state = { lost: false };
    // postgres rejects this promise by itself as soon as the connection is closed, whatever the work is doing.
    const outcome = sql.begin(options, tx =>
      settleUnlessLost(state, work(refuseWhenLost(tx, state)) as Promise<unknown>),
    );
    outcome.catch(() => {
      state.lost = true;
    });
    return outcome;
  };
  return new Proxy(sql, { get: (target, name) => (name === 'begin' ? begin : Reflect.get(target, name)) });
}

/** Never settles on a lost connection: settling would make postgres send its COMMIT or ROLLBACK there. */
async function settleUnlessLost(state: { lost: boolean }, work: Promise<unknown>): Promise<unknown> {
  try {
    const result = await work;
    await turn();
    if (!state.lost) return result;
  } catch (error) {
    // The rejection that says "lost" comes right after that of the statement under way.
    await turn();
    if (!state.lost) throw error;
  }
  return await new Promise(() => {});
}

function refuseWhenLost(tx: postgres.TransactionSql, state: { lost: boolean }): postgres.TransactionSql {
  const check = () => {
    if (state.lost)
      throw Object.assign(new Error('the connection of this transaction is closed'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(tx, {
    apply: (target, self, args) => {
      check();
      return Reflect.apply(target, self, args);
    },
    get: (target, name) => {
      if (name === 'unsafe') check();
      return Reflect.get(target, name);
    },
  });
}
