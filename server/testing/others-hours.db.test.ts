// What is somebody's own about his work (hours, words about them, why he is absent, what pay was told) asked of every read of the
// hub as a colleague of the same chantier, in person and through his keys: looked for in the bytes of the answers.
import { beforeAll, expect, test } from 'vitest';
import type { Pointage } from '#contract/pointage.ts';
import { SCOPES } from '#contract/scopes.ts';
import { apiKeyPreview, newApiKey } from '#platform/api-key-format.ts';
import { type AnyRoute, fullPath } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import { type Caller, type TestApp, testApp } from './app.ts';
import { type MadePersonne, makeAffectation, makeChantier } from './make.ts';
import { REQUIRED } from './routes/queries.ts';

const [JOUR, SEMAINE, MOIS] = ['2026-11-24', '2026-W48', '2026-11'] as const;
/** Nobody else has these words, nor these minutes and cents: as JSON numbers. */
const OTHERS = [
  ...['Zcommentaire', 'Zcorrection', 'Zrejet', 'Zcontestation', 'Zreponse', 'Zabsence', 'Zvariable', 'Znote'],
  ...['accident_travail', /[:[,]\s*1237\b/, /[:[,]\s*98764\b/],
];

let t: TestApp;
let theirs: MadePersonne;
let chantier_id: string;
const KEYS = [SCOPES, ['read', 'write'], ['heures:*'], ['planning:*'], ['variables-paie:*'], ['personnes:read']];
const callers: Record<string, Caller> = {};
const ids: string[] = [];

async function done(method: string, path: string, { as, body }: { as: Caller; body: object }): Promise<{ id: string }> {
  const answer = await t.request(method, `/api/v1${path}`, { as, body, headers: { 'if-match': '"1"' } });
  expect(answer.statusCode, `${path} ${answer.body}`).toBeLessThan(300);
  return answer.body ? answer.json<{ id: string }>() : { id: '' };
}

async function keyOf(owner: MadePersonne, scopes: readonly string[]): Promise<Caller> {
  const [id, secret] = [newId(), newApiKey()];
  await t.db.sql`
    insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, created_at, expires_at)
    values (${id}, ${id}, ${owner.id}, ${hashToken(secret)}, ${apiKeyPreview(secret)}, 'Essai', ${[...scopes]},
            ${t.clock.now.toString()}, ${t.clock.now.add({ hours: 200 }).toString()})`;
  return { headers: { authorization: `Bearer ${secret}` } };
}

/** Said by whoever says such things, on a day and a chantier that the colleague has too. */
async function sayThings(as: Record<'chef' | 'conducteur' | 'admin' | 'himself', Caller>): Promise<void> {
  const personne_id = theirs.id;
  const entered = { personne_id, chantier_id, jour: JOUR, minutes: 400, commentaire: 'Zcommentaire', soumettre: true };
  const { id } = await done('POST', '/pointages', { as: as.chef, body: entered });
  await done('PATCH', `/pointages/${id}`, { as: as.chef, body: { minutes: 1237, motif: 'Zcorrection' } });
  const gesture = async (name: string, who: Caller, body: object) =>
    await done('POST', `/pointages/${name}`, { as: who, body: { pointages: [id], ...body } });
  await gesture('soumission', as.chef, {});
  await gesture('rejet', as.conducteur, { motif: 'Zrejet' });
  const feuille = `/feuilles-heures/${personne_id}/${SEMAINE}`;
  await done('POST', `${feuille}/contestation`, { as: as.himself, body: { commentaire: 'Zcontestation' } });
  await done('POST', `${feuille}/reponse`, { as: as.conducteur, body: { reponse: 'Zreponse' } });
  const absent = {
    personne_id,
    debut: '2026-11-26',
    fin: '2026-11-26',
    motif: 'accident_travail',
    commentaire: 'Zabsence',
  };
  const absence = await done('POST', '/absences', { as: as.admin, body: absent });
  const prime = {
    personne_id,
    jour: JOUR,
    rubrique: 'prime_exceptionnelle',
    quantite: 98_764,
    commentaire: 'Zvariable',
  };
  const variable = await done('POST', '/variables-paie', { as: as.admin, body: prime });
  const affectation = await makeAffectation(t.db.sql, { personne_id, chantier_id, jour: JOUR });
  await t.db.sql`update affectations set note = 'Znote' where id = ${affectation}`;
  ids.push(id, absence.id, variable.id, affectation, personne_id, chantier_id);
}

beforeAll(async () => {
  t = await testApp({ jobs: true });
  theirs = await t.person();
  const colleague = await t.person();
  const [chef, conducteur] = [await t.person({ role: 'chef_chantier' }), await t.person({ role: 'conducteur' })];
  const admin = await t.person({ role: 'administrateur' });
  chantier_id = (await makeChantier(t.db.sql, { equipe: [theirs.id, colleague.id], statut: 'en_cours' })).id;
  await t.db
    .sql`insert into chantier_personnes values (${chantier_id}, ${chef.id}, 'chef'), (${chantier_id}, ${conducteur.id}, 'conducteur')`;
  await makeAffectation(t.db.sql, { personne_id: colleague.id, chantier_id, jour: JOUR });
  const jwt = { chef: await t.jwt(chef), conducteur: await t.jwt(conducteur), himself: await t.jwt(theirs) };
  await sayThings({ ...jwt, admin: await t.jwt(admin) });
  callers['an administrateur'] = await t.jwt(admin);
  callers['signed in'] = await t.cookie(colleague);
  callers['by a token'] = await t.jwt(colleague);
  for (const scopes of KEYS) callers[scopes.join(' ')] = await keyOf(colleague, scopes);
});

const QUERIES: Record<string, Record<string, string>> = {
  ...REQUIRED,
  '/heures/semaine': { semaine: SEMAINE },
  '/paie/pret': { mois: MOIS },
};

/** Each read with every thing of his as its id, as it comes and in the order of change. */
function urlsOf(record: AnyRoute): string[] {
  const named = fullPath(record).replace(':semaine', SEMAINE).replace(':mois', MOIS).replace(':personne_id', theirs.id);
  const paths = named.includes(':') ? ids.map(id => named.replace(/:\w+/g, id)) : [named];
  const asked = record.path === '/pointages/equipe' ? { chantier_id, jour: JOUR } : QUERIES[record.path];
  const query = new URLSearchParams(asked).toString();
  const changes = 'list' in record && record.changes ? ['sort=changed&include_deleted=true&limit=200'] : [];
  return paths.flatMap(path => [query, ...changes].map(text => `${path}?${text}`));
}

/** What of his is found, and where: of the catalogue of rubriques only its words are everybody's. */
async function foundBy(as: Caller): Promise<string[]> {
  const found = new Set<string>();
  const reads = t.app.features
    .flatMap(feature => feature.routes)
    .filter(one => one.method === 'GET' && !('stream' in one));
  for (const record of reads.filter(one => one.path !== '/rubriques')) {
    for (const url of urlsOf(record)) {
      const { body } = await t.request('GET', url, { as });
      for (const one of OTHERS) if (body.search(one) >= 0) found.add(`${record.path} ${String(one)}`);
    }
  }
  return [...found];
}

/** Many requests, whatever else the machine does. */
const LONG = 120_000;

test(
  'an administrateur finds each of these things: the walk looks where they are',
  async () => {
    const found = await foundBy(callers['an administrateur']!);
    expect(OTHERS.filter(one => !found.some(line => line.endsWith(` ${String(one)}`)))).toEqual([]);
  },
  LONG,
);

test.each(['signed in', 'by a token', ...KEYS.map(scopes => scopes.join(' '))])(
  'a colleague of the same chantier finds none of it in any read: %s',
  async who => expect(await foundBy(callers[who]!)).toEqual([]),
  LONG,
);

test('what he reads of hours is his own', async () => {
  const as = callers['signed in']!;
  const list = (await t.request('GET', '/api/v1/pointages', { as })).json<{ items: Pointage[] }>();
  expect(list.items).toEqual([]);
});
