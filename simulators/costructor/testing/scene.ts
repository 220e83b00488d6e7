// A simulator for one test, closed when the test ends, and the three ways to talk to it.
import { afterEach } from 'vitest';
import { type Simulator, type StartOptions, startSimulator } from '../simulator.ts';
import { DEMO_KEY } from '../world.ts';

export type Row = Record<string, unknown> & { id: string; name: string; createdAt: string; updatedAt: string };
export type List = { data: Row[]; metadata: { items: number | null } };
export type Asked = { key?: string; method?: string; body?: object; signal?: AbortSignal };

const opened: (() => unknown)[] = [];
/** The last opened is closed first. */
export const atTheEnd = (ending: () => unknown): void => void opened.push(ending);

afterEach(async () => {
  while (opened.length > 0) await opened.pop()!();
});

export const ids = (rows: readonly { id: string }[]): string[] => rows.map(row => row.id);

export type Scene = Awaited<ReturnType<typeof start>>;

/** 60 chantiers and no throttle, unless told otherwise. */
export async function start(options: StartOptions = {}) {
  const simulator = await startSimulator({ chantiers: 60, profiles: ['no-throttle'], ...options });
  atTheEnd(() => simulator.close());
  return { ...talkTo(simulator), simulator };
}

function talkTo({ port, controlPort }: Simulator) {
  const get = (path: string, { key = DEMO_KEY, body, ...rest }: Asked = {}) => {
    const base = path.startsWith('/api/') ? '' : '/external/v1';
    const payload = body ? { body: JSON.stringify(body) } : {};
    const headers = { authorization: `Bearer ${key}` };
    return fetch(`http://127.0.0.1:${port}${base}${path}`, { ...rest, ...payload, headers });
  };
  const list = async (path: string, key = DEMO_KEY) => (await (await get(path, { key })).json()) as List;
  // biome-ignore lint/suspicious/noExplicitAny: what control answers is looked at, not relied on
  const control = async (call: string, body?: object): Promise<any> => {
    const [method, path] = call.split(' ');
    const payload = body ? { body: JSON.stringify(body) } : {};
    const answer = await fetch(`http://127.0.0.1:${controlPort}${path}`, { method: method!, ...payload });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status} ${json.message}`);
    return json;
  };
  /** One rule; without a match, it strikes the next request alone. */
  const strike = (fault: object, match: object = { times: 1 }) =>
    control('POST /faults', { rules: [{ match, fault }] });
  return { get, list, control, strike };
}
