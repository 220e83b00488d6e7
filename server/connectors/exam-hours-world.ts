// The exam's part on hours read back, their other readings, and everything going wrong at once; and on the people they belong to.
import { expect, test } from 'vitest';
import type { LigneVue, PersonneFromErp, ReadRecord } from './connector.ts';
import type { Ground, Here } from './exam-ground.ts';
import { linesOf, type Site, SOON, site, someDay, standing } from './exam-hours.ts';
import { dayOf, expectStands, type Heures, JOUR, toLine, untilDone } from './exam-hours-ground.ts';

const LONG = { timeout: 60_000 };
const SEEDS = [1, 7, 20, 42];

async function listed(heures: Heures, du: string, au: string): Promise<LigneVue[]> {
  const lignes: LigneVue[] = [];
  for await (const page of heures.list({ du, au })) lignes.push(...page.lignes);
  return lignes;
}
const byId = (x: { external_id: string }, y: { external_id: string }) => (x.external_id < y.external_id ? -1 : 1);

/** What is listed of these days is what stands there, whoever wrote it. */
async function expectListed(
  { ground, heures }: Pick<Site, 'ground' | 'heures'>,
  du: string,
  au: string,
): Promise<void> {
  const stored = (await ground.hours.entries()).filter(({ jour }) => jour >= du && jour <= au);
  const given = (await listed(heures, du, au)).map(({ version, ...one }) => one);
  expect(given.toSorted(byId)).toEqual(stored.toSorted(byId));
}

export function listTests<S, C>(here: Here<S, C>): void {
  test('a period is listed whole, page after page, nothing of other days, nothing twice', LONG, async () => {
    const { ground, heures } = await site(here);
    const days = ['2026-11-09', '2026-11-16', '2026-11-17', '2026-11-22', JOUR];
    for (const jour of days)
      for (const personne of ground.hours.personnes.slice(0, 4)) {
        const lignes = Array.from({ length: 11 }, (_, n) => ({
          ...{ cle: `c${10 + n}`, chantier: ground.hours.chantiers[n % 2]!, minutes: 20 },
        }));
        await untilDone({ heures, personne, jour }, heures.unites(dayOf(lignes, jour)).unites.map(toLine));
      }
    const stored = await ground.hours.entries();
    expect(stored.length).toBeGreaterThan(210);
    for (const [du, au] of [
      ['2026-11-16', '2026-11-22'],
      ['2026-11-01', '2026-11-30'],
      [JOUR, JOUR],
      ['2026-10-01', '2026-10-31'],
    ] as const)
      await expectListed({ ground, heures }, du, au);
  });

  test('what their people edited or removed is listed as it stands now', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[0]!;
    const lines = linesOf({ ground, heures });
    const ids = await untilDone({ heures, personne, jour: JOUR }, lines);
    await ground.hours.edit(ids.get(lines[0]!.ligne)!);
    await ground.hours.remove(ids.get(lines[1]!.ligne)!);
    await expectListed({ ground, heures }, JOUR, JOUR);
    const [edited] = await listed(heures, JOUR, JOUR);
    expect(edited?.marque).toBe(lines[0]!.marque);
    expect(edited?.minutes).not.toBe(lines[0]!.unite.minutes);
  });
}

/** A night and a plain day, each with an answer lost; then the plain day is corrected. */
async function sendAndCorrect({ ground, heures }: Site): Promise<void> {
  const [personne, other] = ground.hours.personnes as [string, string];
  const chantier = ground.hours.chantiers[0]!;
  const night = dayOf([{ chantier, minutes: 480, plages: [{ debut: '21:00', fin: '05:00' }] }], '2026-11-22');
  const late = heures.unites(night).unites.map(toLine);
  await untilDone({ heures, personne: other, jour: '2026-11-22' }, late);
  await ground.hours.writeTrouble('answer_lost', 1);
  const { retirer } = await standing({ ground, heures }, personne);
  const lines = heures.unites(dayOf([{ chantier, minutes: 440 }])).unites.map(toLine);
  await ground.hours.writeTrouble('answer_lost', 1);
  await untilDone({ heures, personne, jour: JOUR, retirer }, lines);
  await expectStands(ground.hours, personne, lines);
  await expectStands(ground.hours, other, late);
  await expectListed({ ground, heures }, '2026-11-16', '2026-11-29');
}

export function readingTests<S, C>(here: Here<S, C>, names: string[]): void {
  test.each(names)('%s: sent, corrected, looked up and listed all the same', async name => {
    const there = await site(here);
    await there.ground.reading(name);
    await sendAndCorrect(there);
  });
}

export function everyHourTests<S, C>(here: Here<S, C>): void {
  // A write that is still on its way when it is looked for is the engine's to wait for: none is cut here before its time.
  test.each(SEEDS)('seed %i: each line stands exactly once', LONG, async seed => {
    const { ground, heures } = await site(here, 10_000);
    await ground.everything(seed);
    const days = ['2026-11-16', '2026-11-17', JOUR];
    const sent = new Map(
      ground.hours.personnes.slice(0, 4).map(personne => [personne, [] as ReturnType<typeof toLine>[]]),
    );
    for (const [personne, lines] of sent)
      for (const jour of days) {
        const ofDay = linesOf({ ground, heures }, someDay(ground.hours, jour));
        await untilDone({ heures, personne, jour }, ofDay);
        lines.push(...ofDay);
      }
    await ground.calm();
    for (const [personne, lines] of sent) await expectStands(ground.hours, personne, lines);
    expect(await heures.find({ personne: ground.hours.nobody, jours: days, depuis: SOON() })).toEqual([]);
  });
}

async function people<S, C>(here: Here<S, C>, ground: Ground<S, C>): Promise<ReadRecord<PersonneFromErp>[]> {
  const records: ReadRecord<PersonneFromErp>[] = [];
  for await (const page of here.open(ground).personnes!.all()) records.push(...page.records);
  return records;
}

export function peopleTests<S, C>(here: Here<S, C>): void {
  test('everybody is read, those who left and those without login too', async () => {
    const ground = await here.ground(12);
    const records = await people(here, ground);
    const read = records.flatMap(record => (record.ok ? [record.value] : []));
    const known = await ground.people!();
    expect(read.map(({ role, ...person }) => person).toSorted(byId)).toEqual(known.toSorted(byId));
    expect(known.some(({ actif }) => !actif)).toBe(true);
  });
}
