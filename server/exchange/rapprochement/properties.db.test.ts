// Whatever is entered here, whatever somebody does inside of the ERP: each person's day has one verdict, « égal » is said exactly when
// both sides agree, and once all that can be repaired is, what is left is equal or says why. `PROPERTY_SEED`, `PROPERTY_RUNS`.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ajouterJours } from '#contract/calendrier.ts';
import type { Verdict } from '#contract/values.ts';
import { type Comparing, comparingHours, DU } from '#testing/erp/comparing.ts';
import { type Entry, entryMinutes, type HoursWorld, hoursWorld, makeWorker, type Worker } from '#testing/erp/hours.ts';
import { erpWorld } from '#testing/erp/world.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 4);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_126);

const HERE = ['validated', 'validated', 'validated', 'corrected', 'moved', 'deleted', 'draft', 'none'] as const;
const THERE = ['nothing', 'nothing', 'deleted', 'shortened', 'shifted', 'doubled', 'typed'] as const;
const day = fc.record({
  here: fc.constantFrom(...HERE),
  there: fc.constantFrom(...THERE),
  /** Of each of its chantiers. */
  minutes: fc.array(
    fc.integer({ min: 12, max: 50 }).map(n => n * 5),
    { minLength: 1, maxLength: 2 },
  ),
});
const person = fc.record({
  linked: fc.constantFrom(true, true, true, true, false),
  locked: fc.constantFrom(false, false, false, true),
  days: fc.array(day, { minLength: 2, maxLength: 3 }),
});
type Person = { linked: boolean; locked: boolean; days: Day[] };
type Day = { here: (typeof HERE)[number]; there: (typeof THERE)[number]; minutes: number[] };
type Played = Day & { person: Person; worker: Worker; jour: string; pointages: string[]; sent: string[] };

const signature = ({ project, startTime, endTime, notes }: Entry) => `${project} ${startTime}-${endTime} ${notes}`;
const plus = (time: string, minutes: number): string => {
  const at = Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes;
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
};

type Here = { world: HoursWorld; ask: Comparing };
const thereOf = async ({ ask }: Here, { worker, jour }: Pick<Played, 'worker' | 'jour'>) =>
  (await ask.there(worker)).filter(entry => entry.day === jour);

async function enter({ world }: Here, people: readonly Person[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const who of people) {
    const worker = await makeWorker(world, who.linked);
    for (const [rank, what] of who.days.entries()) {
      const jour = ajouterJours(DU!, rank);
      const statut = what.here === 'draft' ? 'brouillon' : 'valide';
      const pointages: string[] = [];
      for (const [n, minutes] of what.here === 'none' ? [] : what.minutes.entries())
        pointages.push(await world.work(worker, { jour, minutes, site: world.sites[n]!, statut }));
      played.push({ ...what, person: who, worker, jour, pointages, sent: [] });
    }
  }
  await world.send();
  return played;
}

/** By somebody inside of the ERP, before his week is locked. */
async function tamper(here: Here, at: Played): Promise<void> {
  const { erp } = here.world;
  const entries = await thereOf(here, at);
  at.sent = entries.map(signature).toSorted();
  if (at.there === 'typed') return await here.ask.enter(at.worker, { day: at.jour });
  const [entry] = entries;
  if (!entry) return;
  const { id, startTime, endTime, notes, project } = entry;
  if (at.there === 'deleted') await erp.control('DELETE', `/entries/${id}`);
  if (at.there === 'shortened') await erp.control('PATCH', `/entries/${id}`, { endTime: plus(endTime, -30) });
  if (at.there === 'shifted')
    await erp.control('PATCH', `/entries/${id}`, { startTime: plus(startTime, 5), endTime: plus(endTime, 5) });
  if (at.there === 'doubled') await here.ask.enter(at.worker, { day: at.jour, startTime, endTime, notes, project });
}

async function correct({ world }: Here, { here, pointages, minutes }: Played): Promise<void> {
  const { sql } = world.hub.db;
  const [id] = pointages;
  if (!id) return;
  if (here === 'corrected') await world.correct(id, minutes[0]! + 20);
  if (here === 'moved') await sql`update pointages set chantier_id = ${world.sites[2]!.id} where id = ${id}`;
  if (here === 'deleted') await sql`update pointages set deleted_at = now() where id = ${id}`;
}

/** What is validated, by chantier over there. */
async function validated({ world }: Here, { worker, jour }: Played): Promise<Record<string, number>> {
  const rows = await world.hub.db.sql<{ project: string; minutes: number }[]>`
    select c.external_id as project, sum(p.minutes)::integer as minutes
    from pointages_vivants p join chantiers_lies_erp c on c.chantier_id = p.chantier_id and c.link_id = ${world.link}
    where p.personne_id = ${worker.id} and p.jour = ${jour} and p.statut = 'valide' group by c.external_id`;
  return Object.fromEntries(rows.map(({ project, minutes }) => [project, minutes]));
}
function byProject(entries: readonly Entry[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const entry of entries) sums[entry.project ?? ''] = (sums[entry.project ?? ''] ?? 0) + entryMinutes(entry);
  return sums;
}

/** Of each of these days; each is one cell, and the totals count all of them. */
async function verdictsOf({ ask }: Here, played: readonly Played[]): Promise<Map<Played, Verdict | null>> {
  const { personnes, totaux } = await ask.grid();
  const rows = Map.groupBy(personnes, ({ personne_id, external_id }) => `${personne_id} ${external_id}`);
  expect([...rows.values()].filter(found => found.length !== 1)).toEqual([]);
  const said = personnes.flatMap(({ jours }) => jours.filter(({ verdict }) => verdict !== null)).length;
  expect(Object.values(totaux).reduce((sum, count) => sum + count, 0)).toBe(said);
  return new Map(
    played.map(at => {
      const row = personnes.find(({ personne_id }) => personne_id === at.worker.id);
      return [at, row?.jours.find(({ jour }) => jour === at.jour)?.verdict ?? null];
    }),
  );
}

const label = ({ here, there, minutes, person: { linked, locked }, jour }: Played) =>
  `${jour}: ${here} ${minutes} here, ${there} there${linked ? '' : ', not linked'}${locked ? ', locked' : ''}`;

async function expectJudged(here: Here, played: readonly Played[]): Promise<void> {
  for (const [at, verdict] of await verdictsOf(here, played)) {
    const entries = await thereOf(here, at);
    const same = entries.map(signature).toSorted().join() === at.sent.join();
    const equal = at.here === 'validated' && at.person.linked && same;
    // Somebody who is not linked has a row of his own for what the ERP has of him.
    const silent = (at.here === 'draft' || at.here === 'none') && (entries.length === 0 || !at.person.linked);
    const gone = at.here === 'deleted' && at.pointages.length === 1 && !at.person.linked;
    expect(verdict === 'egal', `égal of ${label(at)} (${verdict})`).toBe(equal);
    if (!gone) expect(verdict === null, `a verdict of ${label(at)} (${verdict})`).toBe(silent);
  }
}

/** Everything that can be, as it is offered, until nothing is. */
async function repairAll(here: Here, played: readonly Played[]): Promise<void> {
  const { ask, world } = here;
  for (let pass = 0; pass < 5; pass += 1) {
    const { personnes } = await ask.grid();
    const wanted = played.filter(({ worker, jour }) =>
      personnes.some(row => row.personne_id === worker.id && row.jours.some(one => one.jour === jour && one.reparable)),
    );
    if (wanted.length === 0) return;
    for (const { worker, jour } of wanted) {
      const { reparation } = await ask.cell(worker, jour);
      if (reparation) await ask.repaired(worker, jour, reparation);
    }
    await world.send();
    await ask.compare();
  }
  throw new Error('something can be repaired for ever');
}

async function expectSettled(here: Here, played: readonly Played[]): Promise<void> {
  for (const [at, verdict] of await verdictsOf(here, played)) {
    const entries = await thereOf(here, at);
    const { locked, linked } = at.person;
    if (verdict === 'egal') expect(byProject(entries), `both sides of ${label(at)}`).toEqual(await validated(here, at));
    const told: (Verdict | null)[] = [
      ...(locked ? (['egal', 'regularise', 'refuse', 'en_trop', null] as const) : ['egal' as const]),
      ...(linked ? [] : ['a_relier' as const]),
      ...(at.there === 'typed' ? ['en_trop' as const] : []),
      ...(at.here === 'draft' || at.here === 'none' || at.here === 'deleted' ? [null] : []),
    ];
    expect(told, `what is left of ${label(at)}`).toContain(verdict);
    if (verdict !== null && verdict !== 'egal')
      expect(await here.ask.cell(at.worker, at.jour)).toMatchObject({
        reparation: null,
        explication: expect.stringMatching(/\p{L}/u),
      });
  }
}

test(
  `one verdict each, égal exactly when both sides agree, equal or told once repaired (${RUNS} companies, seed ${SEED})`,
  async () => {
    const world = await hoursWorld(await erpWorld({ chantiers: 8 }));
    const here = { world, ask: comparingHours(world) };
    const company = fc.array(person, { minLength: 4, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(company, async people => {
        const played = await enter(here, people);
        for (const at of played) await tamper(here, at);
        for (const { worker, person: who } of played) if (who.locked) await here.ask.lock(worker, true);
        for (const at of played) await correct(here, at);
        await here.ask.compare();
        await expectJudged(here, played);
        await world.send();
        await here.ask.compare();
        await repairAll(here, played);
        await expectSettled(here, played);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  },
  Math.max(120_000, RUNS * 60_000),
);
