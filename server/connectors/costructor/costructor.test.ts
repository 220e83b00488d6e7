import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { OutboundRequest, OutboundResponse } from '#platform/outbound.ts';
import { OutboundFailed, OutboundRefused } from '#platform/outbound.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { Traits } from '../connector.ts';
import { toPlainText } from './html.ts';
import { costructor } from './index.ts';
import { toChantier, toChantiers } from './translate.ts';

const fixture = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
const [FIRST, SECOND] = fixture('projects').data;

describe('translation', () => {
  test('a whole answer becomes our words: HTML out, accents in, the customer’s address where there is no other', () => {
    const { records, ecarts } = toChantiers([FIRST, SECOND]);
    expect(records).toEqual([
      {
        ok: true,
        notes: [],
        value: {
          external_id: 'pj_01hx8qa0000000000000000001',
          reference: '2026-0042',
          nom: 'Rénovation L’Île d’Abeau & annexe',
          statut: { external_id: 'st_01', label: 'Travaux en cours' },
          adresse: '12 rue des Essais, 73000 Chambéry',
          maitre_ouvrage: 'SCI Exemple',
          date_debut: '2026-03-29',
          date_fin: '2026-10-25',
          minutes_estimees: 29580,
          contacts: [{ nom: 'Contact Exemple', telephone: '0600000000', profession: null }],
          archive: false,
          modifie_at: '2026-11-20T17:04:59.000Z',
        },
      },
      {
        ok: true,
        notes: ['Date de fin laissée de côté : elle précède le début'],
        value: {
          ...{ external_id: 'pj_01hx8qa0000000000000000002', reference: null, nom: 'Maison Ø', statut: null },
          ...{
            adresse: '1 chemin Neuf, 1201 Genève, CH',
            maitre_ouvrage: null,
            date_debut: '2026-05-04',
            date_fin: null,
          },
          ...{ minutes_estimees: null, contacts: [], archive: true, modifie_at: '2026-02-01T00:00:00.000Z' },
        },
      },
    ]);
    expect(ecarts).toEqual([]);
  });

  const put = (change: object) => toChantier({ ...FIRST, ...change });
  const told = (change: object) => {
    const { record } = put(change);
    return record.ok ? record.value : record.raison;
  };

  test.each([
    ['id', { id: 42 }, { external_id: '42' }],
    ['a number as name', { name: 1234 }, { nom: '1234' }],
    ['a number as reference', { reference: 26001 }, { reference: '26001' }],
    ['a plain status', { status: 'st_9' }, { statut: { external_id: 'st_9', label: 'st_9' } }],
    ['minutes as text', { plannedMinutes: '450' }, { minutes_estimees: 450 }],
    [
      'a telephone that lost its zero',
      { siteContactPhone: 612345678 },
      { contacts: [expect.objectContaining({ telephone: '0612345678' })] },
    ],
    ['midnight UTC for a day', { startAt: '2026-03-29T00:00:00Z' }, { date_debut: '2026-03-29' }],
    ['an address as text', { address: '3 rue Neuve' }, { adresse: '3 rue Neuve' }],
  ])('accepted without loss, and told: %s', (_, change, expected) => {
    expect(told(change)).toMatchObject(expected);
    if (!('id' in change)) expect(put(change).ecarts).toEqual([expect.objectContaining({ gravite: 'anodin' })]);
  });

  test.each([
    ['blank name', { name: ' <p>&nbsp;</p> ' }, 'Nom manquant'],
    ['no name', { name: undefined }, 'Nom manquant'],
    ['null name', { name: null }, 'Nom manquant'],
    ['nested name', { name: { fr: 'Villa Perrin' } }, 'Nom illisible : name'],
    ['no id', { id: null }, 'Identifiant manquant ou illisible'],
    ['an id with a control character', { id: 'pj_\u0007' }, 'Identifiant manquant ou illisible'],
    ['a date that does not exist', { endAt: '2027-02-29' }, 'Date illisible : endAt'],
    ['a day in our writing', { startAt: '29/03/2026' }, 'Date illisible : startAt'],
    ['an instant for a day', { startAt: '2026-03-28T23:00:00Z' }, 'Date illisible : startAt'],
    ['a year of another age', { startAt: '0206-03-29' }, 'Date illisible : startAt'],
    ['a stamp of nothing', { updatedAt: 'hier' }, 'Date illisible : updatedAt'],
    ['half a minute', { plannedMinutes: 30.5 }, 'Nombre illisible : plannedMinutes'],
    ['a status without id', { status: { name: 'Signé' } }, 'Valeur illisible : status'],
    ['a nested address', { address: { adresse: { street: 'x' } } }, 'Valeur illisible : address'],
    ['archived in words', { archived: 'oui' }, 'Valeur illisible : archived'],
  ])('put aside alone, with a reason that quotes nothing: %s', (_, change, raison) => {
    expect(told(change)).toBe(raison);
    expect(put(change).ecarts).toContainEqual(expect.objectContaining({ gravite: 'fiche', constat: raison }));
  });

  test('put aside, it still says who it is', () => {
    expect(put({ startAt: 'demain' }).record).toMatchObject({
      external_id: 'pj_01hx8qa0000000000000000001',
      libelle: 'Rénovation L’Île d’Abeau & annexe',
    });
    expect(toChantier(null).record).toMatchObject({
      ok: false,
      external_id: null,
      libelle: null,
      raison: 'Fiche illisible',
    });
  });

  test('a name of 10 kB is cut at 255 characters, counted as people count, and it is noted', () => {
    const { record } = put({ name: '🏗️é'.repeat(2_000) });
    expect(record.ok && Array.from(record.value.nom).length).toBeLessThanOrEqual(255);
    expect(record.ok && record.notes).toEqual(['Nom coupé à 255 caractères']);
  });

  test('fields that come and go are told by name, once per page, never by value', () => {
    const { siteContactName: _, ...rest } = FIRST;
    const { ecarts } = toChantiers([
      { ...rest, surprise: 'secret' },
      { ...rest, surprise: 'secret' },
    ]);
    expect(ecarts).toEqual([
      { gravite: 'anodin', chemin: 'projects[].surprise', constat: 'champ inconnu' },
      { gravite: 'anodin', chemin: 'projects[].siteContactName', constat: 'champ absent' },
    ]);
  });

  test('whatever they send, a record is either one of ours or put aside with a reason', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.jsonValue() as fc.Arbitrary<unknown>,
    );
    const change = fc.dictionary(fc.constantFrom(...Object.keys(FIRST), 'surprise', '__proto__'), junk);
    fc.assert(
      fc.property(change, fields => {
        const { record } = put(fields);
        if (record.ok) expect(ChantierFromErp.safeParse(record.value).error).toBeUndefined();
        else expect(record.raison.length).toBeGreaterThan(3);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['Lot < 5 m² & plus', 'Lot < 5 m² & plus'],
  ['<div>A</div><div>B</div>', 'A B'],
  ['A<br/>B<BR>C', 'A B C'],
  ['&lt;b&gt;gras&lt;/b&gt;', '<b>gras</b>'],
  ['&#233;t&#xE9; &OElig;uvre &inconnu; &#0;&#99999999;', 'été Œuvre &inconnu;'],
  ['e\u0301te\u0301', 'été'],
  ['<style>p{color:red}</style>Villa<!-- note -->', 'Villa'],
  ['a\u0000\u001b\n\t b\u00ad', 'a b'],
  ['5 <a 6', '5 <a 6'],
])('plain text of %j', (raw, expected) => expect(toPlainText(raw)).toBe(expected));

test('a name made to be slow is not', () => {
  expect(toPlainText(`${'<'.repeat(100_000)}a`)).toHaveLength(100_001);
  expect(toPlainText('<style>'.repeat(20_000))).toBe('');
  expect(toPlainText('&'.repeat(100_000))).toHaveLength(100_000);
});

describe('the settings', () => {
  test.each([
    ['https://api.costructor.co/external/v1', true],
    ['https://api.costructor.co.exemple.fr/external/v1', false],
    ['https://api.costructor.co:8443/external/v1', false],
    ['http://127.0.0.1:9000/external/v1', false],
  ])('%s is official: %s', (base_url, expected) => {
    expect(costructor.isOfficial(costructor.settings.parse({ base_url }))).toBe(expected);
  });
  test('an empty form leads to the vendor', () => {
    expect(costructor.isOfficial(costructor.settings.parse({}))).toBe(true);
  });
  test.each([
    'http://erp.exemple.fr/v1',
    'ftp://x',
    'https://u:p@x.fr',
    'https://x.fr/?a=1',
    'https://x.fr/v1?',
    'https://x.fr/v1#',
    'x',
  ])('%s is refused', base_url => {
    expect(costructor.settings.safeParse({ base_url }).success).toBe(false);
  });
});

const NOW = Date.parse('2026-11-23T08:00:00Z');
type Answer = Partial<Omit<OutboundResponse, 'body'>> & { body?: string };
/** A session whose wire gives these answers, in turn; the last one stays. */
function session(answers: (Answer | Error)[], observed: Partial<Traits> = {}) {
  const asked: { url: URL; request: OutboundRequest }[] = [];
  const fetch = async (url: string | URL, request: OutboundRequest): Promise<OutboundResponse> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push({ url: new URL(url), request });
    if (answer instanceof Error) throw answer;
    const { status = 200, headers = {}, body = '{"data":[],"metadata":{"items":0}}' } = answer;
    return { status, headers, body: Buffer.from(body) };
  };
  const link = {
    settings: { base_url: 'https://erp.exemple.fr/v1/' },
    credentials: { api_key: 'cle-secrete' },
    observed,
  };
  return { erp: costructor.open(link, { outbound: { fetch }, now_ms: () => NOW, wait: async () => {} }), asked };
}
const isOf = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    error => (error instanceof UpstreamError ? error.is : error),
  );

describe('the wire', () => {
  test('each call is bounded, carries the key and follows the public rule', async () => {
    const { erp, asked } = session([{}]);
    await erp.check();
    expect(asked.map(({ url }) => url.href)).toEqual([
      'https://erp.exemple.fr/v1/contacts?_limit=1',
      'https://erp.exemple.fr/v1/projects?_limit=1',
      'https://erp.exemple.fr/v1/timesheet_entries?_limit=1',
    ]);
    expect(asked[0]!.request).toEqual({
      ...{ method: 'GET', timeout_ms: 20_000, max_bytes: 8 * 1024 * 1024, rule: 'public' },
      headers: { accept: 'application/json', authorization: 'Bearer cle-secrete' },
    });
  });

  test('429 in silence is waited for longer each time, and afresh after an answer', async () => {
    const silent = { status: 429 };
    const { erp } = session([silent, silent, silent, silent, silent, {}, {}, {}, silent]);
    const waits: (number | null)[] = [];
    for (let call = 0; call < 7; call += 1) {
      const is = await isOf(erp.check());
      waits.push(is?.word === 'busy' ? (Date.parse(is.retry_at) - NOW) / 1000 : null);
    }
    expect(waits).toEqual([2, 4, 8, 16, 16, null, 2]);
  });

  test.each([
    ['seconds', { 'retry-after': '7' }, 7],
    ['zero', { 'retry-after': '0' }, 1],
    ['an hour', { 'retry-after': '3600' }, 3600],
    ['a date', { 'retry-after': 'Mon, 23 Nov 2026 08:00:30 GMT' }, 30],
    [
      'a date of a clock ten minutes ahead',
      { 'retry-after': 'Mon, 23 Nov 2026 08:10:05 GMT', date: 'Mon, 23 Nov 2026 08:10:00 GMT' },
      5,
    ],
    ['a date that has passed', { 'retry-after': 'Mon, 23 Nov 2026 07:00:00 GMT' }, 1],
    ['nothing readable', { 'retry-after': 'bientôt' }, 2],
  ])('Retry-After in %s is obeyed', async (_, headers, seconds) => {
    const { erp } = session([{ status: 429, headers }]);
    expect(await isOf(erp.check())).toEqual({ word: 'busy', retry_at: new Date(NOW + seconds * 1000).toISOString() });
  });

  test.each([
    ['HTML', { body: '<!doctype html><title>Connexion</title>' }, 'strange'],
    ['HTML by its type', { body: 'x', headers: { 'content-type': 'text/html' } }, 'strange'],
    ['another JSON', { body: '{"items":[{"name":"Paul Connexion"}]}' }, 'strange'],
    ['a list that is none', { body: '{"data":{"name":"Paul Connexion"}}' }, 'strange'],
    ['nothing', { body: '' }, 'strange'],
    ['a redirection', { status: 302 }, 'strange'],
    ['a missing path', { status: 404, body: '{"message":"x"}' }, 'strange'],
    ['a refused parameter', { status: 400, body: JSON.stringify(fixture('error')) }, 'strange'],
    ['JSON cut short', { body: '{"data":[{"id":"a"},{"id":"}"' }, 'unavailable'],
    ['JSON cut after a record', { body: '{"data":[{"id":"a"}' }, 'unavailable'],
    ['an error under 200', { body: '{"message":"Service indisponible."}' }, 'unavailable'],
    ['a key refused in HTML', { status: 401, body: '<p>' }, 'denied'],
  ])('%s is told for what it is', async (_, answer, word) => {
    const is = await isOf(session([answer]).erp.check());
    expect(is?.word).toBe(word);
    if (is?.word === 'strange') expect(is.sample).not.toMatch(/Connexion|téléphone/);
  });

  test('an answer too large is strange; an address we may not reach is our own refusal', async () => {
    const large = new OutboundFailed({ phase: 'after_send', reason: 'too_large' });
    expect(await isOf(session([large]).erp.check())).toMatchObject({ word: 'strange' });
    expect(await isOf(session([new OutboundRefused('private')]).erp.check())).toBeInstanceOf(OutboundRefused);
  });

  test('403 on one record hides it; on the whole list, the right is missing', async () => {
    const closed = { status: 403, body: '{"message":"x"}' };
    expect(await session([closed, {}]).erp.chantiers!.get('pj_1')).toEqual({ state: 'hidden' });
    expect(await isOf(session([closed]).erp.chantiers!.get('pj_1'))).toEqual({ word: 'denied', why: 'rights' });
  });

  test('the bare 404 of a gateway closes no chantier: only their own error form is believed', async () => {
    for (const status of [404, 410]) {
      const { erp } = session([{ status, body: '{"message":"Introuvable"}' }]);
      expect(await erp.chantiers!.get('pj_1')).toEqual({ state: 'gone' });
      for (const body of ['', '404 page not found', '{}', '[]', '"message"', '{"message":null}', '<html>'])
        expect(await isOf(session([{ status, body }]).erp.chantiers!.get('pj_1')), body).toMatchObject({
          word: 'strange',
        });
    }
  });

  test('another record than the one asked for is put aside, not taken for it', async () => {
    const { erp } = session([{ body: JSON.stringify({ data: FIRST }) }]);
    expect(await erp.chantiers!.get('pj_autre')).toMatchObject({
      state: 'present',
      record: { ok: false, external_id: 'pj_autre' },
    });
  });

  test.each([
    ['contacts are closed', [{ status: 403 }, {}, {}], { libelle: null, chantiers: true, heures: true }],
    ['chantiers are closed', [{}, { status: 403 }, {}], { libelle: null, chantiers: false, heures: true }],
    ['the plan has no hours', [{}, {}, { status: 403 }], { libelle: null, chantiers: true, heures: false }],
    ['all is closed', [{ status: 403 }], { word: 'denied', why: 'rights' }],
  ] as [string, Answer[], object][])('an account where %s is told as such', async (_, answers, expected) => {
    const { erp } = session(answers);
    expect(await erp.check().catch(error => error.is)).toEqual(expected);
  });
});

test('a signature computed elsewhere is accepted, in either case of its letters', () => {
  const { body, secret, t, v1 } = fixture('webhook');
  for (const hex of [v1, v1.toUpperCase()]) {
    const headers = { 'x-costructor-signature': `t=${t}, v1=${hex}` };
    expect(() =>
      costructor.webhook!.verify({ raw: Buffer.from(body), headers, now_ms: t * 1000 }, secret),
    ).not.toThrow();
  }
  expect(costructor.webhook!.read(Buffer.from(body))).toEqual([
    { hint_id: 'evt_01', noun: 'chantier', external_id: 'pj_01' },
  ]);
});
