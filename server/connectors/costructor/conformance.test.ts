// Costructor sits the exam, against simulators/costructor. What its control port offers, in the exam's words.
import { createHmac } from 'node:crypto';
import { type Simulator, type StoredChantier, startSimulator } from '#testing/simulator.ts';
import { conformance } from '../conformance.ts';
import type { Ground, Known, Trouble } from '../exam-ground.ts';
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

function groundOf({ base_url, key, control, truth, requests }: Simulator): Ground<Settings, Credentials> {
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
      if (CAPS[name]) await faults({ match: list, fault: CAPS[name] });
      else await control('POST', '/profile', { on: [name] });
    },
    truth: async () => (await truth()).chantiers.map(knownOf),
    calls: async () => (await requests()).length,
  };
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
  start: async ({ chantiers, seed }) => groundOf(await startSimulator({ chantiers, seed })),
  readings: {
    ignores_filter: 'no-filter',
    honours_filter: 'delta-filter',
    ignores_order: 'sort-ignored',
    others: [
      ...Object.keys(CAPS),
      ...['large-limit', 'cap-refused', 'oldest-first', 'zero-based', 'strict-paging', 'past-end-404'],
      ...['html-names', 'html-errors', 'delta-exclusive'],
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
