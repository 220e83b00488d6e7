// From a configuration to a hub that answers, one step after the other; each step may refuse with one clear line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { loadCommunes } from '#domain/communes/index.ts';
import { firstLink } from '#exchange/sessions/index.ts';
import type { Config } from '#platform/config.ts';
import { checkBase, checkServer } from '#platform/db/base.ts';
import { resolveDataDir, startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { listen } from '#platform/http/listen.ts';
import { makeRateLimit } from '#platform/http/rate-limit.ts';
import { makeJobs } from '#platform/jobs/runner.ts';
import { type Log, makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { openKeyring } from '#platform/secrets.ts';
import { makeApp, webDir } from './app.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { greet } from './greet.ts';

export type Hub = { log: Log; stop: () => Promise<void> };

export async function startHub(config: Config): Promise<Hub> {
  const clock = () => Temporal.Now.instant();
  const data_dir = resolveDataDir({
    ...(config.DATA_DIR ? { dataDir: config.DATA_DIR } : {}),
    clone: config.clone,
    demo: config.demo,
  });
  const log = makeLog({ level: config.HUB_LOG_LEVEL });
  const metrics = makeMetrics();
  const embedded = config.DATABASE_URL ? null : await startEmbedded({ dir: data_dir, say: line => log.warn(line) });
  const url = config.DATABASE_URL ?? embedded!.url;
  const sql = openDatabase({ url });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await embedded?.stop();
  };
  try {
    const keyring = openKeyring({
      ...(config.HUB_ENCRYPTION_KEYS ? { env: config.HUB_ENCRYPTION_KEYS } : {}),
      file: join(data_dir, 'encryption-keys'),
    });
    await checkServer(sql);
    await migrateOnce(url);
    const base_id = await checkBase(sql, keyring);
    const public_url = config.HUB_PUBLIC_URL ?? `http://localhost:${config.PORT}`;
    const rateLimit = makeRateLimit({
      ...(config.REDIS_URL ? { redis_url: config.REDIS_URL } : {}),
      clock,
      log,
      metrics,
    });
    const jobs = makeJobs({ url, log, metrics, work: config.role !== 'server' });
    const app = makeApp({
      sql,
      jobs,
      clock,
      log,
      metrics,
      keyring,
      rateLimit,
      base_id,
      public_url,
      version: versionOf(config.clone),
      trusted_proxies: config.HUB_TRUSTED_PROXIES.split(',')
        .map(part => part.trim())
        .filter(Boolean),
      demo: config.demo,
      base: embedded ? 'embarquee' : 'externe',
      backup: {
        dir: config.HUB_BACKUP_DIR ?? join(data_dir, 'sauvegardes'),
        keep: config.HUB_BACKUP_KEEP,
        hour: config.HUB_BACKUP_HOUR,
      },
      web_dir: webDir(config.clone),
      serves: config.role !== 'worker',
      check_replies: false,
    });
    const stop = async () => {
      await app.stop();
      await rateLimit.close();
      await close();
      log.info('stopped', { 'event.action': 'sys_shutdown' });
    };
    await loadCommunes(app.inUnit);
    const accounts = config.demo ? await seedDemo({ inUnit: app.inUnit, keyring }) : null;
    const link = accounts ? null : await firstLink({ inUnit: app.inUnit, clock, public_url });
    await app.start();
    await listen(app.server, { host: config.HOST, port: config.PORT });
    log.info('started', { 'event.action': 'sys_startup', 'hub.role': config.role });
    greet({ config, data_dir, public_url, link, accounts, embedded: embedded !== null });
    return { log, stop };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Migrations may take long and wait for another starter: they get a connection of their own, without time limits. */
async function migrateOnce(url: string): Promise<void> {
  const own = openDatabase({ url, max: 1 });
  try {
    await migrate(own);
  } finally {
    await own.end();
  }
}

function versionOf(clone: string): string {
  return (JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { version: string }).version;
}
