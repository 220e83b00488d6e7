// Why somebody is absent (domain.md §4), asked of every read of the hub and of what it keeps: a table of who reads it, and through
// what. The word itself is looked for in the bytes of the answers.
import { beforeAll, expect, test } from 'vitest';
import { apiKeyPreview, newApiKey } from '#platform/api-key-format.ts';
import { type AnyRoute, fullPath } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type MadePersonne, makeAffectation, makeChantier } from '#testing/make.ts';
import { REQUIRED } from '#testing/routes/queries.ts';

/** Nobody else has these words. */
const MOTIF = 'accident_travail';
const COMMENTAIRE = 'tombé de la banche 7';

let t: TestApp;
let malade: MadePersonne;
let absence: string;
const people: Record<string, MadePersonne> = {};

beforeAll(async () => {
  t = await testApp({ jobs: true });
  malade = await t.person();
  people['administrateur'] = await t.person({ role: 'administrateur' });
  people['gestionnaire de paie'] = await t.person({ gestionnaire_paie: true });
  people['conducteur'] = await t.person({ role: 'conducteur' });
  people['son chef'] = await t.person({ role: 'chef_chantier' });
  people['un autre chef'] = await t.person({ role: 'chef_chantier' });
  people['un collègue'] = await t.person();
  people['lui-même'] = malade;
  const { id: chantier } = await makeChantier(t.db.sql, { equipe: [malade.id, people['un collègue'].id] });
  for (const who of ['conducteur', 'son chef'])
    await t.db.sql`insert into chantier_personnes values (${chantier}, ${people[who]!.id}, 'chef')`;
  await makeAffectation(t.db.sql, { personne_id: malade.id, chantier_id: chantier, jour: '2026-11-25' });
  const made = await t.request('POST', '/api/v1/absences', {
    as: await t.jwt(people['conducteur']),
    body: { personne_id: malade.id, debut: '2026-11-23', fin: '2026-11-27', motif: MOTIF, commentaire: COMMENTAIRE },
  });
  expect(made.statusCode, made.body).toBe(201);
  expect(made.json()).toMatchObject({ motif: null, commentaire: null, a_preciser: false });
  absence = made.json<{ id: string }>().id;
});

async function keyOf(owner: MadePersonne, scopes: string[]): Promise<Caller> {
  const [id, secret] = [newId(), newApiKey()];
  await t.db.sql`
    insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, created_at, expires_at)
    values (${id}, ${id}, ${owner.id}, ${hashToken(secret)}, ${apiKeyPreview(secret)}, 'Essai', ${scopes},
            ${t.clock.now.toString()}, ${t.clock.now.add({ hours: 200 }).toString()})`;
  return { headers: { authorization: `Bearer ${secret}` } };
}

/** Every read of the hub, with the absent person, his absence, or nothing at all as `:id`. */
const reads = (): AnyRoute[] =>
  t.app.features.flatMap(feature => feature.routes).filter(record => record.method === 'GET' && !('stream' in record));

const CATALOGUES = /^\/api\/(v1\/rubriques|openapi)/;

async function readsIt(as: Caller): Promise<string[]> {
  const found: string[] = [];
  for (const record of reads()) {
    const ids = record.path.includes(':') ? [absence, malade.id] : [''];
    const semaine = record.path.includes(':semaine') ? '2026-W48' : '';
    for (const id of ids) {
      const path = fullPath(record).replace(':semaine', semaine).replace(/:\w+/g, id);
      const query = new URLSearchParams(REQUIRED[record.path] ?? {}).toString();
      const { body } = await t.request('GET', query ? `${path}?${query}` : path, { as });
      if ((body.includes(MOTIF) || body.includes(COMMENTAIRE)) && !CATALOGUES.test(path)) found.push(record.path);
    }
  }
  return [...new Set(found)].toSorted();
}

const PLANNING_READS = ['/absences', '/absences/:id', '/planning'];
/** Of pay, which is for those who keep it. */
const isOfPay = (path: string) => /paie|heures|regularisations|donnees/.test(path);
const ofPlanning = (paths: string[]) => paths.filter(path => !isOfPay(path));

test.each([
  ['administrateur', true],
  ['gestionnaire de paie', true],
  ['lui-même', true],
  ['conducteur', false],
  ['son chef', false],
  ['un autre chef', false],
  ['un collègue', false],
])('signed in, %s reads the motif: %s', async (who, may) => {
  const found = await readsIt(await t.jwt(people[who]!));
  expect(may ? ofPlanning(found) : found).toEqual(may ? PLANNING_READS : []);
});

const OPENING = ['variables-paie:read', 'variables-paie:write', 'variables-paie:*'];
const SCOPES = [
  ['read'],
  ['write'],
  ['planning:read'],
  ['planning:write'],
  ['planning:*'],
  ['read', 'write', 'personnes:*', 'chantiers:*', 'planning:*', 'erp:*'],
  ...OPENING.map(scope => ['planning:read', scope]),
  ...OPENING.map(scope => ['read', scope]),
  ...OPENING.map(scope => [scope]),
];
const MAY = ['administrateur', 'gestionnaire de paie', 'lui-même'];
const KEYS = Object.keys({
  administrateur: 0,
  'gestionnaire de paie': 0,
  'lui-même': 0,
  conducteur: 0,
  'son chef': 0,
  'un collègue': 0,
}).flatMap(who => SCOPES.map(scopes => ({ who, scopes, said: scopes.join(' ') })));

test.each(KEYS)('through a key of $who with $said, exactly who may and where pay is open reads it', async row => {
  const { who, scopes } = row;
  const opened = OPENING.some(scope => scopes.includes(scope)) && MAY.includes(who);
  const sees = scopes.some(scope => ['read', 'write', 'planning:read', 'planning:write', 'planning:*'].includes(scope));
  const found = await readsIt(await keyOf(people[who]!, scopes));
  expect(opened ? ofPlanning(found) : found).toEqual(opened && sees ? PLANNING_READS : []);
});

test('neither events nor the log carry it', async () => {
  const events = await t.db.sql`select data::text from events where type like 'absence.%'`;
  expect(events.length).toBeGreaterThan(0);
  const all = JSON.stringify(events) + t.lines.join('\n');
  expect([all.includes(MOTIF), all.includes(COMMENTAIRE), all.includes(absence)]).toEqual([false, false, true]);
});
