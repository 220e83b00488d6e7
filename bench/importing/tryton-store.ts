// Tryton with as many projects as asked for: rows written by SQL beside those that Tryton itself made, like them in every column.
// Built once into `.cache/`, which git ignores, then copied.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Credentials,
  filledStore,
  hasTryton,
  keysIn,
  MOST,
  rpcOf,
  serve,
  sqlOn,
} from '../../server/testing/erp/trytond.ts';
import { ROOT } from '../measure.ts';

export type ServedTryton = {
  server: string;
  pid: number;
  credentials: Credentials;
  /** A copy of the store, under a name of its own: another account. */
  base: (name: string) => Promise<string>;
  stop: () => Promise<void>;
};

/** Null when Tryton is not on this machine. */
export async function startTryton(projects: number): Promise<ServedTryton | null> {
  if (!hasTryton()) return null;
  const store = await storeOf(projects);
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-tryton-'));
  const { server, pid, stop } = await serve(folder);
  return {
    ...{ server, pid, credentials: keysIn(sqlOn(store)).credentials },
    base: async name => {
      copyFileSync(store, join(folder, `${name}.sqlite`));
      await checkByItself(server, name, projects);
      return name;
    },
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function storeOf(projects: number): Promise<string> {
  const kept = join(ROOT, '.cache', 'tryton', `${projects}.sqlite`);
  if (existsSync(kept)) return kept;
  mkdirSync(join(ROOT, '.cache', 'tryton'), { recursive: true });
  const draft = `${kept}.${process.pid}`;
  copyFileSync(await filledStore(), draft);
  const sql = sqlOn(draft);
  const ids = `with recursive ids(id) as (select ${MOST + 1} union all select id + 1 from ids where id < ${projects})`;
  // A tree of roots: each one's place is two numbers after the one before.
  sql(`${ids}
    insert into project_work (id, company, create_date, create_uid, effort_duration, "left", "right", name, party, status, type)
    select i.id, w.company, datetime(w.create_date, '+' || i.id || ' seconds') || '.000000', w.create_uid, w.effort_duration,
      2 * i.id - 1, 2 * i.id, 'Chantier ' || i.id || ' — Résidence', w.party, w.status, w.type
    from ids i join project_work w on w.id = (i.id - 1) % ${MOST} + 1`);
  sql(`${ids}
    insert into timesheet_work (id, company, create_date, create_uid, origin)
    select i.id, w.company, w.create_date, w.create_uid, 'project.work,' || i.id
    from ids i join timesheet_work w on w.id = (i.id - 1) % ${MOST} + 1`);
  renameSync(draft, kept);
  return kept;
}

type Project = { name: string; timesheet_works: number[]; 'party.': { rec_name: string } };

/** Tryton is asked, not the file: how many there are, and one that SQL wrote with all that hangs on it. */
async function checkByItself(server: string, base: string, projects: number): Promise<void> {
  const rpc = await rpcOf(server, base);
  const count = await rpc<number>('model.project.work.search_count', [['type', '=', 'project']]);
  const fields = ['name', 'timesheet_works', 'party.rec_name'];
  const [last] = await rpc<Project[]>('model.project.work.read', [projects], fields);
  const seen = last && [last.name.split(' — ')[0], last.timesheet_works[0], last['party.'].rec_name !== ''];
  if (count !== projects || JSON.stringify(seen) !== JSON.stringify([`Chantier ${projects}`, projects, true]))
    throw new Error(`Tryton does not see what was written: ${count}, ${JSON.stringify(last)}`);
}
