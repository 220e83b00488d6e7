// Every request that came, in the order it came. A line is added on arrival, completed once when the answer left, and
// never touched again; only `DELETE /requests` forgets. Tests assert on it, so it never holds a key or a body.

const KEPT = 200_000;

export type LogLine = {
  n: number;
  at: string;
  method: string;
  path: string;
  query: string;
  key: string | null;
  /** null: still under way; 0: cut before a status was sent. */
  status: number | null;
  fault: string | null;
};
export type Arrival = Pick<LogLine, 'at' | 'method' | 'path' | 'query'>;
export type LineEnd = { key: string | null; status: number; faults: string[] };

export type RequestLog = {
  arrive(arrival: Arrival): { n: number; leave(end: LineEnd): void };
  since(n: number): readonly LogLine[];
  clear(): void;
  stats(): { calls: Record<string, Record<string, number>>; total: number; under_way: number; max_concurrent: number };
};

export function createLog(): RequestLog {
  let lines: LogLine[] = [];
  let n = 0;
  const load = { now: 0, most: 0 };
  return {
    arrive: arrival => {
      const line: LogLine = { n: ++n, ...arrival, key: null, status: null, fault: null };
      lines.push(line);
      if (lines.length > KEPT) lines = lines.slice(-KEPT / 2);
      load.most = Math.max(load.most, ++load.now);
      const leave = ({ key, status, faults }: LineEnd) => {
        if (line.status !== null) return;
        load.now--;
        Object.assign(line, { key, status, fault: faults.length > 0 ? faults.join('+') : null });
        Object.freeze(line);
      };
      return { n: line.n, leave };
    },
    since: after => lines.filter(line => line.n > after),
    clear: () => {
      lines = [];
      load.most = load.now;
    },
    stats: () => ({ calls: count(lines), total: lines.length, under_way: load.now, max_concurrent: load.most }),
  };
}

function count(lines: readonly LogLine[]): Record<string, Record<string, number>> {
  const calls: Record<string, Record<string, number>> = {};
  for (const { method, path, status } of lines) {
    const route = `${method} ${path.replace(/\/(?:pj|cnt|usr|tsk|tse|file)_[0-9a-z]+/g, '/:id')}`;
    const byStatus = calls[route] ?? {};
    const key = String(status ?? 'en cours');
    byStatus[key] = (byStatus[key] ?? 0) + 1;
    calls[route] = byStatus;
  }
  return calls;
}
