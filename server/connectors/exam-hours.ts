// The exam's part on hours: whatever happens, each line stands over there exactly once, or its reason is said.
import { expect, test } from 'vitest';
import type { EcritureJour } from './connector.ts';
import type { Ground, Here } from './exam-ground.ts';
import {
  DONE_ALL_THE_SAME,
  dayOf,
  expectStands,
  type Heures,
  type HoursGround,
  JOUR,
  statesOf,
  toLine,
  untilDone,
  WRITE_TROUBLES,
  type WriteTrouble,
} from './exam-hours-ground.ts';

export const SOON = () => new Date(Date.now() - 120_000).toISOString();

export type Site = { ground: Ground<unknown, unknown> & { hours: HoursGround }; heures: Heures };

export async function site<S, C>(here: Here<S, C>, timeout_ms = here.exam.patience_ms ?? 400): Promise<Site> {
  const ground = await here.ground(12);
  return { ground: ground as unknown as Site['ground'], heures: here.open(ground, { timeout_ms }).heures! };
}

/** Two chantiers in a day, with times and without. */
export const someDay = ({ chantiers: [first, second] }: HoursGround, jour = JOUR) =>
  dayOf(
    [
      { cle: 'a', chantier: first!, minutes: 240, plages: [{ debut: '07:30', fin: '11:30' }] },
      { cle: 'b', chantier: second!, minutes: 200, plages: [{ debut: '13:00', fin: '16:20' }] },
    ],
    jour,
  );
export const linesOf = ({ ground, heures }: Site, day = someDay(ground.hours)) => heures.unites(day).unites.map(toLine);
const write = (personne: string, lines: EcritureJour['ecrire'], jour = JOUR): EcritureJour => ({
  ...{ personne, jour, retirer: [], ecrire: lines },
});

/** A day that stands there, and what takes it out. */
export async function standing(there: Site, personne: string) {
  const old = linesOf(there);
  const ids = await untilDone({ heures: there.heures, personne, jour: JOUR }, old);
  const retirer = old.map(({ ligne, marque, unite }) => ({ ligne, marque, unite, external_id: ids.get(ligne)! }));
  return { old, retirer };
}

export function sendTests<S, C>(here: Here<S, C>): void {
  test('a day stands over there line by line, under our marks, and is found and listed as it stands', async () => {
    const { ground, heures } = await site(here);
    const [personne, other] = ground.hours.personnes as [string, string];
    const lines = linesOf({ ground, heures });
    const { issues, arret } = await heures.push(write(personne, lines));
    expect([issues.map(({ etat }) => etat), arret]).toEqual([lines.map(() => 'sent'), null]);
    await heures.push(write(other, linesOf({ ground, heures })));
    await expectStands(ground.hours, personne, lines);
    const found = await heures.find({ personne, jours: [JOUR], depuis: SOON() });
    expect(found.map(({ marque }) => marque).toSorted()).toEqual(lines.map(({ marque }) => marque).toSorted());
    expect(await heures.find({ personne, jours: ['2026-11-23'], depuis: SOON() })).toEqual([]);
  });

  test('a correction takes the old entries out and puts the new ones in; taken out twice is taken out', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[0]!;
    const { old, retirer } = await standing({ ground, heures }, personne);
    const lines = heures.unites(dayOf([{ chantier: ground.hours.chantiers[1]!, minutes: 440 }])).unites.map(toLine);
    const both = await heures.push({ personne, jour: JOUR, retirer, ecrire: lines });
    expect(statesOf(both)).toEqual([...old.map(() => 'removed'), ...lines.map(() => 'sent')]);
    await expectStands(ground.hours, personne, lines);
    expect(statesOf(await heures.push({ personne, jour: JOUR, retirer, ecrire: [] }))).toEqual(
      old.map(() => 'removed'),
    );
  });
}

export function minutesTests<S, C>(here: Here<S, C>): void {
  test('a night, a day of 7 h 20 and the nights of the clocks are worth their minutes, to the minute', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[0]!;
    const chantier = ground.hours.chantiers[0]!;
    const days = [
      dayOf([{ chantier, minutes: 480, plages: [{ debut: '21:00', fin: '05:00' }] }], '2026-11-22'),
      dayOf([{ chantier, minutes: 440 }], JOUR),
      dayOf([{ chantier, minutes: 420, plages: [{ debut: '22:00', fin: '06:00' }] }], '2026-03-28'),
      dayOf([{ chantier, minutes: 540, plages: [{ debut: '22:00', fin: '06:00' }] }], '2026-10-24'),
    ];
    const lines = days.flatMap(day => heures.unites(day).unites.map(toLine));
    await untilDone({ heures, personne, jour: JOUR }, lines);
    await expectStands(ground.hours, personne, lines);
    const stored = await ground.hours.entries();
    expect(stored.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(480 + 440 + 420 + 540);
  });
}

export function lostTests<S, C>(here: Here<S, C>): void {
  test.each(Object.keys(WRITE_TROUBLES) as WriteTrouble[])(
    '%s: said for what it is, and never written twice',
    async what => {
      const { ground, heures } = await site(here);
      const personne = ground.hours.personnes[0]!;
      const lines = linesOf({ ground, heures });
      await ground.hours.writeTrouble(what, 1);
      const { issues, arret } = await heures.push(write(personne, lines));
      const word = WRITE_TROUBLES[what];
      expect(issues[0]?.etat).toBe(word === 'doubtful' ? 'doubtful' : undefined);
      if (word !== 'doubtful') expect([arret?.is.word, issues]).toEqual([word, []]);
      if (arret?.is.word === 'busy') expect(Date.parse(arret.is.retry_at)).toBeGreaterThan(Date.now());
      const there = (await ground.hours.entries()).filter(({ marque }) => marque === lines[0]!.marque);
      if (DONE_ALL_THE_SAME.includes(what)) expect(there).toHaveLength(1);
      if (word !== 'doubtful') expect(there).toEqual([]);
      await ground.calm();
      const found = await heures.find({ personne, jours: [JOUR], depuis: SOON() });
      expect(found.filter(({ marque }) => marque === lines[0]!.marque)).toHaveLength(there.length);
    },
  );
}

export function removalTests<S, C>(here: Here<S, C>): void {
  test('an answer lost in the midst of a removal leaves it to be looked up, and nothing is written beside it', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[0]!;
    const { retirer } = await standing({ ground, heures }, personne);
    const lines = linesOf({ ground, heures });
    await ground.hours.writeTrouble('answer_lost', 1);
    const cut = await heures.push({ personne, jour: JOUR, retirer, ecrire: lines });
    expect([statesOf(cut), cut.arret?.is.word]).toEqual([['doubtful'], 'unavailable']);
    await untilDone({ heures, personne, jour: JOUR, retirer }, lines);
    await expectStands(ground.hours, personne, lines);
  });
}

export function silenceTests<S, C>(here: Here<S, C>): void {
  test('no line of the log names a person, a chantier or a secret', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[0]!;
    for (const what of Object.keys(WRITE_TROUBLES) as WriteTrouble[]) {
      await ground.hours.writeTrouble(what, 1);
      await heures.push(write(personne, linesOf({ ground, heures })));
    }
    const secrets = Object.values(ground.credentials as Record<string, string>);
    const kept = [...ground.hours.names, ...secrets].filter(text => text.length > 3);
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.filter(text => here.ear.heard.some(line => line.includes(text)))).toEqual([]);
  });
}

const PHRASE = /^[A-ZÉ][^<>{}]{5,300}$/;
const phrase = expect.stringMatching(PHRASE);

/** A day whose first line goes to another chantier: what became of each. */
async function pushWith(there: Site, chantier: string, personne: string) {
  const day = someDay(there.ground.hours);
  const lignes = day.lignes.map(ligne => (ligne.cle === 'a' ? { ...ligne, chantier } : ligne));
  const lines = linesOf(there, { ...day, lignes });
  return { lines, ...(await there.heures.push(write(personne, lines))) };
}

export function refusalTests<S, C>(here: Here<S, C>): void {
  test('a chantier they do not know is refused alone', async () => {
    const there = await site(here);
    const { hours } = there.ground;
    const { issues, lines, arret } = await pushWith(there, hours.nowhere, hours.personnes[0]!);
    expect(issues[0]).toEqual({ ligne: lines[0]!.ligne, etat: 'refused', code: 'chantier_inconnu', phrase });
    expect([issues[1]?.etat, arret]).toEqual(['sent', null]);
  });

  test('a closed chantier is refused alone', async () => {
    const there = await site(here);
    const closed = await there.ground.hours.close();
    const { issues } = await pushWith(there, closed, there.ground.hours.personnes[1]!);
    expect(issues).toMatchObject([{ etat: 'refused', code: 'chantier_ferme', phrase }, { etat: 'sent' }]);
  });

  test('a person they do not know is refused, and nothing stands', async () => {
    const there = await site(here);
    const { hours } = there.ground;
    const { issues } = await pushWith(there, hours.chantiers[0]!, hours.nobody);
    for (const issue of issues) expect(issue).toMatchObject({ etat: 'refused', code: 'personne_inconnue', phrase });
    expect(issues).toHaveLength(2);
    expect(await hours.entries()).toEqual([]);
  });
}

export function lockTests<S, C>(here: Here<S, C>): void {
  test('a locked week is said of each line and asked once; another week is not touched by it', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[2]!;
    const plages = [{ debut: '21:00', fin: '05:00' }];
    // A night from Sunday to Monday: its end is of the next week.
    const night = dayOf([{ chantier: ground.hours.chantiers[0]!, minutes: 480, plages }], '2026-11-22');
    const friday = someDay(ground.hours, '2026-11-20');
    const lines = [friday, night].flatMap(day => heures.unites(day).unites.map(toLine));
    await ground.hours.lock!(personne, '2026-11-20');
    const calls = await ground.calls();
    const { issues, arret } = await heures.push(write(personne, lines, '2026-11-22'));
    const said = issues.map(issue => (issue.etat === 'refused' ? issue.code : issue.etat));
    expect(said).toEqual(['verrouille', 'verrouille', 'verrouille', 'sent']);
    expect([arret, (await ground.calls()) - calls]).toEqual([null, 2]);
  });

  test('what is locked cannot be taken out: its replacement is refused with it', async () => {
    const { ground, heures } = await site(here);
    const personne = ground.hours.personnes[3]!;
    const { old, retirer } = await standing({ ground, heures }, personne);
    await ground.hours.lock!(personne, JOUR);
    const { issues } = await heures.push({ personne, jour: JOUR, retirer, ecrire: linesOf({ ground, heures }) });
    for (const issue of issues) expect(issue).toMatchObject({ etat: 'refused', code: 'verrouille', phrase });
    expect(issues).toHaveLength(4);
    await expectStands(ground.hours, personne, old);
  });
}
