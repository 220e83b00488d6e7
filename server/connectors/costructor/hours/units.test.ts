// Hours to slots: whatever was worked, the sum over there is what was validated here, to the minute.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minutesDePlage } from '#contract/calendrier.ts';
import type { HeuresJour, LigneHeures, UnitesJour } from '../../connector.ts';
import { unitesOf } from './units.ts';

const HORAIRE = { debut: '08:00', pause_debut: '12:00', pause_minutes: 60 };
const ligne = (cle: string, of: Partial<LigneHeures>): LigneHeures => ({
  ...{ cle, chantier: `pj_${cle}`, minutes: 0, plages: [], zone: null, panier: null },
  ...of,
});
const entered = (cle: string, jour: string, ...plages: [debut: string, fin: string][]) => {
  const them = plages.map(([debut, fin]) => ({ debut, fin }));
  return ligne(cle, { plages: them, minutes: them.reduce((sum, plage) => sum + minutesDePlage(jour, plage), 0) });
};
const day = (jour: string, ...lignes: LigneHeures[]): HeuresJour => ({ jour, lignes, horaire: HORAIRE });
/** `11-24 08:00-12:00 pj_a`, with a `?` where nobody entered these times. */
const said = ({ unites }: UnitesJour) =>
  unites.map(
    ({ jour, debut, fin, chantier, indicatif }) =>
      `${jour.slice(5)} ${debut}-${fin} ${chantier}${indicatif ? ' ?' : ''}`,
  );
const slots = (of: HeuresJour) => said(unitesOf(of, undefined));

describe('a day in slots', () => {
  test('times that were entered leave as they are, and the lunch between them is not counted', () => {
    const { unites } = unitesOf(
      day('2026-11-24', entered('a', '2026-11-24', ['08:00', '12:00'], ['13:00', '17:30'])),
      undefined,
    );
    expect(said({ unites, refus: [] })).toEqual(['11-24 08:00-12:00 pj_a', '11-24 13:00-17:30 pj_a']);
    expect(unites[1]).toEqual({
      ...{
        cle: 'a:2',
        pointage: 'a',
        chantier: 'pj_a',
        jour: '2026-11-24',
        minutes: 270,
        debut: '13:00',
        fin: '17:30',
      },
      indicatif: false,
      contenu: { type: 'work', day: '2026-11-24', project: 'pj_a', startTime: '13:00', endTime: '17:30' },
    });
  });

  test('7 h 20 without times is cut around the company’s lunch, and says that its times are indicative', () => {
    const { unites } = unitesOf(day('2026-11-24', ligne('a', { minutes: 440, zone: '1A' })), undefined);
    expect(said({ unites, refus: [] })).toEqual(['11-24 08:00-12:00 pj_a ?', '11-24 13:00-16:20 pj_a ?']);
    expect(unites.map(({ minutes }) => minutes)).toEqual([240, 200]);
    expect(unites[0]!.contenu).toMatchObject({
      zone: 'z1a',
      notes: 'horaires indicatifs, seule la durée fait foi',
    });
  });

  test('several chantiers without times follow each other', () => {
    const three = ['a', 'b', 'c'].map((cle, index) => ligne(cle, { minutes: [120, 180, 140][index]! }));
    expect(slots(day('2026-11-24', ...three))).toEqual([
      '11-24 08:00-10:00 pj_a ?',
      '11-24 10:00-12:00 pj_b ?',
      '11-24 13:00-14:00 pj_b ?',
      '11-24 14:00-16:20 pj_c ?',
    ]);
  });

  test('minutes without times go around the times of the others', () => {
    const mixed = day('2026-11-24', ligne('a', { minutes: 120 }), entered('b', '2026-11-24', ['09:00', '12:00']));
    expect(slots(mixed)).toEqual(['11-24 08:00-09:00 pj_a ?', '11-24 09:00-12:00 pj_b', '11-24 13:00-14:00 pj_a ?']);
  });

  test('a night is split at midnight, its end is of the next day; one that ends at midnight is not', () => {
    expect(slots(day('2026-12-31', entered('a', '2026-12-31', ['21:00', '05:00'])))).toEqual([
      '12-31 21:00-24:00 pj_a',
      '01-01 00:00-05:00 pj_a',
    ]);
    expect(slots(day('2026-12-31', entered('a', '2026-12-31', ['21:00', '00:00'])))).toEqual([
      '12-31 21:00-24:00 pj_a',
    ]);
  });

  test('the nights when clocks change are worth the time worked, whatever their amplitude', () => {
    // Seven hours between 22:00 and 6:00 in March, nine in October: the end moves.
    expect(slots(day('2026-03-28', entered('a', '2026-03-28', ['22:00', '06:00'])))).toEqual([
      '03-28 22:00-24:00 pj_a ?',
      '03-29 00:00-05:00 pj_a ?',
    ]);
    expect(slots(day('2026-10-24', entered('a', '2026-10-24', ['22:00', '06:00'])))).toEqual([
      '10-24 22:00-24:00 pj_a ?',
      '10-25 00:00-07:00 pj_a ?',
    ]);
  });

  test('what follows the hour that came twice moves with it', () => {
    const sunday = day(
      '2026-10-25',
      entered('a', '2026-10-25', ['00:00', '06:00']),
      entered('b', '2026-10-25', ['06:00', '08:00']),
    );
    expect(slots(sunday)).toEqual(['10-25 00:00-07:00 pj_a ?', '10-25 07:00-09:00 pj_b ?']);
  });

  test('where the last minute of a day cannot be written, the whole line is told, and the others leave', () => {
    const night = day(
      '2026-11-24',
      entered('a', '2026-11-24', ['14:00', '16:00'], ['20:00', '02:00']),
      entered('b', '2026-11-24', ['08:00', '12:00']),
    );
    const { unites, refus } = unitesOf(night, 'none');
    expect(said({ unites, refus })).toEqual(['11-24 08:00-12:00 pj_b']);
    expect(refus).toEqual([{ cle: 'a', code: 'irrepresentable', phrase: expect.stringMatching(/dernière minute/) }]);
    expect(unitesOf(night, '00:00').refus).toEqual([]);
  });

  test('minutes that do not make their times win over them', () => {
    const odd = ligne('a', { minutes: 60, plages: [{ debut: '08:00', fin: '12:00' }] });
    expect(slots(day('2026-11-24', odd))).toEqual(['11-24 08:00-09:00 pj_a ?']);
  });

  test('more than a day of it is told, what fits leaves', () => {
    const { unites, refus } = unitesOf(
      day('2026-11-24', ligne('a', { minutes: 1000 }), ligne('b', { minutes: 441 })),
      undefined,
    );
    expect([unites.reduce((sum, { minutes }) => sum + minutes, 0), refus.map(({ cle }) => cle)]).toEqual([1000, ['b']]);
  });
});

const DAYS = ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-11-24', '2026-12-31', '2028-02-29'];
const two = (n: number) => String(n).padStart(2, '0');
const at = (minutes: number) => `${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`;

/** Stretches one after the other, of several chantiers, and lines with minutes alone. */
const anyDay = fc
  .record({
    jour: fc.constantFrom(...DAYS),
    start: fc.integer({ min: 0, max: 700 }),
    steps: fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 90 }), length: fc.integer({ min: 1, max: 300 }), of: fc.nat(2) }),
      { maxLength: 6 },
    ),
    alone: fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 4 }),
    horaire: fc.record({
      debut: fc.integer({ min: 240, max: 720 }).map(at),
      pause_debut: fc.integer({ min: 600, max: 900 }).map(at),
      pause_minutes: fc.integer({ min: 0, max: 120 }),
    }),
  })
  .map(({ jour, start, steps, alone, horaire }): HeuresJour => {
    let place = start;
    const plages = steps.map(({ gap, length, of }) => {
      const debut = place + gap;
      place = debut + length;
      return { of, plage: { debut: at(debut), fin: at(place) }, last: place };
    });
    const within = plages.filter(({ last }) => last <= 1800 && last - start < 1440);
    // A stretch that begins after midnight would be of the next day.
    const kept = within.filter(({ plage, last }) => last - minutesDePlage('2026-11-24', plage) < 1440);
    const timed = [0, 1, 2].map(n =>
      entered(
        `t${n}`,
        jour,
        ...kept.filter(({ of }) => of === n).map(({ plage }) => [plage.debut, plage.fin] as [string, string]),
      ),
    );
    return { jour, lignes: [...timed, ...alone.map((minutes, n) => ligne(`m${n}`, { minutes }))], horaire };
  });

const span = ({ jour, debut, fin }: { jour: string; debut: string | null; fin: string | null }) => {
  const of = (heure: string) => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));
  return { jour, de: of(debut!), a: of(fin!) };
};

describe('whatever the day', () => {
  test('each line that leaves keeps its minutes, to the minute; the others are told', () => {
    fc.assert(
      fc.property(anyDay, of => {
        const { unites, refus } = unitesOf(of, undefined);
        const told = new Set(refus.map(({ cle }) => cle));
        for (const { cle, minutes, chantier } of of.lignes) {
          const own = unites.filter(({ pointage }) => pointage === cle);
          expect(own.every(unite => unite.chantier === chantier)).toBe(true);
          expect(own.reduce((sum, unite) => sum + unite.minutes, 0)).toBe(told.has(cle) ? 0 : minutes);
        }
      }),
    );
  });

  test('a slot is within its day, worth its amplitude, and crosses no other', () => {
    fc.assert(
      fc.property(anyDay, of => {
        const all = unitesOf(of, undefined).unites.map(unite => ({ ...span(unite), minutes: unite.minutes }));
        for (const { de, a, minutes } of all)
          expect([0 <= de, de < a, a <= 1440, a - de]).toEqual([true, true, true, minutes]);
        for (const [index, one] of all.entries())
          for (const other of all.slice(index + 1))
            expect(one.jour !== other.jour || one.a <= other.de || other.a <= one.de).toBe(true);
      }),
    );
  });

  test('the same day gives the same units, whatever the order of its lines, and no key twice', () => {
    fc.assert(
      fc.property(anyDay, of => {
        const once = unitesOf(of, undefined);
        expect(unitesOf({ ...of, lignes: of.lignes.toReversed() }, undefined)).toEqual(once);
        expect(new Set(once.unites.map(({ cle }) => cle)).size).toBe(once.unites.length);
        for (const { contenu } of once.unites) expect(JSON.stringify(contenu).length).toBeLessThan(4_000);
      }),
    );
  });

  test('a line added after the others leaves them where they were', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 120 }), (of, minutes) => {
        const before = unitesOf(of, undefined);
        const after = unitesOf({ ...of, lignes: [...of.lignes, ligne('z', { minutes })] }, undefined);
        fc.pre(roomBefore(of, before));
        const kept = after.unites.filter(({ pointage }) => pointage !== 'z');
        expect(kept).toEqual(before.unites);
      }),
    );
  });
});

/** Where the evening has no room left, those without times begin earlier. */
const roomBefore = (of: HeuresJour, { unites, refus }: UnitesJour): boolean =>
  refus.length === 0 &&
  unites.every(({ jour, fin, debut }) => jour === of.jour && fin! < '20:00' && debut! >= of.horaire.debut);
