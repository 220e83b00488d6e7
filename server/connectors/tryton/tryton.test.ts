import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OutboundRequest, OutboundResponse } from '#platform/outbound.ts';
import { hasTryton, trytonWorld } from '#testing/erp/tryton.ts';
import { listen } from '../exam-ground.ts';
import { dayOf, JOUR, toLine } from '../exam-hours-ground.ts';
import { tryton } from './index.ts';
import { toChantier, toLigneVue } from './translate.ts';

const ANSWERS = JSON.parse(readFileSync(new URL('fixtures/answers.json', import.meta.url), 'utf8'));

describe('translation', () => {
  test('a project becomes a chantier: one line of text, instants to the millisecond, what was never modified dated by its creation', () => {
    expect(toChantier(ANSWERS.works.result[0])).toEqual({
      ecarts: [],
      record: {
        ...{ ok: true, notes: [] },
        value: {
          ...{
            external_id: '1',
            reference: null,
            nom: 'Résidence du Clos Bât. B',
            statut: { external_id: '1', label: 'Open' },
          },
          ...{ adresse: '12 rue des Essais, 73000 Chambéry', maitre_ouvrage: 'SCI du Clos', minutes_estimees: 440 },
          ...{
            date_debut: '2026-03-29',
            date_fin: null,
            contacts: [],
            archive: false,
            modifie_at: '2026-11-26T12:17:00.794Z',
          },
        },
      },
    });
  });

  test('a line is its minutes, on the chantier its work comes from, under our mark', () => {
    expect(toLigneVue(ANSWERS.lines[0])).toEqual({
      ...{ external_id: '7', marque: 'HC-1A', personne: '2', chantier: '12', jour: JOUR, minutes: 440 },
      ...{ debut: null, fin: null, version: null },
    });
    expect(toLigneVue({ ...ANSWERS.lines[0], duration: 26_400 })).toBeNull();
  });
});

type Answer = { status?: number; body: unknown };
/** A session whose wire answers by what is asked. */
function session(answer: (asked: { path: string; method: string; params: unknown[] }) => Answer) {
  const asked: string[] = [];
  const fetch = async (url: string | URL, request: OutboundRequest): Promise<OutboundResponse> => {
    const { method = request.method, params = [] } = JSON.parse(String(request.body ?? '{}'));
    const path = new URL(url).pathname;
    asked.push(path === '/base/' ? method : `${request.method} ${path}`);
    const { status = 200, body } = answer({ path, method, params });
    return { status, headers: {}, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
  };
  const credentials = { user: 'hub', password: 'mot de passe', application_key: 'a'.repeat(128) };
  const link = { settings: { base_url: 'https://erp.exemple.fr', database: 'base' }, credentials, observed: {} };
  return { erp: tryton.open(link, { outbound: { fetch }, now_ms: Date.now, wait: async () => {} }), asked };
}
const LOGIN = { body: { id: 1, result: [1, 'session'] } };
const lines = ['a', 'b'].map(cle => toLine({ ...uniteOf(cle), chantier: '12' }));
function uniteOf(cle: string) {
  const contenu = { project: '12', date: JOUR, duration: 3600 };
  return {
    cle,
    pointage: cle,
    chantier: '12',
    jour: JOUR,
    minutes: 60,
    debut: null,
    fin: null,
    indicatif: false,
    contenu,
  };
}
const day = { personne: '2', jour: JOUR, retirer: [], ecrire: lines };
/** Everything there is, and this answer to what is written. */
const writing = (written: Answer) =>
  session(({ path, method, params }) => {
    if (path !== '/base/') return written;
    if (method === 'common.db.login') return LOGIN;
    const row = method.includes('employee') ? { id: 2 } : { id: 12, timesheet_works: [4] };
    return { body: { id: 1, result: params.length > 0 ? [row] : [] } };
  });

describe('the wire', () => {
  test('a session that ended is opened again, once', async () => {
    let ended = 2;
    const { erp, asked } = session(({ method }) => {
      if (method === 'common.db.login') return LOGIN;
      ended -= 1;
      return ended === 0 ? { status: 401, body: '' } : { body: { id: 1, result: [] } };
    });
    await erp.chantiers!.get('1');
    expect(await erp.chantiers!.get('1')).toEqual({ state: 'gone' });
    expect(asked.filter(what => what === 'common.db.login')).toHaveLength(2);
    const shut = session(({ method }) => (method === 'common.db.login' ? LOGIN : { status: 401, body: '' }));
    await expect(shut.erp.chantiers!.get('1')).rejects.toMatchObject({ is: { word: 'denied', why: 'credentials' } });
  });

  test('their 500 that quotes the model is a refusal, nothing was kept; any other is a doubt', async () => {
    const refused = await writing({ status: 500, body: ANSWERS.refused }).erp.heures!.push(day);
    const phrase = 'Tryton refuse : The duration of line "1" must be positive.';
    expect(refused.issues).toMatchObject([{ etat: 'refused', code: 'autre', phrase }, { etat: 'refused' }]);
    const crashed = await writing({ status: 500, body: ANSWERS.crashed }).erp.heures!.push(day);
    expect([crashed.issues.map(issue => issue.etat), crashed.arret?.is.word]).toEqual([
      ['doubtful', 'doubtful'],
      'unavailable',
    ]);
  });

  test('an answer that does not give our own uuid back is no proof', async () => {
    const other = await writing({ body: { id: 7, uuid: 'autre' } }).erp.heures!.push(day);
    expect(other.issues.map(issue => issue.etat)).toEqual(['doubtful', 'doubtful']);
  });
});

describe.skipIf(!hasTryton())('a real one', () => {
  const open = async (key: 'application_key' | 'requested_key') => {
    const world = await trytonWorld(3);
    const application_key = key === 'requested_key' ? world.requested_key : world.credentials.application_key;
    const settings = { base_url: world.server, database: world.database };
    const ear = listen();
    return {
      world,
      ear,
      erp: tryton.open({ settings, credentials: { ...world.credentials, application_key }, observed: {} }, ear.world()),
    };
  };

  test('a key opens hours once its user has validated it, in two steps', { timeout: 240_000 }, async () => {
    const { world, erp, ear } = await open('requested_key');
    expect(await erp.check()).toEqual({ libelle: null, chantiers: true, heures: false });
    const [{ id }] = world.sql<{ id: number }>("select id from res_user_application where state = 'requested'") as [
      { id: number },
    ];
    await world.rpc('model.res.user.application.validate_', [id]);
    expect(await erp.check()).toMatchObject({ heures: true });
    await ear.close();
  });

  test('the same line sent three times is one line; sent with other hours, it is changed in its place', {
    timeout: 240_000,
  }, async () => {
    const { world, erp, ear } = await open('application_key');
    const [line] = erp.heures!.unites(dayOf([{ chantier: '1', minutes: 440 }])).unites.map(toLine);
    const ids = new Set<string>();
    for (const minutes of [440, 440, 440, 300]) {
      const { issues } = await erp.heures!.push({
        ...day,
        personne: '1',
        ecrire: [{ ...line!, unite: { ...line!.unite, minutes } }],
      });
      ids.add(issues[0]?.etat === 'sent' ? issues[0].external_id : 'not sent');
    }
    expect(ids.size).toBe(1);
    expect(world.sql('select duration, uuid, description from timesheet_line')).toEqual([
      { duration: 300 * 60, uuid: line!.ligne, description: line!.marque },
    ]);
    await ear.close();
  });
});
