// Tryton sits the exam: a real server, a proxy that does harm between, and its own SQLite file as the oracle. It has no webhook, no
// statuses that change shape, and says of a hidden record what it says of a deleted one: `hide` is not asked. Its clock cannot be
// moved, so what happens « later » is stamped later.

import { type Fault, type FaultProxy, faultsOf, PAGE, passingOf, proxyTo } from '#testing/erp/faults.ts';
import { hasTryton, type TrytonWorld, trytonWorld } from '#testing/erp/tryton.ts';
import { conformance } from '../conformance.ts';
import type { Drift, Ground, Known } from '../exam-ground.ts';
import type { HoursGround, Stored, WriteTrouble } from '../exam-hours-ground.ts';
import { tryton } from './index.ts';

type Settings = Parameters<typeof tryton.isOfficial>[0];
type Credentials = Parameters<typeof tryton.open>[0]['credentials'];

const HTML = { 'content-type': 'text/html' };
const LOCKED = '{"id":1,"error":["DatabaseOperationalError","database is locked"]}';
const FAULTS = faultsOf(LOCKED);
const WRITE_FAULTS: Record<WriteTrouble, Fault> = {
  answer_lost: { kind: 'cut_answer' },
  answer_late: { kind: 'stall', ms: 20_000, forwarded: true },
  answer_truncated: { kind: 'truncate' },
  done_then_500: { kind: 'answer', status: 500, headers: HTML, body: PAGE, forwarded: true },
  done_said_as_error: { ...FAULTS.error_in_200, forwarded: true } as Fault,
  request_lost: FAULTS.cut_before,
  error: FAULTS.error,
  error_html: FAULTS.error_html,
  too_many: FAULTS.too_many,
  too_many_html: FAULTS.too_many_html,
  maintenance: FAULTS.maintenance,
  credentials: FAULTS.credentials,
  rights: FAULTS.rights,
};
/** Those that a good connector gets over by itself, all at once. */
const EVERYTHING = [...passingOf(FAULTS), WRITE_FAULTS.done_then_500, WRITE_FAULTS.done_said_as_error];

const PAGES = /project\.work\.search_read.*,0,200,/;
const stampOf = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '000');

/** What their people do, stamped as their clock would. */
function handsOf({ rpc, sql }: TrytonWorld) {
  let ahead_ms = 0;
  const late: { id: number; stamp: string; due_ms: number }[] = [];
  const now = () => Date.now() + ahead_ms;
  const stamp = (ids: number[], at: string, column: 'write_date' | 'create_date' = 'write_date') => {
    for (const id of ids) sql(`update project_work set ${column} = ? where id = ?`, at, id);
  };
  const some = (count: number) =>
    sql<{ id: number }>('select id from project_work order by id limit ?', count).map(row => row.id);
  const touch = async (ids: number[], at = stampOf(now())) => {
    await rpc('model.project.work.write', ids, { name: `Chantier repris ${ids[0]}` });
    stamp(ids, at);
  };
  return {
    some,
    touch,
    async add(count: number) {
      const rows = Array.from({ length: count }, (_, n) => ({
        name: `Nouveau ${n}`,
        type: 'project',
        company: 1,
        status: 1,
      }));
      const ids = await rpc<number[]>('model.project.work.create', rows);
      stamp(ids, stampOf(now()), 'create_date');
      return ids;
    },
    late(ids: number[], seconds: number) {
      for (const id of ids) late.push({ id, stamp: stampOf(now()), due_ms: now() + seconds * 1000 });
    },
    async later(seconds: number) {
      ahead_ms += seconds * 1000;
      for (const { id, stamp: at } of late.filter(({ due_ms }) => due_ms <= now())) await touch([id], at);
    },
  };
}

function driftOf(row: Record<string, unknown>, what: Drift): Record<string, unknown> {
  const { name, effort_duration, ...rest } = row;
  const status = { id: 77, name: 'Jamais vu' };
  const changed: Record<Drift, object> = {
    new_field: { ...row, nouveau: 1 },
    new_enum: { ...row, 'status.': status },
    missing_optional: { ...rest, name },
    missing_required: { ...rest, effort_duration },
    number_to_string: { ...row, id: String(row['id']) },
    renamed: { ...rest, name, effort: effort_duration },
    null_required: { ...row, name: null },
    nested: { ...row, name: { value: name } },
    long_name: { ...row, name: 'Long '.repeat(2_000) },
    html_name: { ...row, name: '<p>Résidence &amp; <b>cour</b></p>' },
  };
  return changed[what] as Record<string, unknown>;
}

const rewriteRow = (id: string, what: Drift) => (passed: { body: string }, answer: string) => {
  if (!PAGES.test(passed.body)) return answer;
  const json = JSON.parse(answer) as { result?: Record<string, unknown>[] };
  return JSON.stringify({
    ...json,
    result: json.result?.map(row => (String(row['id']) === id ? driftOf(row, what) : row)),
  });
};

type StoredWork = Record<'name' | 'party', string> & { id: number; status: number; effort_duration: number | null };
const KNOWN = `select w.id, w.name, w.status, w.effort_duration, p.name as party from project_work w
  left join party_party p on p.id = w.party order by w.id`;
const knownOf = ({ id, name, status, effort_duration, party }: StoredWork): Known => ({
  ...{ external_id: String(id), visible: true, nom: name, reference: null, statut: String(status) },
  ...{ date_debut: null, date_fin: null, archive: false },
  minutes_estimees: effort_duration === null ? null : effort_duration / 60,
  persons: party ? [party] : [],
});

type Behind = { proxy: FaultProxy; hands: ReturnType<typeof handsOf> };

/** Behind the reader's back, after each page of the list. */
function meanwhileOf(world: TrytonWorld, { proxy, hands }: Behind) {
  const remove = (ids: number[]) => world.rpc('model.project.work.delete', ids);
  const meanwhile = async (what: 'delete' | 'insert' | 'touch', times: number) => {
    let left = times;
    const last = () => world.sql<{ id: number }>('select max(id) as id from project_work')[0]!.id;
    proxy.after = async ({ body }) => {
      if (left === 0 || !PAGES.test(body)) return;
      left -= 1;
      if (what === 'insert') await hands.add(1);
      else if (what === 'touch') await hands.touch(hands.some(1));
      else await remove([last()]);
    };
  };
  return { meanwhile, remove };
}

const changesOf = (hands: Behind['hands']): Pick<Ground<Settings, Credentials>, 'add' | 'change' | 'later'> => ({
  add: async count => (await hands.add(count)).map(String),
  change: async (count, how) => {
    const ids = hands.some(count);
    if (how && 'seconds_late' in how) hands.late(ids, how.seconds_late);
    else await hands.touch(ids);
    return ids.map(String);
  },
  later: hands.later,
});

async function groundOf(chantiers: number): Promise<Ground<Settings, Credentials>> {
  const world = await trytonWorld(chantiers);
  const proxy = await proxyTo(world.server);
  const hands = handsOf(world);
  const { meanwhile, remove } = meanwhileOf(world, { proxy, hands });
  return {
    settings: { base_url: proxy.url, database: world.database },
    credentials: world.credentials,
    wrong_credentials: { ...world.credentials, password: 'un autre mot de passe' },
    trouble: async (what, times) => proxy.rules([{ fault: FAULTS[what], ...(times ? { times } : {}) }]),
    drift: async (what, id) => {
      proxy.rewrite = rewriteRow(id, what);
    },
    everything: async seed => {
      proxy.rules(
        EVERYTHING.map(fault => ({ fault, probability: 0.02 })),
        seed,
      );
      await meanwhile('touch', 3);
    },
    calm: async () => proxy.calm(),
    meanwhile,
    ...changesOf(hands),
    delete: async id => void (await remove([Number(id)])),
    reading: async () => {},
    truth: async () => world.sql<StoredWork>(KNOWN).map(knownOf),
    calls: async () => proxy.calls(),
    hours: hoursOf(world, proxy),
    people: async () =>
      employees(world).map(({ id, name, end_date }) => ({
        ...{ external_id: String(id), nom: name, prenom: null, email: null, matricule: null, actif: end_date === null },
      })),
  };
}

type StoredEmployee = { id: number; name: string; end_date: string | null };
const employees = ({ sql }: TrytonWorld) =>
  sql<StoredEmployee>(
    'select e.id, p.name, e.end_date from company_employee e join party_party p on p.id = e.party order by e.id',
  );
type StoredLine = { id: number; employee: number; origin: string; date: string; duration: number; description: string };

function hoursOf({ rpc, sql, ...world }: TrytonWorld, proxy: FaultProxy): HoursGround {
  const people = employees({ rpc, sql, ...world });
  const works = sql<StoredWork>(KNOWN);
  return {
    personnes: people.filter(({ end_date }) => end_date === null).map(({ id }) => String(id)),
    chantiers: works.slice(1).map(({ id }) => String(id)),
    names: [...people, ...works].map(({ name }) => name),
    ...{ nobody: '99999', nowhere: '99998' },
    writeTrouble: async (what, times) =>
      proxy.rules([{ match: { path: /\/timesheet\/line/ }, fault: WRITE_FAULTS[what], times }]),
    entries: async () =>
      sql<StoredLine>(
        'select l.id, l.employee, w.origin, l.date, l.duration, l.description from timesheet_line l join timesheet_work w on w.id = l.work',
      ).map(
        ({ id, employee, origin, date, duration, description }): Stored => ({
          ...{ external_id: String(id), personne: String(employee), chantier: origin.split(',')[1]!, jour: date },
          ...{ minutes: duration / 60, debut: null, fin: null, marque: /HC-\w+/.exec(description)?.[0] ?? null },
        }),
      ),
    edit: async id =>
      void (await rpc('model.timesheet.line.write', [Number(id)], {
        duration: { __class__: 'timedelta', seconds: 2_700 },
      })),
    remove: async id => void (await rpc('model.timesheet.line.delete', [Number(id)])),
    close: async () => {
      await rpc('model.project.work.write', [works[0]!.id], { timesheet_available: false });
      return String(works[0]!.id);
    },
  };
}

// Filled before any test is timed.
if (hasTryton()) await trytonWorld(1);

conformance({
  connector: tryton,
  available: hasTryton(),
  patience_ms: 2_000,
  start: async ({ chantiers }) => await groundOf(chantiers),
  has_people: true,
  locks: false,
  readings: { filters: null, others: [] },
});
