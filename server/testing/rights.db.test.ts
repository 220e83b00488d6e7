// Issue 3/5: who may do what with a key, written once as a table, and asked of every route that a key can open: role of the
// owner × scopes × perimeter. Nothing here reads the rights that the records declare: forgetting one there fails here.
import { beforeAll, describe, expect, test } from 'vitest';
import { ajouterJours } from '#contract/calendrier.ts';
import { apiKeyPreview, newApiKey } from '#platform/api-key-format.ts';
import type { AnyRoute } from '#platform/http/route.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import { testApp } from './app.ts';
import { makeAffectation, makeChantier, makeCommune, makePersonne } from './make.ts';
import { makePointage } from './make-hours.ts';
import { goodBody, nameOf, send, type World } from './route-checks.ts';
import { RIGHTS_OVER_ENVOIS, UNSEEN } from './routes/rights-over-envois.ts';
import { RIGHTS_OVER_RAPPROCHEMENT } from './routes/rights-over-rapprochement.ts';
import { contest, makeTarget } from './routes/targets.ts';

/** A: administrateur, C: conducteur, H: chef de chantier, O: compagnon, P: compagnon who is gestionnaire de paie. */
const ROLES = ['A', 'C', 'H', 'O', 'P'] as const;
type RoleLetter = (typeof ROLES)[number];
const WHO = {
  A: { role: 'administrateur' },
  C: { role: 'conducteur' },
  H: { role: 'chef_chantier' },
  O: { role: 'compagnon' },
  P: { role: 'compagnon', gestionnaire_paie: true },
} as const;
/** Those who see chantiers they are not of. */
const SEES_ALL: readonly RoleLetter[] = ['A', 'P'];

const NOUNS = ['chantiers', 'personnes', 'planning', 'heures', 'variables-paie', 'erp', 'audit'] as const;
const GUARDED: readonly string[] = ['variables-paie', 'erp', 'audit'];
type Noun = (typeof NOUNS)[number];
const SCOPE_SETS = [
  ...['read', 'write'],
  // Nobody changes the trail: it can be read, and no more is given.
  ...NOUNS.flatMap(noun => (noun === 'audit' ? [`${noun}:read`] : [`${noun}:read`, `${noun}:write`, `${noun}:*`])),
];
/** What opens a read and a change: bare scopes never open pay, ERP or the trail (settled.md 21). */
const opened = (noun: Noun, action: 'read' | 'write'): string[] => [
  `${noun}:write`,
  `${noun}:*`,
  ...(action === 'read' ? [`${noun}:read`] : []),
  ...(GUARDED.includes(noun) ? [] : ['write', ...(action === 'read' ? ['read'] : [])]),
];

/**
 * Of the key and the chantier that is asked for: free, not bound, the owner is of its team; stranger, not bound, he is of
 * another team; inside and outside, bound to it or to another one, both of which are his.
 */
const PERIMETERS = ['free', 'stranger', 'inside', 'outside'] as const;
type Perimeter = (typeof PERIMETERS)[number];

/**
 * bound: what a key bound to chantiers gets: nothing (refused, whatever it asks), what is inside, anything but what makes
 * a chantier, or to make things inside. status: of whoever has the right (409: the hub's, once it let him in).
 */
type Right = {
  noun: Noun;
  action: 'read' | 'write';
  roles: string;
  bound: 'refused' | 'within' | 'makes' | 'places';
  status: string;
};
const right = (line: string): [string, Right] => {
  const [route, scope, roles, bound, status] = line.split('|').map(cell => cell.trim()) as [
    string,
    string,
    string,
    Right['bound'],
    string,
  ];
  const [noun, action] = scope.split(':') as [Noun, 'read' | 'write'];
  return [route, { noun, action, roles, bound, status }];
};
const RIGHTS = new Map(
  `${RIGHTS_OVER_ENVOIS}
   ${RIGHTS_OVER_RAPPROCHEMENT}
   GET /api/v1/audit-events                                           | audit:read      | A     | refused | 200
   GET /api/v1/personnes                                              | personnes:read  | ACHP  | refused | 200
   GET /api/v1/personnes/:id                                          | personnes:read  | ACHOP | refused | 200
   POST /api/v1/personnes                                             | personnes:write | A     | refused | 201
   PATCH /api/v1/personnes/:id                                        | personnes:write | A     | refused | 200
   POST /api/v1/personnes/:id/activation                              | personnes:write | A     | refused | 200
   POST /api/v1/personnes/lot                                         | personnes:write | A     | refused | 207
   GET /api/v1/communes                                               | chantiers:read  | ACHOP | refused | 200
   GET /api/v1/chantiers                                              | chantiers:read  | ACHOP | within  | 200
   GET /api/v1/chantiers/:id                                          | chantiers:read  | ACHOP | within  | 200
   POST /api/v1/chantiers                                             | chantiers:write | AC    | makes   | 201
   PATCH /api/v1/chantiers/:id                                        | chantiers:write | AC    | within  | 200
   POST /api/v1/chantiers/:id/statut                                  | chantiers:write | AC    | within  | 200
   PUT /api/v1/chantiers/:id/equipe                                   | chantiers:write | AC    | within  | 200
   DELETE /api/v1/chantiers/:id                                       | chantiers:write | A     | within  | 204
   PUT /api/v1/chantiers/by-external-id/:system/:external_id          | chantiers:write | AC    | makes   | 201
   POST /api/v1/chantiers/lot                                         | chantiers:write | AC    | makes   | 207
   GET /api/v1/planning                                               | planning:read   | ACHOP | refused | 200
   GET /api/v1/absences                                               | planning:read   | ACHOP | refused | 200
   GET /api/v1/absences/:id                                           | planning:read   | ACHOP | refused | 200
   POST /api/v1/absences                                              | planning:write  | ACHOP | refused | 201
   PATCH /api/v1/absences/:id                                         | planning:write  | ACHOP | refused | 200
   DELETE /api/v1/absences/:id                                        | planning:write  | ACHOP | refused | 204
   GET /api/v1/affectations                                           | planning:read   | ACHOP | refused | 200
   GET /api/v1/affectations/:id                                       | planning:read   | ACHOP | refused | 200
   POST /api/v1/affectations                                          | planning:write  | AC    | refused | 201
   POST /api/v1/affectations/lot                                      | planning:write  | AC    | refused | 200
   POST /api/v1/affectations/copie                                    | planning:write  | AC    | refused | 201
   PATCH /api/v1/affectations/:id                                     | planning:write  | ACH   | refused | 200
   DELETE /api/v1/affectations/:id                                    | planning:write  | AC    | refused | 204
   GET /api/v1/erp-links                                              | erp:read        | ACP   | refused | 200
   GET /api/v1/erp-links/:id                                          | erp:read        | ACP   | refused | 200
   GET /api/v1/erp-links/:id/flux                                     | erp:read        | ACP   | refused | 200
   GET /api/v1/connecteurs                                            | erp:read        | ACP   | refused | 200
   POST /api/v1/erp-links/:id/reprise                                 | erp:write       | A     | refused | 200
   PATCH /api/v1/erp-links/:id                                        | erp:write       | A     | refused | 200
   POST /api/v1/erp-links/:id/pause                                   | erp:write       | A     | refused | 200
   GET /api/v1/mappings                                               | erp:read        | ACP   | refused | 200
   PATCH /api/v1/mappings/:id                                         | erp:write       | A     | refused | 200
   GET /api/v1/imports                                                | erp:read        | ACP   | refused | 200
   GET /api/v1/imports/:id                                            | erp:read        | ACP   | refused | 200
   GET /api/v1/imports/:id/flux                                       | erp:read        | ACP   | refused | 200
   GET /api/v1/imports/:id/lignes                                     | erp:read        | AP    | refused | 200
   POST /api/v1/erp-links/:id/imports                                 | erp:write       | AC    | refused | 409 erp_link.not_ready
   POST /api/v1/imports/:id/pause                                     | erp:write       | A     | refused | 409 import.not_open
   POST /api/v1/imports/:id/reprise                                   | erp:write       | A     | refused | 409 import.not_open
   POST /api/v1/imports/:id/annulation                                | erp:write       | A     | refused | 409 import.not_open
   POST /api/v1/imports/:id/retrait                                   | erp:write       | A     | refused | 409 import.not_open
   POST /api/v1/imports/:id/reponse                                   | erp:write       | A     | refused | 409 import.no_question
   GET /api/v1/pointages                                              | heures:read     | ACHOP | within  | 200
   GET /api/v1/pointages/:id                                          | heures:read     | ACHOP | within  | 200
   POST /api/v1/pointages                                             | heures:write    | ACHOP | places  | 201
   PATCH /api/v1/pointages/:id                                        | heures:write    | ACHOP | within  | 200
   POST /api/v1/pointages/:id/suppression                             | heures:write    | ACHOP | within  | 204
   POST /api/v1/pointages/lot                                         | heures:write    | ACHOP | places  | 207
   POST /api/v1/pointages/soumission                                  | heures:write    | ACHOP | refused | 200
   POST /api/v1/pointages/validation                                  | heures:write    | ACP   | refused | 200
   POST /api/v1/pointages/rejet                                       | heures:write    | ACP   | refused | 200
   GET /api/v1/pointages/equipe                                       | heures:read     | ACHOP | refused | 200
   GET /api/v1/heures/semaine                                         | heures:read     | ACHOP | refused | 200
   GET /api/v1/feuilles-heures/:personne_id/:semaine                  | heures:read     | ACHOP | refused | 200
   GET /api/v1/feuilles-heures/:personne_id/:semaine/historique       | heures:read     | ACHOP | refused | 200
   GET /api/v1/feuilles-heures/:personne_id/:semaine/pdf              | heures:read     | ACHOP | refused | 200
   POST /api/v1/feuilles-heures/:personne_id/:semaine/contestation    | heures:write    | ACHOP | refused | 200
   POST /api/v1/feuilles-heures/:personne_id/:semaine/reponse         | heures:write    | ACP   | refused | 200
   POST /api/v1/feuilles-heures/:personne_id/:semaine/preremplissage  | heures:write    | ACHOP | refused | 200
   GET /api/v1/variables-paie                                         | variables-paie:read  | ACHOP | refused | 200
   POST /api/v1/variables-paie                                        | variables-paie:write | AP    | refused | 201
   PATCH /api/v1/variables-paie/:id                                   | variables-paie:write | AP    | refused | 200
   DELETE /api/v1/variables-paie/:id                                  | variables-paie:write | AP    | refused | 204
   GET /api/v1/rubriques                                              | variables-paie:read  | ACHOP | refused | 200
   PATCH /api/v1/rubriques/:code                                      | variables-paie:write | AP    | refused | 200
   GET /api/v1/regularisations                                        | variables-paie:read  | ACHOP | refused | 200
   GET /api/v1/reglages-paie                                          | variables-paie:read  | ACHOP | refused | 200
   PUT /api/v1/reglages-paie                                          | variables-paie:write | AP    | refused | 200
   GET /api/v1/periodes-paie                                          | variables-paie:read  | ACHOP | refused | 200
   POST /api/v1/periodes-paie/:mois/cloture                           | variables-paie:write | AP    | refused | 200
   POST /api/v1/periodes-paie/:mois/reouverture                       | variables-paie:write | AP    | refused | 409 periode_paie.etat_refused
   GET /api/v1/paie/pret                                              | variables-paie:read  | AP    | refused | 200
   GET /api/v1/paie/mois/:mois                                        | variables-paie:read  | AP    | refused | 200
   GET /api/v1/paie/mois/:mois/csv                                    | variables-paie:read  | AP    | refused | 200
   GET /api/v1/paie/mois/:mois/personnes/:id/pdf                      | variables-paie:read  | ACHOP | refused | 200
   GET /api/v1/paie/releves/:semaine/pdf                              | variables-paie:read  | AP    | refused | 200`
    .split('\n')
    .map(right),
);

/** Told by whether the chantier that is asked for is named in the answer. */
const LISTS = new Set(['GET /api/v1/chantiers', 'GET /api/v1/pointages']);

type Cell = { role: RoleLetter; scope: string; perimeter: Perimeter };

/** Scope, then the perimeter the route knows, then the role, then what is found. */
function expected(name: string, { role, scope, perimeter }: Cell): string {
  const { noun, action, roles, bound, status } = RIGHTS.get(name)!;
  const isBound = perimeter === 'inside' || perimeter === 'outside';
  if (!opened(noun, action).includes(scope)) return '403 insufficient_scope';
  if (isBound && bound === 'refused') return '403 api_key.bound';
  if (!roles.includes(role)) return '403 role.insufficient';
  if (isBound && bound === 'makes') return status === '207' ? '207 api_key.bound' : '403 api_key.bound';
  // Open to everybody for what is his own; this one is another's.
  if (name.endsWith('/paie/mois/:mois/personnes/:id/pdf') && !SEES_ALL.includes(role))
    return '404 paie.personne_not_found';
  if (role === 'C' && UNSEEN[name]) return UNSEEN[name];
  // Everybody may ask; only who leads the chantier, or sees all, is answered.
  if (name.endsWith('/pointages/equipe') && role === 'O') return '404 chantier.not_found';
  if (bound === 'places' && perimeter === 'outside') return `${status === '207' ? 207 : 403} api_key.bound`;
  if (bound !== 'within') return status;
  const found = perimeter === 'free' || perimeter === 'inside' || (perimeter === 'stranger' && SEES_ALL.includes(role));
  if (LISTS.has(name)) return `${status} ${found ? 'with' : 'without'} it`;
  return found ? status : `404 ${name.includes('/pointages') ? 'pointage' : 'chantier'}.not_found`;
}

/** Where the example of the document cannot be carried out twice. */
const BODIES: Record<string, (role: RoleLetter, chantier_id: string) => unknown> = {
  // Of himself: what each may say of others is told by the slices' own tests.
  'POST /api/v1/absences': role => ({ personne_id: owners[role], debut: freshDay(), fin: days.last }),
  'PATCH /api/v1/absences/:id': () => ({ commentaire: 'Vu' }),
  'POST /api/v1/affectations': role => ({ personne_ids: [owners[role]], chantier_id: chantiers.its, du: freshDay() }),
  'POST /api/v1/affectations/lot': role => ({
    creer: [{ personne_id: owners[role], chantier_id: chantiers.its, jour: freshDay() }],
  }),
  'POST /api/v1/affectations/copie': () => ({ de: '2026-W48', vers: '2026-W49' }),
  'PATCH /api/v1/affectations/:id': () => ({ note: newId() }),
  'POST /api/v1/personnes': () => ({
    nom: 'Durand',
    prenom: 'Camille',
    email: `${newId()}@exemple.fr`,
    role: 'compagnon',
  }),
  'PATCH /api/v1/personnes/:id': () => ({ nom: 'Martin' }),
  'POST /api/v1/personnes/lot': () => ({ items: [{ nom: 'Durand', prenom: newId(), role: 'compagnon' }] }),
  'POST /api/v1/chantiers': () => ({ nom: 'Villa Rose' }),
  'PATCH /api/v1/chantiers/:id': () => ({ nom: 'Villa Rose' }),
  'POST /api/v1/chantiers/:id/statut': () => ({ statut: 'en_cours' }),
  'POST /api/v1/chantiers/lot': () => ({
    items: [{ reference: { system: 'compta', external_id: newId() }, chantier: { nom: 'Villa Rose' } }],
  }),
  'PUT /api/v1/chantiers/:id/equipe': () => ({ membres: [] }),
  'PUT /api/v1/chantiers/by-external-id/:system/:external_id': () => ({ nom: 'Villa Rose' }),
  'POST /api/v1/pointages': (role, chantier_id) => ({
    personne_id: owners[role],
    chantier_id,
    jour: freshDay(),
    minutes: 420,
  }),
  'POST /api/v1/pointages/lot': (role, chantier_id) => ({
    items: [{ personne_id: owners[role], chantier_id, jour: freshDay(), minutes: 420 }],
  }),
  'PATCH /api/v1/pointages/:id': () => ({ commentaire: newId() }),
  'POST /api/v1/pointages/:id/suppression': () => ({}),
  'POST /api/v1/variables-paie': () => ({
    personne_id: paid,
    jour: '2026-11-02',
    rubrique: 'prime_exceptionnelle',
    quantite: 100,
  }),
  'PATCH /api/v1/variables-paie/:id': () => ({ commentaire: 'Essai' }),
  'PATCH /api/v1/rubriques/:code': () => ({ code_paie: '1' }),
  'PUT /api/v1/reglages-paie': () => REGLAGES,
  'POST /api/v1/periodes-paie/:mois/cloture': () => ({ malgre: true }),
  'POST /api/v1/erp-links/:id/imports': () => ({ genre: 'incremental' }),
};

const hub = await testApp({ jobs: true });
const { sql } = hub.db;
const ROUTES = hub.app.features.flatMap(feature => feature.routes).filter(record => typeof record.access === 'object');
const owners = {} as Record<RoleLetter, string>;
/** A day on which nothing is yet. */
const days = { last: '2030-01-01' };
const freshDay = (): string => {
  days.last = ajouterJours(days.last, 1);
  return days.last;
};
/** Whom variables are told of. */
let paid = '';
let REGLAGES: unknown;
/** By role, scope and whether it is bound. */
const keys = new Map<string, string>();
/** `its` is what inside and free ask for, `other` what outside does, `theirs` nobody's. */
const chantiers = { its: '', other: '', theirs: '' };

async function newChantiers(): Promise<void> {
  const equipe = Object.values(owners);
  for (const name of ['its', 'other'] as const) chantiers[name] = (await makeChantier(sql, { equipe })).id;
  chantiers.theirs = (await makeChantier(sql)).id;
  await sql`
    update chantier_personnes set role_chantier = case when personne_id = ${owners.C} then 'conducteur' else 'chef' end
    where chantier_id = ${chantiers.its} and personne_id in (${owners.C}, ${owners.H})`;
  await sql`update api_keys set chantiers = ${[chantiers.its]} where chantiers is not null`;
}

async function newKey(role: RoleLetter, scope: string, bound: boolean): Promise<void> {
  const [id, secret] = [newId(), newApiKey()];
  await sql`
    insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, chantiers, created_at, expires_at)
    values (${id}, ${id}, ${owners[role]}, ${hashToken(secret)}, ${apiKeyPreview(secret)}, 'Essai', ${[scope]},
            ${bound ? [newId()] : null}, ${hub.clock.now.toString()}, ${hub.clock.now.add({ hours: 2000 }).toString()})`;
  keys.set(`${role} ${scope} ${bound}`, secret);
}

beforeAll(async () => {
  await makeCommune(sql);
  paid = (await makePersonne(sql)).id;
  const [row] = await sql`select reglages_par_defaut() || '{"effet_du": "2026-12-01"}' as reglages`;
  REGLAGES = row!['reglages'];
  await sql`insert into reglages_paie (effet_du, reglages, modifie_at) values ('2026-12-01', '{}', now())`;
  for (const role of ROLES) owners[role] = (await makePersonne(sql, WHO[role])).id;
  for (const role of ROLES)
    for (const scope of SCOPE_SETS) for (const bound of [false, true]) await newKey(role, scope, bound);
  await newChantiers();
});

const NOTHING = async () => ({});
const world: World = {
  inject: request => hub.app.server.inject(request as never) as never,
  person: {},
  cookie: {},
  key: NOTHING,
  boundKey: NOTHING,
  target: async () => '',
};

const inPath = { free: 'its', inside: 'its', outside: 'other', stranger: 'theirs' } as const;

/** Of the owner himself, entered by him; on a chantier that conducteur and chef lead. */
async function newOwn(record: AnyRoute, { role, perimeter }: Cell): Promise<string> {
  const personne_id = owners[role];
  if (record.path.startsWith('/affectations'))
    return await makeAffectation(sql, { personne_id, chantier_id: chantiers.its, jour: freshDay() });
  if (record.path.startsWith('/pointages')) {
    const chantier_id = chantiers[inPath[perimeter]];
    return (await makePointage(sql, { personne_id, chantier_id, jour: freshDay(), statut: 'brouillon' })).id;
  }
  if (record.path.startsWith('/feuilles-heures')) return await newWeek(record, personne_id);
  const id = newId();
  await sql`
    insert into absences (id, personne_id, debut, fin, saisie_par) values (${id}, ${personne_id}, ${freshDay()}, ${days.last}, ${personne_id})`;
  return id;
}

/** His, with hours; another's, that he contests, for whoever answers. */
async function newWeek({ path }: AnyRoute, owner: string): Promise<string> {
  const answers = path.endsWith('/reponse');
  const personne_id = answers ? (await makePersonne(sql)).id : owner;
  const [known] = await sql`select from feuilles_heures where personne_id = ${personne_id} and debut = '2026-10-05'`;
  if (known) return personne_id;
  await makePointage(sql, { personne_id, chantier_id: chantiers.its, jour: '2026-10-06' });
  if (answers) await contest(sql, personne_id);
  return personne_id;
}

const OWN = ['/absences', '/affectations', '/pointages', '/feuilles-heures'];

/** What the route acts on: the chantier of this perimeter, or the same object until a change went through. */
const targets = new Map<string, string>();
async function targetOf(record: AnyRoute, cell: Cell): Promise<string> {
  const { role, perimeter } = cell;
  if (record.path.includes('external')) return newId();
  if (record.path.startsWith('/chantiers')) return chantiers[inPath[perimeter]];
  if (nameOf(record) === 'GET /api/v1/personnes/:id') return owners[role];
  const own = OWN.some(noun => record.path.startsWith(noun));
  const name = own ? `${record.path} ${role} ${perimeter}` : record.path;
  const known = targets.get(name) ?? (await (own ? newOwn(record, cell) : makeTarget(hub.ground, record.path)));
  targets.set(name, known);
  return known;
}

async function ask(record: AnyRoute, cell: Cell): Promise<string> {
  const { role, scope, perimeter } = cell;
  const bound = perimeter === 'inside' || perimeter === 'outside';
  const id = await targetOf(record, cell);
  const asked = chantiers[inPath[perimeter]];
  const body = BODIES[nameOf(record)]?.(role, asked) ?? goodBody(record);
  const headers = { authorization: `Bearer ${keys.get(`${role} ${scope} ${bound}`)}` };
  const team = record.path === '/pointages/equipe' ? { query: `chantier_id=${chantiers.its}&jour=2026-11-24` } : {};
  const answer = await send(world, record, { id, headers, body, ...team });
  if (answer.statusCode < 300 && record.method !== 'GET') {
    targets.clear();
    if (record.path.startsWith('/chantiers/:id')) await newChantiers();
  }
  return said(record, { status: answer.statusCode, body: answer.body, wanted: asked });
}

function said(record: AnyRoute, { status, body, wanted }: { status: number; body: string; wanted: string }): string {
  if (status === 200 && LISTS.has(nameOf(record))) return `${status} ${body.includes(wanted) ? 'with' : 'without'} it`;
  const code = /"code":"([a-z_]+(?:\.[a-z_]+)?)"/.exec(body)?.[1];
  return status >= 400 || (status === 207 && code) ? `${status} ${code}` : String(status);
}

const CELLS: Cell[] = ROLES.flatMap(role =>
  SCOPE_SETS.flatMap(scope => PERIMETERS.map(perimeter => ({ role, scope, perimeter }))),
);

test('the table names every route that a key can open', () => {
  expect(ROUTES.map(nameOf).toSorted()).toEqual([...RIGHTS.keys()].toSorted());
});

describe.each(ROUTES.map(record => ({ name: nameOf(record), record })))('$name', ({ name, record }) => {
  test('opens to the roles, scopes and perimeters of the table, and to nobody without a key', async () => {
    // What is tested here is not the patience of the rate limiter.
    hub.clock.advance({ hours: 1 });
    expect((await send(world, record, { id: newId(), headers: {} })).statusCode).toBe(401);
    const wrong: string[] = [];
    // Where no chantier is asked for, all teams are alike.
    const cells = CELLS.filter(({ perimeter }) => perimeter !== 'stranger' || name.includes('/chantiers'));
    for (const cell of cells) {
      const [got, wanted] = [await ask(record, cell), expected(name, cell)];
      if (got !== wanted) wrong.push(`${cell.role} ${cell.scope} ${cell.perimeter}: ${wanted} expected, ${got} found`);
    }
    expect(wrong).toEqual([]);
  });
});
