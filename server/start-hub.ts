// From a configuration to a hub that answers, one step after the other; each step may refuse with one clear line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { loadCommunes } from '#domain/communes/index.ts';
import { firstLink } from '#exchange/sessions/index.ts';
import { type Config, githubKeys, listed } from '#platform/config.ts';
import { checkBase, checkServer, hasKey } from '#platform/db/base.ts';
import { resolveDataDir, startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { refuseHalfRestored } from '#platform/db/restore.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import { parseBurst } from '#platform/http/guard/guard.ts';
import { countProcesses } from '#platform/http/guard/processes.ts';
import { listen } from '#platform/http/listen.ts';
import { makeRateLimit } from '#platform/http/rate-limit.ts';
import { makeLive } from '#platform/http/stream/live.ts';
import { holdPresence } from '#platform/jobs/presence.ts';
import { makeJobs } from '#platform/jobs/runner.ts';
import { type Journal, openJournal } from '#platform/log/journal.ts';
import { type Log, makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { makeOutbound } from '#platform/outbound.ts';
import { type Keyring, openKeyring } from '#platform/secrets.ts';
import { assertOutsideUnit } from '#platform/unit.ts';
import { type App, type Ground, makeApp } from './app.ts';
import { connectors } from './connectors/all.ts';
import { demoKey } from './demo/demo-key.ts';
import { followSimulator, playErp } from './demo/play-erp.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { type DemoSimulator, startDemoSimulator } from './demo/simulator.ts';
import { greet } from './greet.ts';

export type Hub = { log: Log; stop: () => Promise<void> };
export type Base = { sql: Sql; url: string; data_dir: string; kind: Ground['base']; close: () => Promise<void> };

export async function startHub(config: Config): Promise<Hub> {
  const data_dir = dataDir(config);
  const journal = process.stdout.isTTY ? openJournal(data_dir) : null;
  const log = makeLog({ level: config.HUB_LOG_LEVEL, ...(journal ? { stream: journal } : {}) });
  const endings: (() => Promise<void>)[] = [];
  const stop = async () => {
    while (endings.length > 0) await endings.pop()!();
  };
  try {
    const base = await openBase(config, { data_dir, log });
    endings.push(base.close);
    const simulator = await demoSimulator(config, { data_dir, log });
    if (simulator) endings.push(simulator.stop);
    const ground = await layGround(config, base, { log, allow: simulator?.allow });
    endings.push(ground.presence.close, ground.outbound.close, ground.rateLimit.close);
    const app = makeApp(ground);
    await open(app, { config, base, ground, journal, simulator });
    endings.push(app.stop);
    if (simulator) endings.push(playErp({ ...ground, inUnit: app.inUnit, port: config.PORT }, simulator));
  } catch (error) {
    await stop();
    throw error;
  }
  log.info('started', { 'event.action': 'sys_startup', 'hub.role': config.role });
  return {
    log,
    stop: async () => {
      await stop();
      log.info('stopped', { 'event.action': 'sys_shutdown' });
    },
  };
}

/** One hub plays the ERP: beside others, it would be each one's own. */
const demoSimulator = async (config: Config, { data_dir, log }: { data_dir: string; log: Log }) =>
  config.demo && config.role === 'all' ? await startDemoSimulator({ clone: config.clone, data_dir, log }) : null;

const dataDir = ({ DATA_DIR, clone, demo }: Config): string =>
  resolveDataDir({ ...(DATA_DIR ? { dataDir: DATA_DIR } : {}), clone, demo });

/** The database of this configuration, reached and brought to this version's tables. Throws StartRefused. */
async function openBase(config: Config, { data_dir, log }: { data_dir: string; log: Log }): Promise<Base> {
  const embedded = config.DATABASE_URL ? null : await startEmbedded({ dir: data_dir, say: line => log.warn(line) });
  const url = config.DATABASE_URL ?? embedded!.url;
  const sql = openDatabase({ url });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await embedded?.stop();
  };
  try {
    await checkServer(sql);
    await refuseHalfRestored(sql);
    await migrate(sql);
    return { sql, url, data_dir, close, kind: embedded ? 'embarquee' : 'externe' };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The encryption keys of this installation; made at the first start only. Throws StartRefused. */
export async function openKeys(config: Config, { sql, data_dir }: Base): Promise<Keyring> {
  return openKeyring({
    ...(config.HUB_ENCRYPTION_KEYS ? { env: config.HUB_ENCRYPTION_KEYS } : {}),
    file: join(data_dir, 'encryption-keys'),
    create: !(await hasKey(sql)),
  });
}

export const publicUrl = (config: Config): string => config.HUB_PUBLIC_URL ?? `http://localhost:${config.PORT}`;

type Around = { log: Log /** What the demonstration opens beside OUTBOUND_ALLOW. */; allow: string | undefined };

const keySettings = (config: Config): Pick<Ground, 'rate' | 'github_keys' | 'api_key_max_days'> => ({
  rate: {
    burst: parseBurst(config.HUB_RATE_BURST),
    user_per_hour: config.HUB_RATE_USER_PER_HOUR || null,
    bulk_items: config.HUB_RATE_BULK_ITEMS || null,
  },
  github_keys: githubKeys(config.HUB_GITHUB_ALERT_KEYS),
  api_key_max_days: config.HUB_API_KEY_MAX_DAYS,
});

async function layGround(config: Config, base: Base, { log, allow }: Around): Promise<Ground> {
  const clock = () => Temporal.Now.instant();
  const metrics = makeMetrics();
  const keyring = await openKeys(config, base);
  const live = makeLive();
  const serves = config.role !== 'worker';
  const presence = await holdPresence({ url: base.url, log, hearing: live, serves });
  return {
    sql: base.sql,
    base: base.kind,
    base_id: await checkBase(base.sql, keyring),
    keyring,
    clock,
    wait: (ms, signal) => sleep(ms, undefined, { signal }),
    log,
    metrics,
    jobs: makeJobs({ url: base.url, sql: base.sql, log, metrics, presence, work: config.role !== 'server' }),
    rateLimit: await openRateLimit(config, base, { clock, log, metrics }),
    ...keySettings(config),
    security_contact: config.HUB_SECURITY_CONTACT,
    outbound: makeOutbound({
      allow: [config.OUTBOUND_ALLOW, allow].filter(Boolean).join(','),
      assertOutsideUnit,
      log,
      metrics,
    }),
    connectors,
    live,
    presence,
    public_url: publicUrl(config),
    version: versionOf(config.clone),
    trusted_proxies: listed(config.HUB_TRUSTED_PROXIES),
    demo: config.demo,
    pay_retention_years: config.HUB_PAY_RETENTION_YEARS,
    backup: backupOf(config, base),
    web_dir: join(config.clone, 'web', 'dist'),
    serves,
    check_replies: false,
  };
}

const backupOf = (config: Config, { data_dir }: Base): Ground['backup'] => ({
  dir: config.HUB_BACKUP_DIR ?? join(data_dir, 'sauvegardes'),
  keep: config.HUB_BACKUP_KEEP,
  hour: config.HUB_BACKUP_HOUR,
});

/** Closes its look at the other processes with itself. */
async function openRateLimit(config: Config, { sql }: Base, around: Pick<Ground, 'clock' | 'log' | 'metrics'>) {
  const processes = await countProcesses({ sql, log: around.log });
  const rateLimit = makeRateLimit({ redis_url: config.REDIS_URL, processes: processes.count, ...around });
  const close = async () => {
    await processes.stop();
    await rateLimit.close();
  };
  return { ...rateLimit, close };
}

type Opening = {
  config: Config;
  base: Base;
  ground: Ground;
  journal: Journal | null;
  simulator: DemoSimulator | null;
};

async function open(app: App, { config, base, ground, journal, simulator }: Opening): Promise<void> {
  await loadCommunes(app.inUnit);
  const accounts = config.demo ? await seedDemo({ ...ground, inUnit: app.inUnit }) : null;
  // A worker has no screen of its own: its link would only void the one the server printed.
  const link = accounts || !ground.serves ? null : await firstLink({ ...ground, inUnit: app.inUnit });
  const key = simulator ? await demoKey(app.inUnit, simulator.memory) : null;
  if (simulator) await followSimulator({ ...ground, inUnit: app.inUnit }, simulator);
  await app.start();
  try {
    await listen(app.server, { host: config.HOST, port: config.PORT });
  } catch (error) {
    // Jobs run already: cut with the base, a backup would stand as under way for two hours.
    await app.stop();
    throw error;
  }
  greet({
    config,
    data_dir: base.data_dir,
    journal: journal?.path ?? null,
    public_url: ground.public_url,
    link,
    accounts,
    simulator,
    key,
    embedded: base.kind === 'embarquee',
  });
}

function versionOf(clone: string): string {
  return (JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { version: string }).version;
}
