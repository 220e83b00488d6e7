// The trouble that the exam of connectors asks for, as simulators/fault-proxy plays it in front of any ERP over HTTP.
import { type Fault, type FaultProxy, startFaultProxy } from '../../../simulators/fault-proxy/proxy.ts';
import type { Trouble } from '../../connectors/exam-ground.ts';
import { atTheEnd } from '../endings.ts';

export type { Fault, FaultProxy };

export const PAGE = '<html><h1>Panne</h1></html>';
const page = (status: number): Fault => ({
  kind: 'answer',
  ...{ status, headers: { 'content-type': 'text/html' }, body: PAGE },
});
const STALL_MS = 20_000;

/** `error`: what they answer under 200 when they have failed. */
export const faultsOf = (error: string): Record<Trouble, Fault> => ({
  credentials: { kind: 'answer', status: 401 },
  rights: page(403),
  too_many: { kind: 'answer', status: 429, headers: { 'retry-after': '3' } },
  too_many_html: page(429),
  maintenance: { kind: 'answer', status: 503, headers: { 'retry-after': '2' } },
  error: { kind: 'answer', status: 500 },
  error_html: page(502),
  stalled_before: { kind: 'stall', ms: STALL_MS, forwarded: false },
  stalled_inside: { kind: 'stall_body', ms: STALL_MS },
  cut_before: { kind: 'cut_request' },
  cut_inside: { kind: 'cut_body' },
  truncated: { kind: 'truncate' },
  error_in_200: { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: error },
});

const PASSING = ['cut_before', 'cut_inside', 'truncated', 'too_many', 'maintenance', 'error', 'error_html'] as const;

/** Those that pass by themselves and make nobody wait, an answer lost on its way back with them. */
export const passingOf = (faults: Record<Trouble, Fault>): Fault[] => [
  ...PASSING.map(name => faults[name]),
  { kind: 'cut_answer' },
];

/** Closed when the test file ends. */
export async function proxyTo(server: string): Promise<FaultProxy> {
  const proxy = await startFaultProxy(server);
  atTheEnd(() => proxy.close());
  return proxy;
}
