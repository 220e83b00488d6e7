// The only place where all of it meets: the list of features, and what each of them is given.

import type { KeyObject } from 'node:crypto';
import { feature as absences } from '#domain/absences/index.ts';
import { feature as affectations } from '#domain/affectations/index.ts';
import { feature as chantiers } from '#domain/chantiers/index.ts';
import { feature as communes } from '#domain/communes/index.ts';
import { feature as heures } from '#domain/heures/index.ts';
import { feature as paie } from '#domain/paie/index.ts';
import { feature as periodes } from '#domain/periodes/index.ts';
import { feature as personnes } from '#domain/personnes/index.ts';
import { bearer as apiKeyBearer, feature as apiKeys } from '#exchange/api-keys/index.ts';
import { feature as audit } from '#exchange/audit/index.ts';
import { feature as chronologie } from '#exchange/chronologie/index.ts';
import { feature as erpLinks } from '#exchange/erp-links/index.ts';
import { feature as exports } from '#exchange/exports/index.ts';
import { feature as imports } from '#exchange/imports/index.ts';
import { feature as mappings } from '#exchange/mappings/index.ts';
import { feature as rapprochement } from '#exchange/rapprochement/index.ts';
import { feature as sauvegardes } from '#exchange/sauvegardes/index.ts';
import { schemes as sessionSchemes, feature as sessions } from '#exchange/sessions/index.ts';
import { feature as tableauDeBord } from '#exchange/tableau-de-bord/index.ts';
import { feature as travaux } from '#exchange/travaux/index.ts';
import type { Sql } from '#platform/db/sql.ts';
import { fanOut } from '#platform/events/fan-out.ts';
import { fanOutJob } from '#platform/events/publish.ts';
import type { Feature } from '#platform/feature.ts';
import { makeCursors } from '#platform/http/cursor.ts';
import type { RateSettings } from '#platform/http/guard/guard.ts';
import { mountHealth } from '#platform/http/health.ts';
import { PURGE_ANSWERS, purgeAnswers } from '#platform/http/idempotency/purge.ts';
import type { RateLimit } from '#platform/http/rate-limit.ts';
import { mountReference } from '#platform/http/reference.ts';
import { makeServer } from '#platform/http/server.ts';
import type { Live } from '#platform/http/stream/live.ts';
import { mountWeb } from '#platform/http/web.ts';
import type { Recurring } from '#platform/jobs/job.ts';
import type { Presence } from '#platform/jobs/presence.ts';
import type { Jobs } from '#platform/jobs/runner.ts';
import { startTakeovers } from '#platform/jobs/takeover.ts';
import type { Log } from '#platform/log.ts';
import type { Metrics } from '#platform/metrics.ts';
import type { Outbound } from '#platform/outbound.ts';
import { keepReplies } from '#platform/reads/kept-replies.ts';
import { personalData } from '#platform/rgpd/personal-data.ts';
import { deriveKey, type Keyring } from '#platform/secrets.ts';
import { type Clock, type InUnit, makeInUnit } from '#platform/unit.ts';
import type { Connectors } from './connectors/connector.ts';

/** Replies kept in memory by one process. */
const KEPT_BYTES = 16 * 1_048_576;

export type Ground = {
  sql: Sql;
  jobs: Jobs;
  presence: Presence;
  live: Live;
  clock: Clock;
  /** Sleeps; rejects when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  log: Log;
  metrics: Metrics;
  keyring: Keyring;
  rateLimit: RateLimit;
  outbound: Outbound;
  connectors: Connectors;
  base_id: string;
  version: string;
  public_url: string;
  trusted_proxies: string[];
  /** Quotas of keys beside their hour; none when absent. */
  rate?: RateSettings;
  /** GitHub's, for its alerts about secrets it found; none when absent. */
  github_keys?: ReadonlyMap<string, KeyObject>;
  /** For security.txt: an e-mail address or a URL. */
  security_contact?: string | undefined;
  demo: boolean;
  base: 'embarquee' | 'externe';
  backup: { dir: string; keep: number; hour: number };
  /** The longest life of an API key, in days. */
  api_key_max_days: number;
  /** Full years after the last month in pay, then what is kept of an erased person is anonymised. */
  pay_retention_years: number;
  web_dir: string;
  /** `worker`: no route but health. */
  serves: boolean;
  check_replies: boolean;
};

export type App = {
  server: ReturnType<typeof makeServer>;
  features: readonly Feature[];
  inUnit: ReturnType<typeof makeInUnit>;
  start: () => Promise<void>;
  /** Drains requests, then jobs, then what features kept back. */
  stop: () => Promise<void>;
};

export function makeApp(ground: Ground): App {
  const inUnit = makeInUnit({ ...ground, enqueueIn: ground.jobs.enqueueIn });
  const features = listFeatures({ ...ground, inUnit });
  let stopping = false;
  const server = serve({ ...ground, inUnit }, features, () => stopping);
  let endTakeovers = async () => {};
  return {
    server,
    features,
    inUnit,
    start: async () => {
      await startJobs(ground.jobs, features, inUnit);
      endTakeovers = lookForTheDead(ground, features);
    },
    stop: async () => {
      stopping = true;
      await endTakeovers();
      await server.close();
      await ground.jobs.stop();
      for (const feature of features) await feature.stop?.();
    },
  };
}

/** pg-boss's own tables are in no backup: each start asks for the facts that still wait. */
const FAN_OUT_AGAIN: Recurring = { job: fanOutJob, cron: '*/10 * * * *', payload: {} };

async function startJobs(jobs: Jobs, features: readonly Feature[], inUnit: InUnit): Promise<void> {
  const listening = features.flatMap(feature => feature.listens ?? []);
  await jobs.start(
    [fanOut(inUnit, listening), purgeAnswers(inUnit), ...features.flatMap(feature => feature.jobs ?? [])],
    [FAN_OUT_AGAIN, PURGE_ANSWERS, ...features.flatMap(feature => feature.recurring ?? [])],
  );
}

function lookForTheDead({ jobs, log }: Ground, features: readonly Feature[]): () => Promise<void> {
  if (!jobs.works) return async () => {};
  const looks = features.flatMap(({ name, takeover }) => (takeover ? [{ name, takeover }] : []));
  return startTakeovers([{ name: 'jobs', takeover: jobs.takeUp }, ...looks], log);
}

type Deps = Ground & { inUnit: InUnit };

function listFeatures(deps: Deps): Feature[] {
  const features: Feature[] = [
    personnes(
      personalData(() => features),
      deps,
    ),
    ...otherFeatures(deps),
  ];
  return features;
}

const otherFeatures = (deps: Deps): Feature[] => [
  communes(),
  chantiers(deps),
  paie(deps),
  periodes(),
  heures(deps),
  absences(),
  affectations(deps),
  sessions(deps),
  audit(),
  apiKeys({ github_keys: new Map(), ...deps }),
  erpLinks(deps),
  mappings(deps),
  imports(deps),
  exports(deps),
  rapprochement(deps),
  chronologie(),
  sauvegardes(deps),
  travaux(),
  tableauDeBord(deps),
];

function serve(deps: Deps, features: readonly Feature[], isStopping: () => boolean): App['server'] {
  const routes = deps.serves ? features.flatMap(feature => feature.routes) : [];
  const { cookie_name, cookie, jwt } = sessionSchemes(deps);
  const server = makeServer({
    ...deps,
    routes,
    cursors: makeCursors({ key: deriveKey(deps.keyring, 'cursor'), base_id: deps.base_id }),
    kept: keepReplies({ max_bytes: KEPT_BYTES }),
    schemes: { cookie_name, cookie, bearer: { hbc_: apiKeyBearer(), eyJ: jwt } },
    seen: (actor, facts) => {
      for (const feature of features) feature.seen?.(actor, facts);
    },
    refusedKey: (...refusal) => {
      for (const feature of features) feature.refusedKey?.(...refusal);
    },
  });
  mountHealth(server, { ...deps, isStopping });
  if (deps.serves) {
    mountReference(server, { ...deps, routes });
    mountWeb(server, { dir: deps.web_dir, demo: deps.demo });
  }
  return server;
}
