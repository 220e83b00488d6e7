// RGPD: what the hub holds of a person, and its end (decision 0036).
import { beforeAll, expect, test } from 'vitest';
import type { DonneesPersonne, LienPersonne, Personne } from '#contract/personne.ts';
import { verifyAudit } from '#exchange/audit/index.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, PASSWORD, type TestApp, testApp } from './app.ts';
import { makeChantier, makeKey, makePersonne } from './make.ts';

let t: TestApp;
let admin: Caller;
let admin_id: string;

beforeAll(async () => {
  t = await testApp();
  const person = await t.person({ role: 'administrateur', nom: 'Berthier' });
  admin_id = person.id;
  admin = await t.cookie(person);
});

const read = async (id: string, as = admin) =>
  (await t.request('GET', `/api/v1/personnes/${id}`, { as })).json<Personne>();
const donnees = (id: string, as = admin) => t.request('GET', `/api/v1/personnes/${id}/donnees`, { as });
const erase = async (id: string, { as = admin, motif = 'Demande écrite du 12 novembre', version = 0 } = {}) =>
  t.request('POST', `/api/v1/personnes/${id}/effacement`, {
    as,
    body: { motif },
    headers: { 'if-match': `"${version || (await read(id)).version}"` },
  });

/** Every row of every table of the base, the queue's too, that holds this text. */
async function traces(text: string): Promise<string[]> {
  const tables = await t.db.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await t.db.sql.unsafe(
      `select count(*)::integer as n from ${name} r where strpos(lower(r::text), $1) > 0`,
      [text.toLowerCase()],
    );
    if (row!['n'] > 0) found.push(name);
  }
  return found;
}

const NAME = 'Zwarzdorf';
const PHONE = '+33639985511';

/** Somebody who has done everything that leaves a trace, and has worked. */
async function workedHere() {
  const body = { nom: NAME, prenom: 'Ottokar', role: 'conducteur', telephone: PHONE, matricule: 'ZWD-1' };
  const made = await t.request('POST', '/api/v1/personnes', {
    as: admin,
    body,
    headers: { 'idempotency-key': newId() },
  });
  const { id } = made.json<Personne>();
  const lien = (await t.request('POST', `/api/v1/personnes/${id}/lien`, { as: admin })).json<LienPersonne>();
  const use = { jeton: lien.url.split('#')[1], mot_de_passe: PASSWORD };
  expect((await t.request('POST', '/api/auth/liens/usage', { body: use })).statusCode).toBe(201);
  const [cookie, jwt] = [await t.cookie({ email: PHONE }), await t.jwt({ email: PHONE })];
  const created = await t.request('POST', '/api/auth/api-keys', {
    as: jwt,
    body: { nom: `Clé de ${NAME}`, scopes: ['read'] },
  });
  const key = { headers: { authorization: `Bearer ${created.json<{ secret: string }>().secret}` } };
  expect((await t.request('GET', '/api/v1/me', { as: key })).statusCode).toBe(200);
  const chantier = await makeChantier(t.db.sql, { equipe: [id] });
  await makeHours(id, chantier.id);
  return { id, credentials: [cookie, jwt, key], chantier };
}

/** What people may have written about his work, each a word of its own. */
const WORDS = [
  ...['Zcommentaire', 'Zrejet', 'Zcorrection', 'Zavant', 'Zapres', 'Zcontestation', 'Zreponse', 'Zrefus', 'Zappareil'],
  ...['Zancien', 'Zancienrefus', 'Zabsence', 'Znote', 'Zvariable', 'Zregularisation'],
];

/** On top of `makeHours`: words in every field that lets one write, by whoever writes there. */
async function saidOfHim(personne_id: string, chantier_id: string): Promise<void> {
  const { sql } = t.db;
  await sql`
    update pointages set statut = 'rejete', commentaire = 'Zcommentaire', motif_rejet = 'Zrejet' where personne_id = ${personne_id}`;
  await sql`
    insert into pointage_changements (id, pointage_id, at, geste, revision, motif, avant, apres)
    select ${newId()}, p.id, now(), 'modifie', 1, 'Zcorrection', '{"minutes": 400, "commentaire": "Zavant"}',
      '{"minutes": 420, "commentaire": "Zapres"}' from pointages p where p.personne_id = ${personne_id}`;
  await sql`
    update feuilles_heures set contestee_at = now(), contestation = 'Zcontestation', contestation_reponse = 'Zreponse', repondue_at = now(),
      signee_at = now(), signee_empreinte = repeat('a', 64), signee_appareil = 'Zappareil', signature_refus = 'Zrefus'
    where personne_id = ${personne_id}`;
  await sql`
    insert into feuille_signatures (id, feuille_id, at, appareil, empreinte, refus)
    select ${newId()}, id, now(), 'Zancien', repeat('b', 64), 'Zancienrefus' from feuilles_heures where personne_id = ${personne_id}`;
  await sql`update absences set motif = 'maladie', commentaire = 'Zabsence' where personne_id = ${personne_id}`;
  await sql`
    insert into affectations (id, personne_id, chantier_id, jour, note) values (${newId()}, ${personne_id}, ${chantier_id}, '2026-11-17', 'Znote')`;
  await sql`
    insert into variables_paie (id, personne_id, jour, rubrique, quantite, origine, commentaire)
    values (${newId()}, ${personne_id}, '2026-11-17', 'prime_exceptionnelle', 100, 'main', 'Zvariable')`;
  await sql`
    insert into regularisations (id, at, personne_id, jour, mois_origine, mois, rubrique, quantite, motif)
    values (${newId()}, now(), ${personne_id}, '2026-10-06', '2026-10', '2026-11', 'heures_normales', -60, 'Zregularisation')`;
}

async function makeHours(personne_id: string, chantier_id: string): Promise<void> {
  const feuille = newId();
  await t.db
    .sql`insert into feuilles_heures (id, personne_id, debut) values (${feuille}, ${personne_id}, '2026-11-16')`;
  await t.db.sql`
    insert into pointages (id, feuille_id, personne_id, chantier_id, jour, minutes)
    values (${newId()}, ${feuille}, ${personne_id}, ${chantier_id}, '2026-11-17', 420)`;
  await t.db
    .sql`insert into absences (id, personne_id, debut, fin) values (${newId()}, ${personne_id}, '2026-11-18', '2026-11-18')`;
}

test('the hub tells a person, and an administrateur, everything it holds of him; nobody else, and no secret', async () => {
  const { id, credentials } = await workedHere();
  const [cookie, jwt, key] = credentials as [Caller, Caller, Caller];
  const all = (await donnees(id, cookie)).json<DonneesPersonne>();
  expect(all.personne).toMatchObject({ nom: NAME, telephone: PHONE });
  const counts = Object.fromEntries(Object.entries(all.donnees).map(([name, rows]) => [name, rows.length]));
  expect(counts).toMatchObject({ sessions: 3, comptes: 1, api_keys: 1, chantier_personnes: 1 });
  expect(counts).toMatchObject({ absences: 1, pointages: 1, feuilles_heures: 1 });
  expect(all.donnees['audit_trail']!.map(row => row['type'])).toContain('api_key.created');
  expect(all.donnees['events']!.map(row => row['type'])).toEqual(
    expect.arrayContaining(['personne.created', 'personne.invited', 'api_key.created']),
  );
  expect(JSON.stringify(all)).not.toMatch(/hash|hbc_[0-9A-Za-z]{40}|argon2/);
  expect((await donnees(id)).json()).toMatchObject({ personne: { id } });
  expect((await donnees(id, jwt)).statusCode).toBe(200);
  expect((await donnees(id, key)).json().code).toBe('account_only');
  const conducteur = await t.cookie(await t.person({ role: 'conducteur' }));
  const paie = await t.cookie(await t.person({ gestionnaire_paie: true }));
  for (const as of [conducteur, paie]) expect((await donnees(id, as)).json().code).toBe('personne.not_found');
  expect((await erase(id)).statusCode).toBe(200);
});

/** Of the tables that hold what gives access, places and teams: those that still have something of his. */
async function tablesOf(id: string): Promise<string[]> {
  const left: string[] = [];
  for (const table of [
    'comptes',
    'sessions',
    'liens',
    'api_keys',
    'audit_actors',
    'chantier_personnes',
    'chantier_sorties',
    'idempotency_keys',
  ]) {
    const rows = await t.db.sql.unsafe(`select from ${table} where personne_id = $1`, [id]);
    if (rows.length > 0) left.push(table);
  }
  return left;
}

/** Tables that point to a person and are not told: what they hold is elsewhere in the answer, or is nothing of his. */
const NOT_TOLD: Record<string, string> = {
  audit_actors: 'the pseudonym, told by audit_trail',
  audit_details: 'told by audit_trail',
  affectation_sorties: 'an id and a day, forgotten after a while',
  chantier_sorties: 'an id and a day, forgotten after a while',
  equipe_sorties: 'an id and a day, forgotten after a while',
  idempotency_keys: 'answers already given, for a day',
};

test('every table that points to a person as its own is told, or says why not', async () => {
  const rows = await t.db.sql<{ name: string }[]>`
    select distinct c.conrelid::regclass::text as name
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = 'personnes'::regclass and a.attname = 'personne_id'`;
  const told = Object.keys((await donnees(admin_id)).json<DonneesPersonne>().donnees);
  const names = rows.map(row => row.name).filter(name => !(name in NOT_TOLD));
  expect(names.filter(name => !told.includes(name))).toEqual([]);
});

test('an erased person opens nothing, is found nowhere by name, e-mail or telephone, and his hours stay', async () => {
  const { id, credentials, chantier } = await workedHere();
  const email = 'ottokar.zwarzdorf@exemple.fr';
  const before = await read(id);
  await t.request('PATCH', `/api/v1/personnes/${id}`, {
    as: admin,
    body: { email, metiers: ['Grutier'] },
    headers: { 'if-match': `"${before.version}"`, 'idempotency-key': newId() },
  });
  expect(await traces(NAME)).toEqual(expect.arrayContaining(['public.personnes', 'public.idempotency_keys']));
  const answer = await erase(id);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({
    nom: 'Personne effacée',
    prenom: '',
    email: null,
    telephone: null,
    metiers: [],
  });
  expect(answer.json<Personne>()).toMatchObject({
    active: false,
    matricule: null,
    effacee_at: '2026-11-23T08:00:00.000Z',
  });
  for (const as of credentials) {
    expect((await t.request('GET', '/api/v1/me', { as })).statusCode).toBe(401);
  }
  for (const text of [NAME, 'Ottokar', email, PHONE, PHONE.slice(1), 'ZWD-1'])
    expect(await traces(text), text).toEqual([]);
  expect(await t.db.sql`select minutes from pointages where personne_id = ${id}`).toEqual([{ minutes: 420 }]);
  expect(await tablesOf(id)).toEqual([]);
  const sheet = (await t.request('GET', `/api/v1/chantiers/${chantier.id}`, { as: admin })).json();
  expect([sheet.equipe, sheet.version]).toEqual([[], 2]);
  const found = await verifyAudit(t.db.sql);
  expect([found.fault, found.erased > 0]).toEqual([null, true]);
});

test('what was written of his work is told to him, and forgotten with him; hours, days and figures stay', async () => {
  const { id } = await makePersonne(t.db.sql);
  const chantier = await makeChantier(t.db.sql);
  await makeHours(id, chantier.id);
  await saidOfHim(id, chantier.id);
  const told = (await donnees(id)).body;
  expect(WORDS.filter(word => !told.includes(word))).toEqual([]);
  expect((await erase(id)).statusCode).toBe(200);
  for (const word of WORDS) expect(await traces(word), word).toEqual([]);
  const kept = (await donnees(id)).json<DonneesPersonne>().donnees;
  expect(kept['pointages']).toMatchObject([{ minutes: 420, statut: 'rejete', motif_rejet: 'Effacé' }]);
  expect(kept['pointage_changements']).toMatchObject([
    { geste: 'modifie', avant: { minutes: 400 }, apres: { minutes: 420 } },
  ]);
  expect(kept['absences']).toMatchObject([{ debut: '2026-11-18', motif: 'maladie' }]);
  expect(kept['variables_paie']).toMatchObject([{ quantite: 100 }]);
  expect(kept['regularisations']).toMatchObject([{ quantite: -60, motif: 'Effacé' }]);
  const path = `/api/v1/feuilles-heures/${id}/2026-W47`;
  expect((await t.request('GET', path, { as: admin })).json()).toMatchObject({
    signature: { appareil: '', refus: 'Effacé' },
    contestation: { commentaire: 'Effacé', reponse: null },
  });
});

test('an erasure is told once, by his id alone, with who asked for it and why kept on the row', async () => {
  const { id } = await makePersonne(t.db.sql, { nom: 'Anodin' });
  expect((await erase(id)).statusCode).toBe(200);
  const facts = await t.db.sql`select type, data, actor_id from events where data ->> 'personne_id' = ${id}`;
  expect([...facts]).toEqual([{ type: 'personne.erased', data: { personne_id: id }, actor_id: admin_id }]);
  const [row] = await t.db.sql`select effacee_par, effacement_motif from personnes where id = ${id}`;
  expect(row).toEqual({ effacee_par: admin_id, effacement_motif: 'Demande écrite du 12 novembre' });
  const lines = t.lines.map(line => JSON.parse(line)).filter(line => line['event.action'] === 'hub_personne_erased');
  expect(lines.map(line => [line['user.target.id'], line['user.id']])).toContainEqual([id, admin_id]);
  expect(JSON.stringify(lines)).not.toContain('Demande écrite');
});

test('who follows the changes is told of the row that is left; lists and searches do not show it, and nothing changes it', async () => {
  const { id } = await makePersonne(t.db.sql, { nom: 'Disparu' });
  await erase(id);
  const ids = async (query: string) =>
    (await t.request('GET', `/api/v1/personnes?limit=200&${query}`, { as: admin }))
      .json<{ items: Personne[] }>()
      .items.map(item => item.id);
  expect(await ids('sort=changed')).toContain(id);
  for (const query of ['', 'q=effac', 'active=false']) expect(await ids(query), query).not.toContain(id);
  const { version } = await read(id);
  const headers = { 'if-match': `"${version}"` };
  const asked = [
    await t.request('PATCH', `/api/v1/personnes/${id}`, { as: admin, headers, body: { nom: 'Revenu' } }),
    await t.request('POST', `/api/v1/personnes/${id}/activation`, { as: admin, headers, body: { active: true } }),
    await erase(id),
  ];
  expect(asked.map(answer => answer.json().code)).toEqual(Array.from({ length: 3 }, () => 'personne.erased'));
  expect((await t.request('POST', `/api/v1/personnes/${id}/lien`, { as: admin })).json().code).toBe(
    'personne.inactive',
  );
});

test('nobody erases himself, nor what he has not read; only an administrateur in person who signed in lately does', async () => {
  const { id } = await makePersonne(t.db.sql);
  expect((await erase(admin_id)).json().code).toBe('personne.erase_self');
  expect((await erase(id, { version: 7 })).statusCode).toBe(412);
  expect((await erase(id, { motif: 'x' })).json().errors[0].pointer).toBe('/motif');
  const other = await t.person({ role: 'administrateur' });
  const [jwt, key] = [await t.jwt(other), await t.key(admin, ['write'])];
  const conducteur = await t.cookie(await t.person({ role: 'conducteur' }));
  await t.db.sql`update sessions set signed_in_at = signed_in_at - interval '13 hours' where personne_id = ${other.id}`;
  const refusals = [await erase(id, { as: jwt }), await erase(id, { as: key }), await erase(id, { as: conducteur })];
  expect(refusals.map(answer => answer.json().code)).toEqual(['sign_in.too_old', 'account_only', 'role.insufficient']);
  expect((await read(id)).effacee_at).toBeNull();
});

test('the last administrateur who can sign in is not erased, whoever asks', async () => {
  const asker = await t.person({ role: 'administrateur' });
  const as = await t.cookie(asker);
  const other = await makePersonne(t.db.sql, { role: 'administrateur' });
  await t.db
    .sql`update personnes set active = false where role = 'administrateur' and id not in (${asker.id}, ${other.id})`;
  await t.db.sql`update personnes set email = null, telephone = null where id = ${asker.id}`;
  const answer = await erase(other.id, { as, version: 1 });
  expect(answer.json().code).toBe('personne.last_administrateur');
});

test('a person without hours may be deleted for good: his keys, sessions and account go by the cascade', async () => {
  const person = await t.person({ nom: 'Cascade' });
  const credentials = [await t.cookie(person), await t.jwt(person)];
  await makeKey(t.db.sql, person.id);
  await t.db.sql`delete from personnes where id = ${person.id}`;
  expect(await traces(person.id)).toEqual([]);
  for (const as of credentials) expect((await t.request('GET', '/api/v1/me', { as })).statusCode).toBe(401);
  const worked = await makePersonne(t.db.sql);
  await makeHours(worked.id, (await makeChantier(t.db.sql)).id);
  await expect(t.db.sql`delete from personnes where id = ${worked.id}`).rejects.toThrow(/violates .*foreign key/);
});
