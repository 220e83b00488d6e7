// The exam every connector sits (house §8), against its simulator with faults on. The oracle is the simulator's own store.
// What belongs to the engine (mass closing, exactly once, killed processes) is asked of exchange/imports, not here.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ErpSession, Traits } from './connector.ts';
import { type Exam, type Ground, type Here, hereFor, TROUBLES, type Trouble, visible, wordOf } from './exam-ground.ts';
import {
  lockTests,
  lostTests,
  minutesTests,
  refusalTests,
  removalTests,
  sendTests,
  silenceTests,
} from './exam-hours.ts';
import { everyHourTests, listTests, peopleTests, readingTests } from './exam-hours-world.ts';
import {
  changeTests,
  cutTests,
  everythingTests,
  filterTests,
  meanwhileTests,
  readPages,
  scanTests,
  watermarkTests,
} from './exam-reading.ts';
import { driftTests, forgeryTests, recordTests, webhookTests } from './exam-records.ts';

const HOURS = [...[sendTests, minutesTests, lostTests, removalTests, silenceTests], ...[refusalTests, listTests]];

const tellsChanges = ({ incremental }: Traits) => incremental !== 'none';

export function conformance<S, C>(exam: Exam<S, C>): void {
  const here = hereFor(exam);
  afterAll(() => here.ear.close());
  describe.skipIf(exam.available === false)(`the exam of connectors: ${exam.connector.kind}`, () => {
    describe('its form', () => formTests(here));
    describe('trouble is told in the right word', () => troubleTests(here));
    describe('reading everything', () => {
      scanTests(here);
      cutTests(here);
      meanwhileTests(here);
    });
    if (tellsChanges(exam.connector.traits)) {
      describe('reading what changed', () => {
        changeTests(here);
        watermarkTests(here);
        if (exam.readings.filters) filterTests(here, exam.readings.filters);
      });
    }
    describe('one record', () => {
      recordTests(here);
      driftTests(here);
    });
    if (exam.webhook) {
      describe('signals', () => webhookTests(here, exam.webhook!));
      describe('forged signals', () => forgeryTests(here));
    }
    describe('every fault at once', () => everythingTests(here));
    if (exam.has_people) describe('people', () => peopleTests(here));
    if (exam.connector.traits.hours !== 'none') {
      describe('hours', () => {
        for (const part of HOURS) part(here);
        if (exam.locks !== false) lockTests(here);
      });
      if (exam.readings.hours)
        describe('hours, in their other readings', () => readingTests(here, exam.readings.hours!));
      describe('hours, every fault at once', () => everyHourTests(here));
    }
  });
}

function formTests<S, C>(here: Here<S, C>): void {
  const { connector, has_people, webhook } = here.exam;
  test('every field has its title and its help, and secrets are marked', () => {
    const fields = [connector.settings, connector.credentials].map(
      schema => z.toJSONSchema(schema, { io: 'input' }).properties as Record<string, Record<string, unknown>>,
    );
    for (const [name, field] of fields.flatMap(properties => Object.entries(properties))) {
      expect([name, typeof field['title'], typeof field['description']]).toEqual([name, 'string', 'string']);
    }
    expect(Object.values(fields[1]!).some(field => field['secret'] === true)).toBe(true);
    expect(connector.aide.length).toBeGreaterThan(0);
    expect(connector.resume).toMatch(/\.$/);
  });

  // What it does not declare is not examined: so nothing may be there undeclared, nor declared and absent.
  test('what it can do is what its traits and its exam say it can', async () => {
    const { chantiers, personnes, heures } = here.open(await here.ground(0));
    const { traits } = connector;
    expect({
      ...{ chantiers: chantiers !== undefined, changed: chantiers?.changed !== undefined },
      ...{ personnes: personnes !== undefined, heures: heures !== undefined, webhook: connector.webhook !== undefined },
    }).toEqual({
      ...{ chantiers: true, changed: tellsChanges(traits) },
      ...{ personnes: has_people, heures: traits.hours !== 'none', webhook: webhook !== undefined },
    });
    expect(traits.write === 'none').toBe(traits.hours === 'none');
  });
}

type Call = [name: string, call: () => Promise<unknown>];
const callsOf = (session: ErpSession, id: string): Call[] => [
  ['check', () => session.check()],
  ['all', () => readPages(session.chantiers!.all(null), Number.POSITIVE_INFINITY)],
  ['get', () => session.chantiers!.get(id)],
];

function troubleTests<S, C>(here: Here<S, C>): void {
  let ground: Ground<S, C>;
  let session: ErpSession;
  let id = '';
  beforeAll(async () => {
    ground = await here.ground(30);
    session = here.open(ground, { timeout_ms: here.exam.patience_ms ?? 400 });
    id = visible(await ground.truth())[0]!;
  });

  test.each(Object.entries(TROUBLES))('%s is %s', async (trouble, expected) => {
    await ground.trouble(trouble as Trouble);
    for (const [name, call] of callsOf(session, id)) {
      const error = await wordOf(call);
      const why = error?.is.word === 'denied' ? ` ${error.is.why}` : '';
      expect(`${name}: ${error?.is.word}${why}`).toBe(`${name}: ${expected}`);
      if (error?.is.word === 'busy') expect(Date.parse(error.is.retry_at)).toBeGreaterThan(Date.now());
    }
    await ground.calm();
    expect(await session.chantiers!.get(id), 'once it has passed').toMatchObject({ state: 'present' });
  });

  test('credentials that are not theirs are denied before anything is read', async () => {
    const stranger = here.open(ground, { credentials: ground.wrong_credentials });
    expect((await wordOf(() => stranger.check()))?.is).toEqual({ word: 'denied', why: 'credentials' });
  });

  test('no error and no line of the log quotes a secret or a person', async () => {
    const said: string[] = [...here.ear.heard];
    for (const trouble of Object.keys(TROUBLES) as Trouble[]) {
      await ground.trouble(trouble);
      for (const [, call] of callsOf(session, id)) said.push(...quotes(await wordOf(call)));
      await ground.calm();
    }
    const persons = (await ground.truth()).flatMap(known => known.persons).filter(text => text.length > 3);
    const secrets = Object.values(ground.credentials as Record<string, string>);
    expect(persons.length).toBeGreaterThan(10);
    expect([...new Set([...persons, ...secrets])].filter(text => said.some(line => line.includes(text)))).toEqual([]);
  });
}

/** All that a log would write of an error. */
function quotes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return [error.message, error.stack ?? '', JSON.stringify(error), ...quotes(error.cause)];
}
