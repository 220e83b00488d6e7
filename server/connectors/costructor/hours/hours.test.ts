import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OutboundFailed, OutboundRefused, type OutboundRequest, type OutboundResponse } from '#platform/outbound.ts';
import type { UpstreamError } from '#platform/upstream.ts';
import { startSimulator } from '#testing/simulator.ts';
import type { EcritureJour, Traits, UniteHeures } from '../../connector.ts';
import { listen } from '../../exam-ground.ts';
import { dayOf, JOUR, statesOf, toLine } from '../../exam-hours-ground.ts';
import { costructor } from '../index.ts';
import { toPersonne } from '../personnes.ts';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
const NOW = Date.parse('2026-11-24T18:01:00Z');
const DEPUIS = '2026-11-24T17:58:00.000Z';
type Answer = { status?: number; headers?: Record<string, string>; body?: unknown };
type Asked = Pick<OutboundRequest, 'method'> & { path: string; query: Record<string, string>; body: unknown };

/** A session whose wire answers each call as `answer` says. */
function session(answer: (call: Asked) => Answer | Error, observed: Partial<Traits> = {}) {
  const asked: Asked[] = [];
  const fetch = async (url: string | URL, { method, body }: OutboundRequest): Promise<OutboundResponse> => {
    const { pathname, searchParams } = new URL(url);
    const call = {
      method,
      path: pathname.slice(3),
      query: Object.fromEntries(searchParams),
      body: body ? JSON.parse(String(body)) : null,
    };
    asked.push(call);
    const given = answer(call);
    if (given instanceof Error) throw given;
    const text =
      typeof given.body === 'string' ? given.body : JSON.stringify(given.body ?? { data: [], metadata: { items: 0 } });
    return { status: given.status ?? 200, headers: given.headers ?? {}, body: Buffer.from(text) };
  };
  const link = { settings: { base_url: 'https://erp.exemple.fr/v1' }, credentials: { api_key: 'cle' }, observed };
  const world = { outbound: { fetch }, now_ms: () => NOW, wait: async () => {} };
  return { heures: costructor.open(link, world).heures!, asked };
}

const unite = (cle: string, more: Partial<UniteHeures> = {}): UniteHeures => ({
  ...{ cle, pointage: cle, chantier: 'pj_1', jour: JOUR, minutes: 60, debut: '08:00', fin: '09:00', indicatif: false },
  contenu: { type: 'work', day: JOUR, project: 'pj_1', startTime: '08:00', endTime: '09:00' },
  ...more,
});
const three = ['a', 'b', 'c'].map(cle => toLine(unite(cle)));
const day = (more: Partial<EcritureJour> = {}): EcritureJour => ({
  ...{ personne: 'usr_1', jour: JOUR, retirer: [], ecrire: three },
  ...more,
});
const removal = (cle: string) => ({ ligne: `l-${cle}`, marque: 'HC-1', external_id: `tse/${cle}`, unite: unite(cle) });
const said = (message: string, code?: string) => ({ status: 400, body: { message, ...(code ? { code } : {}) } });
const LOST = new OutboundFailed({ phase: 'after_send', reason: 'cut' });
const CREATED = { status: 201, body: { data: { id: 'tse_1' } } };

describe('what is written', () => {
  test('one entry per line, with our mark in its notes and the person it is of', async () => {
    const indicative = toLine(unite('a', { contenu: { ...unite('a').contenu, notes: 'horaires indicatifs' } }));
    const { heures, asked } = session(() => CREATED);
    expect(statesOf(await heures.push(day({ ecrire: [three[0]!, indicative] })))).toEqual(['sent', 'sent']);
    expect(asked[0]).toEqual({
      ...{ method: 'POST', path: '/timesheet_entries', query: {} },
      body: { ...unite('a').contenu, user: 'usr_1', notes: three[0]!.marque },
    });
    expect(asked[1]!.body).toMatchObject({ notes: `${indicative.marque} · horaires indicatifs` });
  });

  test.each([
    ['the whole object', { status: 201, body: { data: { ...unite('a').contenu, id: 'tse_9' } } }, 'sent'],
    ['data.id under 200', { body: { data: { id: 'tse_9' } } }, 'sent'],
    ['an id that is a number', { body: { data: { id: 9 } } }, 'sent'],
    ['another shape', { status: 201, body: { entry: { id: 'tse_9' } } }, 'doubtful'],
    ['no id', { status: 201, body: { data: { ok: true } } }, 'doubtful'],
    ['nothing', { status: 201, body: '' }, 'doubtful'],
    ['a page', { body: '<html>Bienvenue</html>' }, 'doubtful'],
    ['an error under 200', { body: { message: 'Service indisponible.' } }, 'doubtful'],
    ['an error under 500, in HTML', { status: 500, body: '<html>' }, 'doubtful'],
    ['a gateway that waited in vain', { status: 504, body: '' }, 'doubtful'],
  ] as [string, Answer, string][])('a creation answered by %s', async (_, answer, etat) => {
    const { issues, arret } = await session(() => answer).heures.push(day({ ecrire: [three[0]!] }));
    expect([issues.map(issue => issue.etat), arret]).toEqual([[etat], null]);
  });

  test.each([
    [{ status: 204, body: '' }, 'removed'],
    [{ status: 200, body: { data: { id: 'tse/a' } } }, 'removed'],
    [{ status: 404, body: { message: 'Cette saisie n’existe pas.' } }, 'removed'],
    [{ status: 410, body: { message: 'Supprimée.' } }, 'removed'],
    [{ status: 400, body: { message: 'Impossible.' } }, 'refused'],
    [{ status: 500, body: '<html>' }, 'doubtful'],
  ] as [Answer, string][])('a removal answered by %j is %s', async (answer, etat) => {
    const { heures, asked } = session(() => answer);
    expect(statesOf(await heures.push(day({ retirer: [removal('a')], ecrire: [] })))).toEqual([etat]);
    expect(asked[0]).toMatchObject({ method: 'DELETE', path: '/timesheet_entries/tse%2Fa' });
  });

  test.each([
    ['the bare 404 of a gateway', { status: 404, body: '404 page not found' }, 'strange'],
    ['405 in HTML', { status: 405, body: '<html>' }, 'strange'],
    ['a redirection', { status: 302, body: '' }, 'strange'],
    ['an address we may not reach', new OutboundRefused('private'), 'denied'],
    ['nobody at that address', new OutboundFailed({ phase: 'before_send', reason: 'connect' }), 'unavailable'],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, 'busy'],
  ] as [string, Answer | Error, string][])(
    '%s stops the day, and no line is said to be anything',
    async (_, answer, word) => {
      const calls = [CREATED, answer];
      const { heures, asked } = session(() => calls.shift()!);
      const { issues, arret } = await heures.push(day());
      expect([issues.map(issue => issue.etat), arret?.is.word, asked.length]).toEqual([['sent'], word, 2]);
    },
  );
});

describe('what stops a day, and what does not', () => {
  test('no answer at all stops it; two errors in a row as well; one between two good answers does not', async () => {
    const broken = { status: 500, body: {} };
    const pushed = async (...answers: (Answer | Error)[]) => {
      const { issues, arret } = await session(() => answers.shift()!).heures.push(day());
      return [...issues.map(issue => issue.etat), arret?.is.word ?? 'end'];
    };
    expect(await pushed(CREATED, LOST)).toEqual(['sent', 'doubtful', 'unavailable']);
    expect(await pushed(broken, broken)).toEqual(['doubtful', 'doubtful', 'unavailable']);
    expect(await pushed(broken, CREATED, broken)).toEqual(['doubtful', 'sent', 'doubtful', 'end']);
  });

  test('what could not be taken out is not written again beside itself; other chantiers go on', async () => {
    const { heures } = session(({ method }) => (method === 'DELETE' ? said('Saisie facturée.') : CREATED));
    const { issues } = await heures.push(day({ retirer: [removal('a')] }));
    expect(issues.map(issue => issue.etat)).toEqual(['refused', 'refused', 'sent', 'sent']);
    expect(issues[1]).toMatchObject({
      code: 'autre',
      phrase: expect.stringMatching(/n’a pas pu être ôtée.* : Saisie facturée\./),
    });
  });

  test('403 on one line is its refusal while the list is open, and a missing right once it is not', async () => {
    const closed = { status: 403, body: { message: 'Accès refusé.' } };
    const one = session(({ method }) => (method === 'POST' ? closed : {}));
    expect((await one.heures.push(day())).issues).toMatchObject([{ code: 'autre', phrase: 'Accès refusé.' }, {}, {}]);
    const all = await session(() => closed).heures.push(day());
    expect([all.issues, all.arret?.is]).toEqual([[], { word: 'denied', why: 'rights' }]);
  });

  test.each([
    ['timesheet.locked', 'x', 'verrouille'],
    [undefined, 'Cette semaine est validée.', 'verrouille'],
    ['timesheet.overlap', 'x', 'chevauchement'],
    [undefined, 'Ce créneau en <b>chevauche</b> un autre.', 'chevauchement'],
    ['timesheet.too_long', 'x', 'jour_trop_long'],
    ['project.archived', 'x', 'chantier_ferme'],
    ['project.unknown', 'x', 'chantier_inconnu'],
    ['user.unknown', 'x', 'personne_inconnue'],
    ['project.required', 'Le chantier est obligatoire.', 'autre'],
    ['nouveau.code', 'Cette semaine est validée.', 'autre'],
    [undefined, '', 'autre'],
  ])('code %s and « %s » are %s', async (code, message, expected) => {
    const { issues } = await session(() => said(message, code)).heures.push(day({ ecrire: [three[0]!] }));
    expect(issues[0]).toMatchObject({
      etat: 'refused',
      code: expected,
      phrase: expect.stringMatching(/^[^<>]{1,300}$/),
    });
  });
});

describe('midnight', () => {
  const until = async (profile: string, observed: Partial<Traits> = {}) => {
    const simulator = await startSimulator({ chantiers: 3, profiles: [profile] });
    const { chantiers, users } = (await simulator.truth()) as never as Record<
      'chantiers' | 'users',
      { id: string; active: boolean; archived: boolean }[]
    >;
    const ear = listen();
    const link = { settings: { base_url: simulator.base_url }, credentials: { api_key: simulator.key }, observed };
    const heures = costructor.open(link, ear.world()).heures!;
    const chantier = chantiers.find(({ archived }) => !archived)!.id;
    const night = dayOf([{ chantier, minutes: 480, plages: [{ debut: '21:00', fin: '05:00' }] }]);
    const pushed = await heures.push(
      day({ personne: users.find(({ active }) => active)!.id, ecrire: heures.unites(night).unites.map(toLine) }),
    );
    await ear.close();
    return { ...pushed, calls: (await simulator.requests()).length };
  };

  test('another way of writing it is learnt by the refusal, and used from then on', async () => {
    const first = await until('midnight-0000');
    expect([statesOf(first), first.observed, first.calls]).toEqual([['sent', 'sent'], { midnight: '00:00' }, 3]);
    const known = await until('midnight-0000', { midnight: '00:00' });
    expect([statesOf(known), known.observed, known.calls]).toEqual([['sent', 'sent'], undefined, 2]);
    const back = await until('midnight-2400', { midnight: '00:00' });
    expect([statesOf(back), back.observed, back.calls]).toEqual([['sent', 'sent'], { midnight: '24:00' }, 3]);
  });

  test('where neither is accepted the line is refused, not shortened, and the next day is told without asking', async () => {
    const { issues, observed } = await until('midnight-none');
    expect(issues).toMatchObject([{ etat: 'refused', code: 'irrepresentable' }, { etat: 'sent' }]);
    expect(observed).toEqual({ midnight: 'none' });
    const { heures } = session(() => CREATED, observed);
    const night = dayOf([{ cle: 'n', minutes: 60, plages: [{ debut: '23:00', fin: '00:00' }] }]);
    expect(heures.unites(night)).toMatchObject({ unites: [], refus: [{ cle: 'n', code: 'irrepresentable' }] });
  });
});

describe('what is looked up', () => {
  const page = (...rows: object[]) => ({ body: { data: rows, metadata: { items: rows.length } } });
  const rows = fixture('entries').data;
  const find = { personne: 'usr_01', jours: [JOUR], depuis: DEPUIS };

  test('the mark is found verbatim, in HTML, and escaped; meals and others’ hours are not theirs', async () => {
    const { heures } = session(() => page(...rows));
    expect(await heures.find(find)).toEqual([
      {
        external_id: 'tse_01',
        marque: 'HC-1A',
        personne: 'usr_01',
        chantier: 'pj_01',
        jour: JOUR,
        minutes: 270,
        debut: '13:00',
        fin: '17:30',
        version: null,
      },
      {
        external_id: 'tse_02',
        marque: 'HC-1B',
        personne: 'usr_01',
        chantier: null,
        jour: JOUR,
        minutes: 180,
        debut: '21:00',
        fin: '24:00',
        version: null,
      },
    ]);
    const [third] = await heures.find({ ...find, personne: 'usr_02' });
    expect([third?.marque, third?.minutes]).toEqual(['HC-1C', 960]);
  });

  test.each(['hc-1a · horaires indicatifs', '  HC-1A ', '<p>&lt;b&gt;Hc&#45;1a&lt;/b&gt;</p>'])(
    'a mark in notes that they changed (« %s ») is still ours',
    async notes => {
      const [seen] = await session(() => page({ ...rows[0], notes })).heures.find(find);
      expect(seen?.marque).toBe('HC-1A');
    },
  );

  test.each([null, '', ' '])(
    'an entry just like what was to be written, made since then, is ours though its notes are %j',
    async notes => {
      const createdAt = '2026-11-24T18:00:03Z';
      const look = (own: object) => session(() => page({ ...rows[0], notes, createdAt, ...own })).heures;
      const lignes = [
        { marque: 'HC-1A', external_id: null, chantier: 'pj_01', jour: JOUR, debut: '13:00', fin: '17:30' },
      ];
      const marks = async (own: object) => (await look(own).find({ ...find, lignes })).map(({ marque }) => marque);
      expect(await marks({})).toEqual(['HC-1A']);
      expect(await marks({ endTime: '17:00' })).toEqual([null]);
      expect(await marks({ createdAt: '2026-11-24T12:00:00Z' })).toEqual([null]);
      expect(await look({}).find(find)).toMatchObject([{ marque: null }]);
    },
  );

  test('a filter that shows nothing is not believed: the list is read without it', async () => {
    const { heures, asked } = session(({ query }) => (query['user'] ? page() : page(...rows)));
    expect(await heures.find(find)).toHaveLength(2);
    expect(asked.map(({ query }) => query['user'])).toEqual(['usr_01', undefined]);
  });

  test('an entry that may be ours and cannot be read stops the search: absence would be a guess', async () => {
    const drifted = { ...rows[0], startTime: 780 };
    const search = session(() => page(drifted, rows[1])).heures.find(find);
    expect(await search.catch(error => (error as UpstreamError).is.word)).toBe('strange');
    // Somebody else's is nobody's trouble here.
    expect(await session(() => page({ ...drifted, user: 'usr_09' }, rows[1])).heures.find(find)).toHaveLength(1);
  });

  test('an entry made since then, without the field that would bear our mark, is not taken for another’s', async () => {
    const { notes: _, ...mute } = rows[0];
    const made = (createdAt: string | null) => session(() => page({ ...mute, createdAt })).heures.find(find);
    for (const createdAt of ['2026-11-24T18:00:03Z', null])
      expect(await made(createdAt).catch(error => (error as UpstreamError).is.word)).toBe('strange');
    expect(await made('2026-11-24T12:00:00Z')).toMatchObject([{ external_id: 'tse_01', marque: null }]);
    expect(await session(() => page({ ...mute, notes: null })).heures.find(find)).toHaveLength(1);
    // By what was to be written, one that is just that is ours, once; any other is not.
    const line = (marque: string, fin: string, external_id: string | null = null) => ({
      ...{ marque, external_id, chantier: 'pj_01', jour: JOUR, debut: '13:00', fin },
    });
    const twins = session(() => page(mute, { ...mute, id: 'tse_09' })).heures;
    const marks = async (...lignes: ReturnType<typeof line>[]) =>
      (await twins.find({ ...find, lignes })).map(({ marque }) => marque);
    expect(await marks(line('HC-1A', '17:30'))).toEqual(['HC-1A', null]);
    expect(await marks(line('HC-1A', '17:30'), line('HC-1B', '17:30'))).toEqual(['HC-1A', 'HC-1B']);
    expect(await marks(line('HC-1A', '17:00'))).toEqual([null, null]);
    // By the id it is known by, whatever its hours became: another's of the same hours does not take its name.
    expect(await marks(line('HC-1A', '17:30', 'tse_09'))).toEqual([null, 'HC-1A']);
    expect(await marks(line('HC-1A', '17:00', 'tse_09'))).toEqual([null, 'HC-1A']);
  });

  test('newest first, it stops at the time of the attempt, on their clock; in another order it reads on', async () => {
    const at = (minutes: number) => `${new Date(NOW - minutes * 60_000).toISOString().slice(0, 19)}Z`;
    const many = Array.from({ length: 250 }, (_, n) => ({
      ...rows[0],
      id: `tse_${n}`,
      user: 'usr_7',
      createdAt: at(n / 10),
    }));
    const serve = (list: object[], headers = {}) =>
      session(({ query }) => {
        const size = Number(query['_limit']);
        const start = (Number(query['_page'] ?? 1) - 1) * size;
        return { headers, body: { data: list.slice(start, start + size), metadata: { items: list.length } } };
      });
    const calls = async ({ heures, asked }: ReturnType<typeof serve>) => {
      await heures.find(find);
      return asked.length;
    };
    expect(await calls(serve(many))).toBe(1);
    // Ten minutes behind ours: what is three minutes old over there was written thirteen minutes ago on our clock… and is read.
    expect(await calls(serve(many, { date: new Date(NOW - 600_000).toUTCString() }))).toBe(2);
    expect(await calls(serve(many.toReversed()))).toBe(3);
  });

  test('listing notices that the day is ignored, and that a filter hides what is there', async () => {
    const listed = async ({ heures }: ReturnType<typeof session>) => {
      const pages = [];
      for await (const one of heures.list({ du: '2026-11-23', au: JOUR })) pages.push(one);
      return [
        pages.flatMap(({ lignes }) => lignes.map(({ external_id }) => external_id)),
        pages.reduce((sum, { illisibles }) => sum + illisibles, 0),
      ];
    };
    const other = { ...rows[0], id: 'tse_05', day: '2026-11-01' };
    const all = page(...rows, other, { ...rows[0], id: 'tse_06', endTime: '12:00' });
    expect(await listed(session(() => all))).toEqual([['tse_01', 'tse_02', 'tse_03'], 1]);
    expect(await listed(session(({ query }) => (query['day'] ? page() : all)))).toEqual([
      ['tse_01', 'tse_02', 'tse_03'],
      1,
    ]);
    expect(await listed(session(({ query }) => (query['day'] ? page() : page(other))))).toEqual([[], 0]);
  });
});

describe('people', () => {
  test('names come without HTML, an address in small letters, those who left are told apart', () => {
    const [first, second] = fixture('users').data.map((raw: unknown) => toPersonne(raw));
    expect(first).toEqual({
      ecarts: [],
      record: {
        ...{ ok: true, notes: [] },
        value: {
          ...{ external_id: 'usr_01', nom: 'D’Exemple', prenom: 'José', email: 'jose@exemple.test' },
          ...{ matricule: null, role: 'compagnon', actif: true },
        },
      },
    });
    expect(second.record.value).toMatchObject({ nom: 'Partie', prenom: null, email: null, actif: false });
  });

  test('what cannot be read is put aside with its reason; the rest of what differs is told', () => {
    const [raw] = fixture('users').data;
    const put = (change: object) => toPersonne({ ...raw, ...change });
    expect(put({ id: null }).record).toMatchObject({ ok: false, raison: 'Identifiant manquant ou illisible' });
    expect(put({ firstName: null, lastName: '<p></p>', email: null }).record).toMatchObject({
      ok: false,
      external_id: 'usr_01',
      raison: 'Ni nom ni adresse e-mail',
    });
    expect(put({ role: { nom: 'x' } }).record).toMatchObject({ ok: false, raison: 'Valeur illisible : role' });
    expect(put({ email: 'pas une adresse' }).record).toMatchObject({
      ok: true,
      notes: ['Adresse e-mail illisible, laissée vide'],
    });
    expect(put({ matricule: 'A1' }).ecarts).toEqual([
      { gravite: 'anodin', chemin: 'users[].matricule', constat: 'champ inconnu' },
    ]);
    expect(put({ lastName: 'x'.repeat(300) }).record).toMatchObject({
      ok: true,
      notes: [expect.stringContaining('lastName')],
    });
  });
});
