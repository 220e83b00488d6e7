// Signals that are forged, late, told again, huge or without sense, while validated hours leave: nothing of it reaches the ledger or
// the ERP, and each is answered and logged. The oracle of what left is the simulator's own store.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectProved, expectStill, type HoursWorld, hoursWorld, proof } from '#testing/erp/hours.ts';
import { erpHome } from '#testing/erp/world.ts';

const SECRET = 'un secret de signaux';
const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
const POST = { method: 'POST', path: '/timesheet_entries' };

const home = await erpHome();

async function week(): Promise<HoursWorld> {
  const world = await hoursWorld(await home({ secret: SECRET }));
  for (const jour of DAYS) await world.work(world.workers[0]!, { jour, minutes: 220 });
  return world;
}

type Signal = { name: string; raw: string; headers: Record<string, string>; status: number; logged: string };
type How = { key?: string; age_s?: number; raw?: string; signed?: boolean };

let told = 0;
const eventOf = (type: string, data: unknown): string => {
  told += 1;
  return JSON.stringify({ id: `evt_${told}`, type, createdAt: '2026-11-23T08:00:00Z', data });
};

function signalOf(world: HoursWorld, body: string, { key = SECRET, age_s = 0, raw = body, signed = true }: How = {}) {
  const t = Math.floor(world.hub.clock.now.epochMilliseconds / 1000) - age_s;
  const v1 = createHmac('sha256', key).update(`${t}.${body}`).digest('hex');
  const headers: Record<string, string> = signed ? { 'x-costructor-signature': `t=${t},v1=${v1}` } : {};
  return { raw, headers };
}

/** Theirs or not, none of these may do anything to hours. */
function badSignals(world: HoursWorld): Signal[] {
  const { user } = world.workers[0]!;
  const [chantier] = world.sites;
  const entry = eventOf('timesheet_entry.deleted', { id: 'te_01', user, day: DAYS[0] });
  const closed = eventOf('project.deleted', { id: chantier!.external_id });
  const known = signalOf(world, eventOf('project.updated', { id: chantier!.external_id }));
  const huge = eventOf('timesheet_entry.updated', { id: 'te_01', notes: 'x'.repeat(300_000) });
  const refused = { status: 401, logged: 'hub_hook_refused' };
  const idle = { status: 202, logged: 'hint of nothing that is read here' };
  const unread = { status: 202, logged: 'hint not understood' };
  const taken = { status: 202, logged: 'request done' };
  return [
    { name: 'forged', ...signalOf(world, closed, { key: 'pas le bon secret' }), ...refused },
    { name: 'forged, of entries', ...signalOf(world, entry, { key: 'pas le bon secret' }), ...refused },
    { name: 'not signed', ...signalOf(world, closed, { signed: false }), ...refused },
    { name: 'changed on its way', ...signalOf(world, entry, { raw: closed }), ...refused },
    { name: 'late', ...signalOf(world, closed, { age_s: 301 }), ...refused },
    { name: 'late, of entries', ...signalOf(world, entry, { age_s: 12 * 3600 }), ...refused },
    { name: 'from the future', ...signalOf(world, closed, { age_s: -301 }), ...refused },
    { name: 'huge', ...signalOf(world, huge), status: 413, logged: 'body.too_large' },
    { name: 'cut short', ...signalOf(world, entry.slice(0, 40)), ...unread },
    { name: 'empty', ...signalOf(world, ''), ...unread },
    {
      name: 'with a null character in its id',
      ...signalOf(world, '{"id":"e\\u0000","type":"project.updated"}'),
      ...unread,
    },
    {
      name: 'of a chantier that is no id',
      ...signalOf(world, eventOf('project.updated', { id: { $ne: 1 } })),
      ...unread,
    },
    { name: 'of entries, well signed', ...signalOf(world, entry), ...idle },
    { name: 'of people, well signed', ...signalOf(world, eventOf('user.deleted', { id: user })), ...idle },
    { name: 'of a chantier, well signed', ...known, ...taken },
    { name: 'the same bytes again', ...known, status: 202, logged: 'hint told again' },
    { name: 'of a person, as a chantier', ...signalOf(world, eventOf('project.deleted', { id: user })), ...taken },
  ];
}

/** Each is sent alone; gives what was answered and whether the log says so, under its name. */
async function tell({ hub, link }: HoursWorld, signals: readonly Signal[]) {
  const seen: unknown[] = [];
  for (const { name, raw, headers, logged } of signals) {
    const before = hub.lines.length;
    const path = `/api/v1/erp-links/${link}/signaux`;
    const { statusCode } = await hub.request('POST', path, { body: raw, headers });
    const fresh = hub.lines.slice(before);
    expect(fresh.filter(line => line.includes(SECRET))).toEqual([]);
    seen.push({ name, status: statusCode, logged: fresh.some(line => line.includes(logged) && line.includes(link)) });
  }
  return seen;
}
const expected = (signals: readonly Signal[]) => signals.map(({ name, status }) => ({ name, status, logged: true }));

/** Every row about hours that left, as it stands, and what stands over there. */
async function facts({ hub: { db }, link, entries, exports }: HoursWorld) {
  return {
    lines: [...(await db.sql`select * from export_lignes where link_id = ${link} order by numero`)],
    gestes: [
      ...(await db.sql`
        select g.* from export_gestes g join export_lignes l on l.id = g.ligne_id where l.link_id = ${link} order by g.id`),
    ],
    days: [...(await db.sql`select * from export_jours where link_id = ${link} order by 1, 2, 3`)],
    people: [...(await db.sql`select * from erp_personnes where link_id = ${link} order by id`)],
    runs: await exports(),
    entries: await entries(),
  };
}

const unread = async ({ hub, link }: HoursWorld) =>
  (
    await hub.db.sql`
      select 1 from import_hints where link_id = ${link} and etat = 'waiting' and prochain_essai_at <= ${hub.clock.now.toString()}`
  ).length;

/** All of them, then until what they point at has been read again, if they let us: everything about hours is as before. */
async function harmless(world: HoursWorld, { readable = true } = {}): Promise<void> {
  await world.writes();
  const before = await facts(world);
  const signals = badSignals(world);
  expect(await tell(world, signals)).toEqual(expected(signals));
  if (readable) await expect.poll(() => unread(world), { timeout: 20_000, interval: 10 }).toBe(0);
  expect(await facts(world)).toEqual(before);
  expect(await world.writes()).toEqual([]);
}

test('bad signals before, in the middle of and after an envoi change no line and write nothing over there', async () => {
  const world = await week();
  await harmless(world);

  // The middle: one day is there, one may be and cannot be looked up for an hour, two are still here.
  const busy = { kind: 'too_many', retry_after: 'seconds', seconds: 3600 };
  await world.fault(
    { match: { ...POST, nth: 2 }, fault: { kind: 'cut_after' } },
    { match: { ...POST, method: 'GET', times: 1 }, fault: busy },
  );
  const begun = await world.send();
  expect(begun).toMatchObject({ statut: 'waiting', compte: { doubtful: 1 } });
  expect(await world.entries()).toHaveLength(2);
  await harmless(world, { readable: false });

  const ms = Date.parse(begun.prochain_essai_at!) - world.hub.clock.now.epochMilliseconds;
  await world.later(Math.max(Math.ceil(ms / 1000), 1));
  expect(await world.calm(begun.id)).toMatchObject({ statut: 'succeeded', compte: { doubtful: 0, to_send: 0 } });
  await expectProved(proof(world));
  await harmless(world);
  await expectStill(world);
});

test('bad signals that come without a pause while an envoi writes leave each day there once', async () => {
  const world = await week();
  await world.fault({ match: POST, fault: { kind: 'latency', ms: 100 } });
  await world.writes();
  const id = await world.ask();
  let over = false;
  while (!over) {
    const signals = badSignals(world);
    expect(await tell(world, signals)).toEqual(expected(signals));
    over = (await world.readExport(id)).statut === 'succeeded';
  }
  expect(await world.writes()).toEqual(DAYS.map(() => 'POST 201'));
  expect(await world.entries()).toHaveLength(DAYS.length);
  await expectProved(proof(world));
  await expectStill(world);
});
