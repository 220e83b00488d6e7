import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RateLimitStatus } from './http/rate-limit.ts';
import type { OutboundOutcome } from './outbound.ts';

type RequestDone = { route: string; method: string; status: number; duration_s: number };
type JobOutcome = 'done' | 'failed' | 'dead';

/** What is measured, in the words of who measures it; `render` is the text of /metrics. Labels are routes and names, never ids. */
export type Metrics = {
  /** `route` is the pattern (`/api/v1/chantiers/:id`), or `none` when no route matched. */
  observeRequest(done: RequestDone): void;
  countJob(job: string, outcome: JobOutcome): void;
  countOutbound(outcome: OutboundOutcome): void;
  countRateLimit(outcome: 'allowed' | 'refused'): void;
  rateLimitStatus(status: RateLimitStatus): void;
  render(): Promise<string>;
  /** Of the text given by `render`. */
  content_type: string;
};

/** The hub's CPU budget is in milliseconds: most requests must fall in the first five. */
const BUCKETS_S = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** prom-client's defaults watch the garbage collector and every handle; four numbers of the process are enough. */
function watchProcess(registers: Registry[]) {
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'nodejs_heap_used_bytes',
    help: 'JavaScript heap in use',
    registers,
    collect() {
      this.set(process.memoryUsage().heapUsed);
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'Unix time of the start',
    registers,
    collect() {
      this.set(Math.round(performance.timeOrigin / 1000));
    },
  });
}

function declare(registers: Registry[]) {
  return {
    requests: new Histogram({
      name: 'hub_http_request_duration_seconds',
      help: 'HTTP requests by route, method and status',
      labelNames: ['route', 'method', 'status'],
      buckets: BUCKETS_S,
      registers,
    }),
    jobs: new Counter({ name: 'hub_jobs_total', help: 'Jobs', labelNames: ['job', 'outcome'], registers }),
    outbound: new Counter({
      name: 'hub_outbound_total',
      help: 'Calls to the outside',
      labelNames: ['outcome'],
      registers,
    }),
    limited: new Counter({
      name: 'hub_rate_limit_total',
      help: 'Rate limit answers',
      labelNames: ['outcome'],
      registers,
    }),
    limiter: new Gauge({ name: 'hub_rate_limiter', help: '1 for the current state', labelNames: ['state'], registers }),
  };
}

/** A registry of its own, so that two apps in one process (tests) do not share numbers. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const { requests, jobs, outbound, limited, limiter } = declare(registers);
  watchProcess(registers);
  return {
    observeRequest: ({ route, method, status, duration_s }) => requests.observe({ route, method, status }, duration_s),
    countJob: (job, outcome) => jobs.inc({ job, outcome }),
    countOutbound: outcome => outbound.inc({ outcome }),
    countRateLimit: outcome => limited.inc({ outcome }),
    rateLimitStatus(status) {
      for (const state of ['memory', 'redis', 'degraded'] as const) limiter.set({ state }, state === status ? 1 : 0);
    },
    render: () => registry.metrics(),
    content_type: registry.contentType,
  };
}
