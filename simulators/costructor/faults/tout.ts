// The plan `tout`: every fault a good connector gets over by itself, all on at once. Left out are those that rightly
// stop it and ask a person: refused keys, empty or halved lists, another account's data, an hour of Retry-After.
import { unit } from '../random.ts';
import type { Fault, RuleInput } from './catalogue.ts';

type Candidate = {
  id: string;
  fault: Fault;
  match?: RuleInput['match'];
  /** Bounds of the probability that the seed draws; none: at each request that fits. */
  odds?: readonly [low: number, high: number];
};

const HTTP = {
  retry_after_s: null,
  html: false,
  after: false,
  code: null,
  message: 'Une erreur interne est survenue.',
};
const LISTS = { method: 'GET', path: '/projects' } as const;
const drift = (what: Extract<Fault, { kind: 'drift' }>['what'], share: number): Candidate => ({
  id: `drift-${what}`,
  fault: { kind: 'drift', what, field: null, ids: null, share },
  match: { method: 'GET' },
});
const mutate = (op: Extract<Fault, { kind: 'mutate' }>['op'], times: number, seconds = 60): Candidate => ({
  id: `mutate-${op}`,
  fault: { kind: 'mutate', op, count: 1, seconds },
  match: { ...LISTS, times },
  odds: [0.02, 0.1],
});
const tooMany = (id: string, changes: Partial<Extract<Fault, { kind: 'too_many' }>>): Candidate => ({
  id: `429-${id}`,
  fault: { kind: 'too_many', retry_after: 'absent', seconds: 1, html: false, ...changes },
  odds: [0.005, 0.02],
});

const CANDIDATES: readonly Candidate[] = [
  { id: 'latency', fault: { kind: 'latency', ms: 20 }, odds: [0.05, 0.2] },
  { id: 'long-tail', fault: { kind: 'long_tail', ms: 10, max_ms: 800 }, odds: [0.05, 0.2] },
  { id: 'stall-headers', fault: { kind: 'stall_headers', ms: 1500 }, match: { times: 3 }, odds: [0.01, 0.03] },
  { id: 'stall-body', fault: { kind: 'stall_body', ms: 1500 }, match: { times: 3 }, odds: [0.01, 0.03] },
  { id: 'drip', fault: { kind: 'drip', bytes_per_second: 40_000 }, match: { times: 3 }, odds: [0.01, 0.03] },
  tooMany('absent', {}),
  tooMany('seconds', { retry_after: 'seconds' }),
  tooMany('zero', { retry_after: 'seconds', seconds: 0 }),
  tooMany('date', { retry_after: 'date' }),
  tooMany('html', { html: true }),
  { id: 'error-500', fault: { kind: 'status', status: 500, ...HTTP }, odds: [0.01, 0.03] },
  { id: 'error-502-html', fault: { kind: 'status', status: 502, ...HTTP, html: true }, odds: [0.005, 0.02] },
  { id: 'error-503', fault: { kind: 'status', status: 503, ...HTTP, retry_after_s: 1 }, odds: [0.005, 0.02] },
  { id: 'error-500-after', fault: { kind: 'status', status: 500, ...HTTP, after: true }, odds: [0.005, 0.02] },
  { id: 'ok-with-error', fault: { kind: 'ok_with_error', message: 'Service indisponible.' }, odds: [0.005, 0.02] },
  { id: 'truncated', fault: { kind: 'truncated_json' }, odds: [0.005, 0.02] },
  { id: 'cut-before', fault: { kind: 'cut_before' }, odds: [0.005, 0.02] },
  { id: 'cut-after', fault: { kind: 'cut_after' }, odds: [0.005, 0.02] },
  { id: 'cut-body', fault: { kind: 'cut_body' }, odds: [0.005, 0.02] },
  { id: 'cap', fault: { kind: 'cap', limit: 50 }, match: LISTS },
  { id: 'duplicate-rows', fault: { kind: 'duplicate_rows', count: 3 }, match: LISTS, odds: [0.05, 0.2] },
  { id: 'ignore-delta', fault: { kind: 'ignore_params', names: ['updatedAt_gte'] }, match: LISTS, odds: [0.05, 0.2] },
  drift('new_field', 1),
  drift('html_name', 0.05),
  drift('missing_optional', 0.05),
  drift('number_to_string', 0.03),
  drift('long_name', 0.005),
  mutate('insert', 3),
  mutate('touch', 5),
  mutate('late_commit', 2),
  mutate('delete', 2),
  mutate('archive', 2),
  mutate('recreate', 1),
  mutate('merge', 1),
  mutate('hide', 1),
];

/** @param without ids or kinds left out: the off switch of each */
export function toutPlan(seed: number, without: readonly string[]): RuleInput[] {
  const kept = CANDIDATES.filter(({ id, fault }) => !without.includes(id) && !without.includes(fault.kind));
  return kept.map(({ id, fault, match = {}, odds }) => {
    if (!odds) return { id, match, fault };
    const probability = odds[0] + (odds[1] - odds[0]) * unit(seed, id, 'odds');
    return { id, match: { ...match, probability: Math.round(probability * 10_000) / 10_000 }, fault };
  });
}
