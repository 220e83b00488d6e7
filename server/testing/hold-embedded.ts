// A process for the tests of the embedded PostgreSQL: starts it on the folder given, then writes numbered rows one by
// one and says each on its output once the commit was acknowledged. It ends by being killed.

import { startEmbedded } from '#platform/db/embedded.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { StartRefused } from '#platform/start-refused.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const base = await startEmbedded({ dir: process.argv[2] ?? '' });
  const sql = openDatabase({ url: base.url, max: 1 });
  await sql`create table if not exists ecritures (n integer primary key)`;
  const [{ last, pid } = { last: 0, pid: 0 }] = await sql<{ last: number; pid: number }[]>`
    select coalesce(max(n), 0) as last, pg_backend_pid() as pid from ecritures`;
  say(`ready ${last} ${pid}`);
  for (let n = last + 1; ; n += 1) {
    await sql`insert into ecritures values (${n})`;
    say(String(n));
  }
} catch (error) {
  say(`refused ${error instanceof StartRefused ? error.message : String(error)}`);
  process.exitCode = 1;
}
