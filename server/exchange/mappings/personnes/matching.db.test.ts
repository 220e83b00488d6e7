// Who is who: the table of what is linked by itself, and of what is asked.
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type TestApp, testApp } from '#testing/app.ts';
import { makeTarget } from '#testing/routes/targets.ts';
import type { PersonneFromErp } from '../../../connectors/connector.ts';
import { savePersonnes } from '../sql/lectures.ts';
import { matchAndTell } from './match-and-tell.ts';

let hub: TestApp;
beforeAll(async () => {
  hub = await testApp({ jobs: true });
});

type Nous = { nom: string; prenom: string; email?: string; matricule?: string };
type Leur = Nous & { id?: string };

async function ours({ nom, prenom, email, matricule }: Nous): Promise<string> {
  const id = newId();
  await hub.db.sql`
    insert into personnes (id, nom, prenom, email, matricule, role)
    values (${id}, ${nom}, ${prenom}, ${email ?? null}, ${matricule ?? null}, 'compagnon')`;
  return id;
}

const theirs = (
  { id, nom, prenom, email = null as never, matricule = null as never }: Leur,
  n: number,
): PersonneFromErp => ({
  ...{ external_id: id ?? `u${n}`, nom, prenom, email, matricule },
  ...{ role: null, actif: true },
});

/** Whom each of theirs became: the index of ours, with what by; null: to be linked. */
async function matched(nous: Nous[], leurs: Leur[]): Promise<(string | null)[]> {
  // Nobody of another case, nor whoever the routes' target needed.
  await hub.db.sql`delete from erp_personnes`;
  await hub.db.sql`delete from personnes`;
  const link = await makeTarget(hub.ground, '/erp-links');
  const ids: string[] = [];
  for (const un of nous) ids.push(await ours(un));
  await hub.app.inUnit(SYSTEM, async unit => {
    await savePersonnes(unit, link, leurs.map(theirs));
    await matchAndTell(unit, link);
  });
  const rows = await hub.db.sql<{ external_id: string; personne_id: string | null; trouve_par: string | null }[]>`
    select external_id, personne_id, trouve_par from erp_personnes where link_id = ${link}`;
  return leurs.map((leur, n) => {
    const row = rows.find(({ external_id }) => external_id === theirs(leur, n).external_id)!;
    return row.personne_id === null ? null : `${ids.indexOf(row.personne_id)} ${row.trouve_par}`;
  });
}

const MARTIN = { nom: 'Martin', prenom: 'Luc' };
const PEREZ = { nom: 'Pérez Gómez', prenom: 'José' };

describe('linked by itself', () => {
  test.each<[string, Nous[], Leur[], (string | null)[]]>([
    [
      'the matricule',
      [{ ...MARTIN, matricule: '42' }],
      [{ nom: 'M.', prenom: 'L.', matricule: '42' }],
      ['0 matricule'],
    ],
    [
      'a matricule padded with zeros',
      [{ ...MARTIN, matricule: '00042' }],
      [{ ...PEREZ, matricule: '42' }],
      ['0 matricule'],
    ],
    ['the e-mail', [{ ...MARTIN, email: 'l@a.fr' }], [{ ...PEREZ, email: 'l@a.fr' }], ['0 email']],
    ['the name, whatever its accents and case', [PEREZ], [{ nom: 'PEREZ GOMEZ', prenom: 'jose' }], ['0 nom']],
    ['the name, whatever the order of its words', [PEREZ], [{ nom: 'José', prenom: 'Gómez-Pérez' }], ['0 nom']],
    [
      'the ligature and the two letters',
      [{ nom: 'Lecœur', prenom: 'Éva' }],
      [{ nom: 'LECOEUR', prenom: 'Eva' }],
      ['0 nom'],
    ],
    [
      'the matricule before the e-mail before the name',
      [
        { ...MARTIN, matricule: '1' },
        { nom: 'Roux', prenom: 'Anne', email: 'x@a.fr' },
      ],
      [
        { nom: 'Roux', prenom: 'Anne', matricule: '1' },
        { ...MARTIN, email: 'x@a.fr' },
      ],
      ['0 matricule', '1 email'],
    ],
  ])('%s', async (_, nous, leurs, expected) => expect(await matched(nous, leurs)).toEqual(expected));
});

describe('asked, never guessed', () => {
  test.each<[string, Nous[], Leur[], (string | null)[]]>([
    ['two of ours with one name', [MARTIN, MARTIN], [MARTIN], [null]],
    ['two of theirs with one name', [MARTIN], [MARTIN, MARTIN], [null, null]],
    ['a name against another matricule', [{ ...MARTIN, matricule: '1' }], [{ ...MARTIN, matricule: '2' }], [null]],
    [
      'an e-mail against another matricule',
      [{ ...MARTIN, matricule: '1', email: 'm@a.fr' }],
      [{ ...MARTIN, matricule: '2', email: 'm@a.fr' }],
      [null],
    ],
    [
      'a namesake of somebody who is linked already',
      [{ ...MARTIN, matricule: '7' }],
      [
        { ...MARTIN, matricule: '7' },
        { ...MARTIN, id: 'second' },
      ],
      ['0 matricule', null],
    ],
    ['nobody', [], [MARTIN], [null]],
  ])('%s', async (_, nous, leurs, expected) => expect(await matched(nous, leurs)).toEqual(expected));
});

test('whoever is to be linked is said once, by his id over there and no name', async () => {
  const said = () =>
    hub.db.sql<
      { data: Record<string, unknown> }[]
    >`select data from events where type = 'mapping.missing' order by id desc`;
  const before = (await said()).length;
  await matched([], [{ ...MARTIN, id: 'usr_secret', email: 'martin@exemple.fr' }]);
  const [row] = await hub.db.sql<{ link_id: string }[]>`select link_id from erp_personnes`;
  await hub.app.inUnit(SYSTEM, unit => matchAndTell(unit, row!.link_id));
  const after = await said();
  expect(after).toHaveLength(before + 1);
  expect(after[0]!.data).toMatchObject({ noun: 'personne', external_id: 'usr_secret', libelle: null });
  expect(JSON.stringify(after[0]!.data)).not.toMatch(/martin/i);
});

/** Not what polls and wakes beside it. */
const OURS = /erp_personnes (?!l )|into events/;

test('what a page of people costs does not grow with them', async () => {
  const count = async (n: number) => {
    await hub.db.sql`delete from erp_personnes`;
    const link = await makeTarget(hub.ground, '/erp-links');
    const before = hub.db.statements.length;
    await hub.app.inUnit(SYSTEM, async unit => {
      await savePersonnes(
        unit,
        link,
        Array.from({ length: n }, (_, i) => theirs({ ...MARTIN, id: `n${i}` }, i)),
      );
      await matchAndTell(unit, link);
    });
    return hub.db.statements.slice(before).filter(text => OURS.test(text)).length;
  };
  expect(await count(200)).toBe(await count(2));
  expect(await count(2)).toBeGreaterThan(2);
});
