// Every way to misbehave, and the bounds of each (erp.md §7). `latency` and `stall` are true milliseconds, whatever
// the simulator's clock says.
import { z } from 'zod';

const ms = z.int().min(0).max(600_000);
const count = z.int().min(1).max(1000);
const share = z.number().min(0).max(1).default(1);

const transport = [
  z.strictObject({ kind: z.literal('latency'), ms }),
  z.strictObject({ kind: z.literal('long_tail'), ms, max_ms: ms.default(10_000) }),
  z.strictObject({ kind: z.literal('stall_headers'), ms: ms.default(600_000) }),
  z.strictObject({ kind: z.literal('stall_body'), ms: ms.default(600_000) }),
  z.strictObject({ kind: z.literal('drip'), bytes_per_second: z.int().min(1).max(1_000_000).default(1) }),
  z.strictObject({
    kind: z.literal('too_many'),
    retry_after: z.enum(['absent', 'seconds', 'date']).default('absent'),
    seconds: z.int().min(0).max(86_400).default(1),
    html: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599).default(500),
    html: z.boolean().default(false),
    retry_after_s: z.int().min(0).max(86_400).nullable().default(null),
    /** true: the work is done, then the error is told. */
    after: z.boolean().default(false),
    message: z.string().max(500).default('Une erreur interne est survenue.'),
    code: z.string().max(80).nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('ok_with_error'), message: z.string().max(500).default('Service indisponible.') }),
  z.strictObject({ kind: z.literal('truncated_json') }),
  z.strictObject({ kind: z.literal('cut_before') }),
  z.strictObject({ kind: z.literal('cut_after') }),
  z.strictObject({ kind: z.literal('cut_body') }),
  z.strictObject({ kind: z.literal('unauthorized') }),
  z.strictObject({ kind: z.literal('forbidden') }),
  z.strictObject({ kind: z.literal('revoke') }),
] as const;

export const DRIFTS = [
  'new_field',
  'new_enum',
  'missing_optional',
  'missing_required',
  'number_to_string',
  'renamed',
  'null_required',
  'nested',
  'long_name',
  'html_name',
] as const;

const content = [
  z.strictObject({ kind: z.literal('cap'), limit: z.int().min(1).max(100) }),
  z.strictObject({ kind: z.literal('empty'), items: z.enum(['zero', 'kept']).default('zero') }),
  z.strictObject({ kind: z.literal('half'), share: share.default(0.5) }),
  z.strictObject({ kind: z.literal('other_account'), account: z.string().max(80).nullable().default(null) }),
  z.strictObject({ kind: z.literal('duplicate_rows'), count: z.int().min(1).max(100).default(3) }),
  z.strictObject({ kind: z.literal('total_lies'), items: z.int().min(0).max(10_000_000).nullable() }),
  z.strictObject({ kind: z.literal('ignore_params'), names: z.array(z.string().max(40)).min(1).max(10) }),
  z.strictObject({
    kind: z.literal('drift'),
    what: z.enum(DRIFTS),
    /** Another field than the usual one of that drift. */
    field: z.string().max(40).nullable().default(null),
    ids: z.array(z.string().max(60)).max(1000).nullable().default(null),
    share,
  }),
] as const;

export const MUTATIONS = [
  'insert',
  'touch',
  'stamp_back',
  'late_commit',
  'skew',
  'delete',
  'archive',
  'recreate',
  'merge',
  'hide',
] as const;

const mutation = z.strictObject({
  kind: z.literal('mutate'),
  op: z.enum(MUTATIONS),
  count: count.default(1),
  /** How far back, how late or how skewed; unused by the other operations. */
  seconds: z.int().min(-86_400).max(86_400).default(60),
});

export const Fault = z.discriminatedUnion('kind', [...transport, ...content, mutation]);
export type Fault = z.infer<typeof Fault>;
export type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

export const Match = z.strictObject({
  account: z.string().max(80).optional(),
  method: z.enum(['GET', 'POST', 'DELETE', 'PATCH', 'PUT']).optional(),
  /** Without the base: `/projects`, or `/projects/*`. Matches whole. */
  path: z.string().max(200).optional(),
  /** `_page` as asked; 1 when absent. */
  page: z.int().min(0).max(1_000_000).optional(),
  /** Only the n-th request that fits, from 1. */
  nth: z.int().min(1).optional(),
  /** Each n-th request that fits. */
  every: z.int().min(1).optional(),
  /** At most so many times. */
  times: z.int().min(1).max(1_000_000).optional(),
  probability: z.number().min(0).max(1).optional(),
});

export const Rule = z.strictObject({
  id: z.string().min(1).max(60).optional(),
  match: Match.default({}),
  fault: Fault,
});
export type RuleInput = z.infer<typeof Rule>;
