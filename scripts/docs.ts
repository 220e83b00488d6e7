// npm run docs: writes what the code knows better than a person (docs/generated/*, .env.example).
// `npm run docs -- --check` writes nothing and exits 1 when a file is not what the code says, or when the API breaks callers
// of the last release.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { listSettings } from '#platform/config.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { makeOpenApi } from '#platform/http/openapi/document.ts';
import { makeRateLimit } from '#platform/http/rate-limit.ts';
import type { AnyRoute } from '#platform/http/route.ts';
import { makeLive } from '#platform/http/stream/live.ts';
import { makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { makeOutbound } from '#platform/outbound.ts';
import { openKeyring } from '#platform/secrets.ts';
import { assertOutsideUnit } from '#platform/unit.ts';
import { makeApp } from '../server/app.ts';
import { connectors } from '../server/connectors/all.ts';
import { breakingChanges, type OpenApi } from './docs/breaking-changes.ts';
import { importsPage } from './docs/imports.ts';
import { configPage, envExample, errorsPage, eventsPage, scopesPage } from './docs/pages.ts';
import { dumpSchema } from './dump-schema.ts';

const root = join(import.meta.dirname, '..');
const PUBLIC_URL = 'https://hub.exemple.fr';

/** The routes of the whole application, assembled without a base: nothing here connects anywhere. */
export function allRoutes(): readonly AnyRoute[] {
  const dir = mkdtempSync(join(tmpdir(), 'hub-docs-'));
  const clock = () => Temporal.Now.instant();
  const [log, metrics] = [makeLog({ level: 'silent' }), makeMetrics()];
  const never = async () => {};
  try {
    const { features } = makeApp({
      sql: openDatabase({ url: 'postgres://localhost:1/none' }),
      jobs: { works: false, enqueueIn: () => never, start: never, takeUp: never, stop: never },
      presence: { id: '0', lost: new AbortController().signal, close: never },
      live: makeLive(),
      wait: never,
      connectors,
      clock,
      log,
      metrics,
      keyring: openKeyring({ file: join(dir, 'keys') }),
      outbound: makeOutbound({ allow: '', assertOutsideUnit, log, metrics }),
      rateLimit: makeRateLimit({ clock, log, metrics }),
      base_id: '00000000-0000-0000-0000-000000000000',
      version: '0',
      public_url: PUBLIC_URL,
      trusted_proxies: [],
      demo: false,
      base: 'externe',
      backup: { dir, keep: 1, hour: 2 },
      api_key_max_days: 365,
      pay_retention_years: 6,
      web_dir: dir,
      serves: true,
      check_replies: false,
    });
    return features.flatMap(feature => feature.routes);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Every generated file, by its path in the project. */
export async function generate(): Promise<Record<string, string>> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const document = makeOpenApi(allRoutes(), { version, public_url: PUBLIC_URL });
  const settings = listSettings();
  return {
    'docs/generated/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    'docs/generated/errors.md': errorsPage(),
    'docs/generated/events.md': eventsPage(),
    'docs/generated/scopes.md': scopesPage(),
    'docs/generated/config.md': configPage(settings),
    'docs/generated/imports.md': importsPage(),
    'docs/generated/schema.sql': await dumpSchema(),
    '.env.example': envExample(settings),
  };
}

/** The names of the files that are not what the code says. */
export const staleFiles = (files: Record<string, string>, read: (path: string) => string): string[] =>
  Object.keys(files).filter(path => read(path) !== files[path]);

export const current = (path: string): string =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';

const parsed = (text: string) => JSON.parse(text) as OpenApi;

/** What would break a caller of the last release (docs/generated/openapi.released.json, replaced at each release). */
export const breaks = (files: Record<string, string>): string[] =>
  breakingChanges(
    parsed(current('docs/generated/openapi.released.json')),
    parsed(files['docs/generated/openapi.json']!),
  );

if (import.meta.main) {
  const files = await generate();
  if (process.argv.includes('--check')) {
    const stale = staleFiles(files, current);
    if (stale.length > 0) {
      console.error(`not what the code says, run npm run docs: ${stale.join(', ')}`);
      process.exitCode = 1;
    }
    for (const fault of breaks(files)) {
      console.error(`breaks callers of the last release: ${fault}`);
      process.exitCode = 1;
    }
  } else {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
}
