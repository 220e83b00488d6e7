// What happened, or would have: hours that left when they no longer should, twice, or never again. One test for each.
import { expect, onTestFinished, test } from 'vitest';
import { personalData } from '#platform/rgpd/personal-data.ts';
import { SYSTEM } from '#platform/unit.ts';
import { testApp } from '#testing/app.ts';
import { expectProved, type HoursWorld, hoursWorld, makeWorker, mapWorker, proof } from '#testing/erp/hours.ts';
import { erpHome, erpWorld } from '#testing/erp/world.ts';
import { anonymiseOld } from '../../domain/personnes/rgpd/anonymise-personnes.ts';
import { recordOutcomes } from './sql/envoi.ts';

const home = await erpHome();
const [LUNDI, MARDI] = ['2026-11-16', '2026-11-17'] as const;
const POST = { method: 'POST', path: '/timesheet_entries' };
type Fetch = HoursWorld['hub']['ground']['outbound']['fetch'];

/** Stands in the way out of the hub, for this test. */
function intercept({ hub }: HoursWorld, by: (...call: [...Parameters<Fetch>, Fetch]) => ReturnType<Fetch>): void {
  const { outbound } = hub.ground;
  const { fetch } = outbound;
  outbound.fetch = (url, request) => by(url, request, fetch);
  onTestFinished(() => {
    outbound.fetch = fetch;
  });
}

/** Just before the n-th write leaves. */
function beforeWrite(world: HoursWorld, n: number, act: () => Promise<unknown>): void {
  let writes = 0;
  intercept(world, async (url, request, fetch) => {
    if (request.method !== 'GET') writes += 1;
    if (request.method !== 'GET' && writes === n) await act();
    return await fetch(url, request);
  });
}

const withdraw = ({ hub }: HoursWorld, id: string) =>
  hub.db.sql`update pointages set statut = 'brouillon', minutes = 300, revision = revision + 1 where id = ${id}`;
const validate = ({ hub }: HoursWorld, id: string) => hub.db.sql`
  update pointages set statut = 'valide', valide_revision = revision, valide_minutes = minutes, valide_plages = plages where id = ${id}`;
const unlink = ({ hub, link }: HoursWorld, personne_id: string) => hub.db.sql`
  update erp_personnes set personne_id = null, trouve_par = null where link_id = ${link} and personne_id = ${personne_id}`;

/** In the ERP itself, by whoever has its key. */
async function typeIn({ erp }: HoursWorld, entry: object): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${erp.key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${erp.base_url}/timesheet_entries`, {
    method: 'POST',
    headers,
    body: JSON.stringify(entry),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { data: { id: string } }).data;
}

/** A day laid down and not sent: they asked to wait for an hour. */
async function waiting(): Promise<{ world: HoursWorld; id: string; goOn: () => Promise<string> }> {
  const world = await hoursWorld(await home());
  const id = await world.work(world.workers[0]!, { jour: LUNDI, minutes: 440 });
  await world.fault({ match: { ...POST, nth: 1 }, fault: { kind: 'too_many', retry_after: 'seconds', seconds: 3600 } });
  const run = await world.send();
  expect(run.statut).toBe('waiting');
  const goOn = async () => {
    await world.later(3700);
    const over = async () => (await world.readExport(run.id)).statut;
    await expect.poll(over, { timeout: 20_000 }).toMatch(/succeeded|partial/);
    return await over();
  };
  return { world, id, goOn };
}

test('a validation withdrawn while the ERP asked to wait: the hours do not leave, and do once they are validated again', async () => {
  const { world, id, goOn } = await waiting();
  await withdraw(world, id);
  await goOn();
  expect(await world.entries()).toEqual([]);
  await validate(world, id);
  expect((await world.send()).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a day that is corrected while the one before it leaves: the old hours do not leave', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  const [kept, corrected] = [
    await world.work(world.workers[0]!, { jour: MARDI, minutes: 240 }),
    await world.work(world.workers[0]!, { jour: '2026-11-18', minutes: 240 }),
  ];
  beforeWrite(world, 1, async () => {
    await withdraw(world, kept);
    await world.correct(corrected, 180);
  });
  await world.send();
  const seen = (await world.entries()).map(({ day, startTime, endTime }) => `${day} ${startTime}-${endTime}`);
  expect(seen.sort()).toEqual([`${LUNDI} 08:00-12:00`, '2026-11-18 08:00-11:00']);
  expect((await world.writes()).filter(write => write.startsWith('DELETE'))).toEqual([]);
});

test('somebody unlinked while his hours wait: they do not leave under the account of another', async () => {
  const { world, goOn } = await waiting();
  await unlink(world, world.workers[0]!.id);
  await goOn();
  expect(await world.entries()).toEqual([]);
  expect(new Set((await world.ledger()).map(line => line.raison?.code))).toContain('personne_a_relier');
  const right = await makeWorker(world, false);
  await mapWorker(world.hub.db.sql, world.link, { id: world.workers[0]!.id, user: right.user });
  await world.send();
  expect(new Set((await world.entries()).map(({ user }) => user))).toEqual(new Set([right.user]));
  await expectProved(proof(world));
});

test('an entry that cannot be read keeps one person in doubt, and nobody else from leaving', async () => {
  const world = await hoursWorld(await home(), { people: 2 });
  for (const worker of world.workers) await world.work(worker, { jour: LUNDI, minutes: 240 });
  const first = [...world.workers].sort((x, y) => (x.id < y.id ? -1 : 1))[0]!;
  const typed = await typeIn(world, {
    ...{ user: first.user, type: 'work', day: LUNDI, project: world.sites[0]!.external_id },
    ...{ startTime: '18:00', endTime: '19:00', notes: 'Réunion' },
  });
  await world.fault(
    { match: { ...POST, nth: 1 }, fault: { kind: 'cut_after' } },
    {
      match: { method: 'GET', path: '/timesheet_entries' },
      fault: { kind: 'drift', what: 'null_required', field: 'startTime', ids: [typed.id] },
    },
  );
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'partial', compte: { doubtful: 1, sent: 1 } });
  await world.erp.control('DELETE', '/faults');
  expect((await world.send()).statut).toBe('succeeded');
  const marked = (await world.entries()).filter(({ notes }) => notes?.startsWith('HC-'));
  expect(marked.map(({ user }) => user).sort()).toEqual(world.workers.map(({ user }) => user).sort());
});

test('somebody linked whose day is being corrected: the tick does not ask for a run each minute', async () => {
  const world = await hoursWorld(await home(), { mapped: false });
  const id = await world.work(world.workers[0]!, { jour: LUNDI, minutes: 440 });
  await world.send();
  await withdraw(world, id);
  await mapWorker(world.hub.db.sql, world.link, world.workers[0]!);
  const before = (await world.exports()).length;
  for (let n = 0; n < 3; n += 1) {
    await world.tickExports();
    await expect.poll(async () => (await world.exports()).every(run => run.finished_at !== null)).toBe(true);
  }
  expect((await world.exports()).length).toBe(before);
  await validate(world, id);
  await world.tickExports();
  await expect.poll(async () => (await world.ledger({ etat: 'sent' })).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expectProved(proof(world));
});

test('an answer lost at the end of a long day has its own minute to come true: exactly one entry', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 440 });
  let lost: { at: number; body: string } | null = null;
  const land = async () => {
    const { body } = lost!;
    lost = null;
    await typeIn(world, JSON.parse(body));
  };
  await world.fault({ match: { ...POST, nth: 2 }, fault: { kind: 'cut_before' } });
  let writes = 0;
  intercept(world, async (url, request, go) => {
    const now = () => world.hub.clock.now.epochMilliseconds;
    // Lost on the way, and written thirty seconds later: a queue in front of them.
    if (lost && now() >= lost.at + 30_000) await land();
    if (request.method === 'POST') writes += 1;
    // The one before it took its time.
    if (request.method === 'POST' && writes === 2) {
      world.hub.clock.advance({ seconds: 90 });
      lost = { at: now(), body: String(request.body) };
    }
    return await go(url, request);
  });
  expect((await world.send()).statut).toBe('succeeded');
  if (lost) await land();
  expect(await world.entries()).toHaveLength(2);
  await expectProved(proof(world));
});

test('a process that is slow to learn that its run was taken over writes nothing more', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 440 });
  const other = await testApp({ beside: world.hub });
  const { sql } = world.hub.db;
  let calls = 0;
  intercept(world, async (url, request, go) => {
    const answer = await go(url, request);
    if (request.method !== 'POST') return answer;
    calls += 1;
    if (calls === 1)
      await sql`update export_runs set process_id = ${other.ground.presence.id} where link_id = ${world.link} and statut = 'running'`;
    return answer;
  });
  const id = await world.ask();
  const written = async () => (await world.ledger()).map(({ etat }) => etat).sort();
  await expect.poll(written, { timeout: 20_000 }).toEqual(['sent', 'to_send']);
  expect([calls, (await world.entries()).length]).toEqual([1, 1]);
  await sql`update export_runs set process_id = null, statut = 'waiting' where id = ${id}`;
  await world.later(1);
  expect((await world.calm(id)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a line set aside as typed by hand stays aside when its person is linked: the hours are not there twice', async () => {
  const world = await hoursWorld(await home(), { mapped: false });
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  await world.send();
  const [line] = await world.ledger({ etat: 'unmapped' });
  await world.post(`/api/v1/lignes-envoi/${line!.id}/ignorer`, { note: 'Déjà saisie à la main dans l’ERP' });
  await mapWorker(world.hub.db.sql, world.link, world.workers[0]!);
  await world.tickExports();
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 60, site: world.sites[1]! });
  await world.send();
  expect((await world.entries()).map(({ project }) => project)).toEqual([world.sites[1]!.external_id]);
  expect(await world.ledger({ a_voir: 'oui' })).toEqual([]);
  expect((await world.ledger({ a_voir: 'non' })).map(({ etat }) => etat).sort()).toEqual(['sent', 'unmapped']);
  expect(await world.ledger({ etat: 'unmapped' })).toMatchObject([
    { id: line!.id, ignoree: { par: expect.any(String) } },
  ]);
});

test('hours that a retired connexion never sent leave by the one their chantier is of now', async () => {
  const first = await hoursWorld(await home());
  const [worker, site] = [first.workers[0]!, first.sites[0]!];
  await first.hub.db.sql`update erp_personnes set external_id = 'usr_parti' where link_id = ${first.link}`;
  await first.work(worker, { jour: LUNDI, minutes: 240 });
  expect((await first.send()).compte).toMatchObject({ refused: 1 });
  const { hub, person, admin } = first;
  const second = await hoursWorld(await erpWorld({ beside: { hub, person, admin }, seed: 7 }), { people: 0 });
  onTestFinished(() => second.erp.stop());
  const [there] = second.sites;
  await hub.db.sql`delete from chantier_references where external_id = ${there!.external_id}`;
  await hub.db.sql`
    insert into chantier_references (chantier_id, system, external_id, managed)
    select ${site.id}, l.system, ${there!.external_id}, true from erp_links l where l.id = ${second.link}`;
  const { id: user } = await second.erp.control<{ id: string }>('POST', '/users', {
    firstName: 'Camille',
    lastName: 'Durand',
  });
  await mapWorker(hub.db.sql, second.link, { id: worker.id, user });
  await second.send();
  expect(await second.entries()).toEqual([]);
  const retired = await hub.request('DELETE', `/api/v1/erp-links/${first.link}`, { as: admin });
  expect(retired.statusCode, retired.body).toBe(204);
  expect((await second.send()).compte).toMatchObject({ sent: 1 });
  expect(await second.entries()).toHaveLength(1);
});

test('a person anonymised at the end of what the law keeps: nothing of his is taken out of the ERP, nor written again', async () => {
  const world = await hoursWorld(await home());
  const { hub, admin } = world;
  const { id } = world.workers[0]!;
  await world.work(world.workers[0]!, { jour: '2026-09-14', minutes: 440 });
  await world.send('2026-09-14', '2026-09-20');
  const entries = await world.entries();
  await hub.db.sql`update export_lignes set ignoree_at = now(), ignoree_note = 'Parti fâché' where personne_id = ${id}`;
  const { version } = (await hub.request('GET', `/api/v1/personnes/${id}`, { as: admin })).json<{ version: number }>();
  const headers = { 'if-match': `"${version}"` };
  const erased = { as: admin, body: { motif: 'Demande écrite' }, headers };
  expect((await hub.request('POST', `/api/v1/personnes/${id}/effacement`, erased)).statusCode).toBe(200);
  expect([...(await hub.db.sql`select distinct ignoree_note from export_lignes where personne_id = ${id}`)]).toEqual([
    { ignoree_note: 'Effacé' },
  ]);
  const data = personalData(() => hub.app.features);
  await anonymiseOld({ inUnit: hub.app.inUnit, annees: 0, data }, new AbortController().signal);
  expect(await hub.db.sql`select from personnes where id = ${id}`).toHaveLength(0);
  await world.writes();
  expect((await world.send('2026-09-14', '2026-09-20')).statut).toBe('succeeded');
  expect(await world.writes()).toEqual([]);
  expect(await world.entries()).toEqual(entries);
  const marks = new Set(entries.map(({ notes }) => /HC-[0-9A-Z]+/.exec(notes!)![0]));
  const lines = await world.ledger({ etat: 'sent' });
  expect(lines.length).toBe(entries.length);
  expect(lines.filter(({ marque }) => marks.has(marque))).toEqual([]);
});

test('sending stopped and started again: a day that was not validated meanwhile still leaves', async () => {
  const world = await hoursWorld(await home());
  const id = await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240, statut: 'brouillon' });
  const path = `/api/v1/erp-links/${world.link}/envoi-heures`;
  const put = async (body: object) => {
    const { version } = (await world.hub.request('GET', path, { as: world.admin })).json<{ version: number }>();
    const headers = { 'if-match': `"${version}"` };
    const set = { frequence: 'hebdomadaire', jour: 1, heure: '06:00', ...body };
    const answer = await world.hub.request('PUT', path, { as: world.admin, body: set, headers });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<{ depuis: string }>().depuis;
  };
  await put({ actif: false });
  expect(await put({ actif: true })).toBe('2020-01-01');
  await validate(world, id);
  await world.send();
  await expectProved(proof(world));
  await put({ actif: false });
  expect(await put({ actif: true, arriere: 'laisser' })).toBe('2026-11-23');
});

test('an answer that comes after its line was tried again says nothing of the new try', async () => {
  const world = await hoursWorld(await home(), { mapped: false });
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  await world.send();
  const { sql } = world.hub.db;
  const [line] = await sql<{ id: string }[]>`
    update export_lignes set etat = 'sending', essais = 2, raison_code = null, tente_at = now() where link_id = ${world.link} returning id`;
  const say = async (essais: number) => {
    const outcome = { id: line!.id, essais, etat: 'sent' as const, external_id: `tse_${essais}`, version: null };
    await world.hub.app.inUnit(SYSTEM, unit => recordOutcomes(unit, [{ ...outcome, code: null, phrase: null }]));
    return (await world.ledger()).map(({ etat, external_id }) => `${etat} ${external_id}`);
  };
  expect(await say(1)).toEqual(['sending null']);
  expect(await say(2)).toEqual(['sent tse_2']);
});

test('a connexion paused while a day leaves: the next one does not, and leaves once it is resumed', async () => {
  const world = await hoursWorld(await home());
  for (const jour of [LUNDI, MARDI]) await world.work(world.workers[0]!, { jour, minutes: 240 });
  const turn = async (way: 'pause' | 'reprise') => (await world.post(`/api/v1/erp-links/${world.link}/${way}`)).status;
  beforeWrite(world, 1, async () => expect(await turn('pause')).toBe(200));
  const run = await world.send();
  expect([run.statut, (await world.entries()).map(({ day }) => day)]).toEqual(['parked', [LUNDI]]);
  expect(await turn('reprise')).toBe(200);
  await world.later(2);
  await expect.poll(async () => (await world.readExport(run.id)).statut, { timeout: 20_000 }).toBe('succeeded');
  await expectProved(proof(world));
});
