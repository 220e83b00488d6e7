// The port by which the simulator is commanded: what people do inside the ERP, and how it behaves.
import { z } from 'zod';
import type { Outbound } from '#platform/outbound.ts';

export type ErpChantier = {
  id: string;
  name: string;
  reference: string | null;
  status: string;
  endAt: string | null;
  archived: boolean;
};
export type Control = {
  /** How the ERP of the demonstration behaves: pages cut in silence, answers that take their time, signals sent. */
  settle: () => Promise<void>;
  subscribe: (subscription: { url: string; secret: string }) => Promise<void>;
  statuses: () => Promise<{ external_id: string; label: string }[]>;
  chantiers: () => Promise<ErpChantier[]>;
  people: () => Promise<{ firstName: string; lastName: string }[]>;
  create: (fields: Record<string, unknown>) => Promise<void>;
  addPerson: (fields: Record<string, unknown>) => Promise<void>;
  change: (id: string, fields: Record<string, unknown>) => Promise<void>;
};

const Store = z.object({
  statuses: z.array(z.object({ id: z.string(), name: z.string() })),
  users: z.array(z.object({ firstName: z.string(), lastName: z.string() })),
  chantiers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      reference: z.string().nullable(),
      status: z.string(),
      endAt: z.string().nullable(),
      archived: z.boolean(),
    }),
  ),
});

const LATENCY_MS = 400;
const PAGE = 20;
const RULES = [
  { id: 'lenteur', match: {}, fault: { kind: 'latency', ms: LATENCY_MS } },
  { id: 'plafond', match: { path: '/projects' }, fault: { kind: 'cap', limit: PAGE } },
];

export function openControl(outbound: Pick<Outbound, 'fetch'>, url: string): Control {
  const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => {
    const answer = await outbound.fetch(url + path, {
      method,
      rule: 'configured',
      timeout_ms: 10_000,
      max_bytes: 64 * 1_048_576,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (answer.status >= 300) throw new Error(`simulator: ${method} ${path} answered ${answer.status}`);
    return JSON.parse(answer.body.toString()) as unknown;
  };
  const store = async () => Store.parse(await call('GET', '/store'));
  return {
    settle: async () => {
      await call('POST', '/profile', { set: ['webhooks-on', 'no-throttle'] });
      await call('POST', '/faults', { rules: RULES });
    },
    subscribe: async subscription => void (await call('POST', '/webhook', subscription)),
    statuses: async () => (await store()).statuses.map(({ id, name }) => ({ external_id: id, label: name })),
    chantiers: async () => (await store()).chantiers,
    people: async () => (await store()).users,
    create: async fields => void (await call('POST', '/chantiers', fields)),
    addPerson: async fields => void (await call('POST', '/users', fields)),
    change: async (id, fields) => void (await call('PATCH', `/chantiers/${id}`, fields)),
  };
}
