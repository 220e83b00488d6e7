// Costructor sits the exam, against simulators/costructor. What its control port offers, in the exam's words.
import { createHmac } from 'node:crypto';
import { semaineDe } from '#contract/calendrier.ts';
import { type Simulator, type StoredChantier, startSimulator } from '#testing/simulator.ts';
import { conformance } from '../conformance.ts';
import type { Ground, Known, Trouble } from '../exam-ground.ts';
import type { HoursGround, Stored, WriteTrouble } from '../exam-hours-ground.ts';
import { costructor } from './index.ts';

const FAULTS: Record<Trouble, object> = {
  credentials: { kind: 'unauthorized' },
  rights: { kind: 'forbidden' },
  too_many: { kind: 'too_many', retry_after: 'seconds', seconds: 3 },
  too_many_html: { kind: 'too_many', retry_after: 'absent', html: true },
  maintenance: { kind: 'status', status: 503, retry_after_s: 2 },
  error: { kind: 'status', status: 500 },
  error_html: { kind: 'status', status: 502, html: true },
  stalled_before: { kind: 'stall_headers', ms: 5_000 },
  stalled_inside: { kind: 'stall_body', ms: 5_000 },
  cut_before: { kind: 'cut_before' },
  cut_inside: { kind: 'cut_body' },
  truncated: { kind: 'truncated_json' },
  error_in_200: { kind: 'ok_with_error' },
};

type Settings = Parameters<typeof costructor.isOfficial>[0];
type Credentials = Parameters<typeof costructor.open>[0]['credentials'];

function knownOf(chantier: StoredChantier): Known {
  const status = chantier.status as { id: string } | string | null;
  return {
    external_id: chantier.id,
    visible: chantier.hidden !== true,
    nom: chantier.name.replace(/<[^>]+>/g, '').trim(),
    reference: chantier.reference,
    statut: typeof status === 'string' ? status : (status?.id ?? null),
    date_debut: chantier['startAt'] as string | null,
    date_fin: chantier['endAt'] as string | null,
    minutes_estimees: chantier['plannedMinutes'] as number | null,
    archive: chantier.archived,
    persons: [chantier['siteContactName'], chantier['siteContactPhone']].filter(text => typeof text === 'string'),
  };
}

async function groundOf(simulator: Simulator): Promise<Ground<Settings, Credentials>> {
  const { base_url, key, control, truth, requests } = simulator;
  const faults = (...rules: object[]) => control('POST', '/faults', { rules });
  const ids = async (path: string, body: object) => (await control<{ ids: string[] }>('POST', path, body)).ids;
  const list = { path: '/projects', method: 'GET' };
  return {
    settings: { base_url },
    credentials: { api_key: key },
    wrong_credentials: { api_key: 'cst_cle_revoquee' },
    trouble: async (what, times) => void (await faults({ match: times ? { times } : {}, fault: FAULTS[what] })),
    drift: async (what, id) => void (await faults({ match: list, fault: { kind: 'drift', what, ids: [id] } })),
    everything: async seed => void (await control('POST', '/faults', { plan: 'tout', seed })),
    calm: async () => {
      await control('DELETE', '/faults');
      await control('POST', '/profile', { set: ['no-throttle'] });
    },
    meanwhile: async (op, times) => void (await faults({ match: { ...list, times }, fault: { kind: 'mutate', op } })),
    add: count => ids('/bulk', { count, fresh: true }),
    change: (count, how) => {
      const late = how && 'seconds_late' in how ? { late_s: how.seconds_late } : {};
      const stamp = how && 'same_instant' in how ? { stamp: `${new Date().toISOString().slice(0, 19)}Z` } : {};
      return ids('/touch', { count, seed: count, ...late, ...stamp });
    },
    delete: async id => void (await control('DELETE', `/chantiers/${id}`)),
    hide: async id => void (await control('POST', `/chantiers/${id}/hide`, {})),
    later: async seconds => void (await control('POST', '/clock', { advance_s: seconds })),
    reading: async name => {
      if (CAPS[name]) await faults({ match: { method: 'GET' }, fault: CAPS[name] });
      else await control('POST', '/profile', { on: [name] });
    },
    truth: async () => (await truth()).chantiers.map(knownOf),
    calls: async () => (await requests()).length,
    hours: await hoursOf(simulator),
    people: () => peopleOf(simulator),
  };
}

const WRITE_FAULTS: Record<WriteTrouble, object> = {
  answer_lost: { kind: 'cut_after' },
  answer_late: { kind: 'stall_headers', ms: 5_000 },
  answer_truncated: { kind: 'truncated_json' },
  done_then_500: { kind: 'status', status: 500, after: true, html: true },
  done_said_as_error: FAULTS.error_in_200,
  request_lost: FAULTS.cut_before,
  error: FAULTS.error,
  error_html: FAULTS.error_html,
  too_many: FAULTS.too_many,
  too_many_html: FAULTS.too_many_html,
  maintenance: FAULTS.maintenance,
  credentials: FAULTS.credentials,
  rights: FAULTS.rights,
};

type StoredEntry = Record<'id' | 'user' | 'project' | 'day' | 'startTime' | 'endTime' | 'notes', string>;
type StoredUser = { id: string; firstName: string; lastName: string; email: string | null; active: boolean };

const minutesOf = (heure: string) => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));
function storedOf({ id, user, project, day, startTime, endTime, notes }: StoredEntry): Stored {
  const fin = endTime === '00:00' ? '24:00' : endTime;
  return {
    ...{ external_id: id, marque: /HC-\w+/.exec(notes)?.[0] ?? null, personne: user, chantier: project },
    ...{ jour: day, debut: startTime, fin, minutes: minutesOf(fin) - minutesOf(startTime) },
  };
}

async function hoursOf({ control, truth }: Simulator): Promise<HoursGround> {
  const { chantiers, users } = (await truth()) as unknown as { chantiers: StoredChantier[]; users: StoredUser[] };
  const open = chantiers.filter(({ archived, hidden }) => !archived && !hidden).map(({ id }) => id);
  const path = '/timesheet_entries';
  return {
    personnes: users.filter(({ active }) => active).map(({ id }) => id),
    chantiers: open.slice(1),
    names: [
      ...users.flatMap(user => [user.firstName, user.lastName, user.email ?? '']),
      ...chantiers.map(one => one.name),
    ],
    ...{ nobody: 'usr_01hzz00000000000000000000', nowhere: 'pj_01hzz00000000000000000000' },
    writeTrouble: async (what, times) => {
      const fault = WRITE_FAULTS[what];
      // A right that is missing closes the list as well.
      const matches =
        what === 'rights'
          ? [{ path, times: times * 2 }]
          : [
              { path, method: 'POST', times },
              { path: `${path}/*`, method: 'DELETE', times },
            ];
      await control('POST', '/faults', { rules: matches.map(match => ({ match, fault })) });
    },
    entries: async () => ((await truth())['entries'] as StoredEntry[]).map(storedOf),
    edit: async id => void (await control('PATCH', `/entries/${id}`, { startTime: '06:00', endTime: '06:45' })),
    remove: async id => void (await control('DELETE', `/entries/${id}`)),
    close: async () => {
      await control('PATCH', `/chantiers/${open[0]}`, { archived: true });
      return open[0]!;
    },
    lock: async (user, jour) => void (await control('POST', '/weeks', { user, week: semaineDe(jour), locked: true })),
  };
}

async function peopleOf({ truth }: Simulator) {
  return ((await truth())['users'] as StoredUser[]).map(({ id, firstName, lastName, email, active }) => ({
    ...{ external_id: id, nom: lastName, prenom: firstName, email, matricule: null, actif: active },
  }));
}

/** Readings that the simulator plays as faults of every page. */
const CAPS: Record<string, object> = {
  'cap-60': { kind: 'cap', limit: 60 },
  'cap-10': { kind: 'cap', limit: 10 },
  'limit-ignored': { kind: 'ignore_params', names: ['_limit'] },
  'total-low': { kind: 'total_lies', items: 12 },
  'total-high': { kind: 'total_lies', items: 9_999 },
  'rows-twice': { kind: 'duplicate_rows', count: 5 },
};

conformance({
  connector: costructor,
  start: async ({ chantiers, seed }) => await groundOf(await startSimulator({ chantiers, seed })),
  has_people: true,
  readings: {
    filters: { ignores_filter: 'no-filter', honours_filter: 'delta-filter', ignores_order: 'sort-ignored' },
    others: [
      ...Object.keys(CAPS),
      ...['large-limit', 'cap-refused', 'oldest-first', 'zero-based', 'strict-paging', 'past-end-404'],
      ...['html-names', 'html-errors', 'delta-exclusive'],
    ],
    hours: [
      ...['entry-filter', 'entry-by-id', 'sort-ignored', 'oldest-first', 'zero-based', 'past-end-404', 'cap-10'],
      ...['limit-ignored', 'total-low', 'rows-twice'],
      ...['notes-html', 'midnight-2400', 'midnight-0000', 'post-200', 'post-id-only', 'delete-200', 'html-errors'],
      ...['unknown-404', 'overlap-refused', 'archived-accepted', 'day-over-24-refused', 'project-required'],
    ],
  },
  webhook: {
    credentials: secret => ({ api_key: 'x', ...(secret ? { webhook_secret: secret } : {}) }),
    external_id: 'pj_01',
    call: (event, { keys, at_ms }) => {
      const type = event === 'changed' ? 'project.updated' : 'invoice.paid';
      const raw = Buffer.from(JSON.stringify({ id: 'evt_01', type, createdAt: 'x', data: { id: 'pj_01' } }));
      const t = Math.floor(at_ms / 1000);
      const sign = (key: string) => createHmac('sha256', key).update(`${t}.${raw}`).digest('hex');
      const parts = [`t=${t}`, ...keys.map(key => `v1=${sign(key)}`)];
      return { raw, headers: { 'x-costructor-signature': parts.join(',') } };
    },
  },
});
