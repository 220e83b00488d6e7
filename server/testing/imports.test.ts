// The house's one-way rules hold on the real tree, and each rule catches the violation planted for it in a toy tree.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { productFiles } from './sources.ts';

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const config = require('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };

type Violation = { rule: { name: string }; from: string; to: string };
type Cruise = { violations: Violation[]; totalCruised: number };

function cruise(cwd: string, folders: string[]): Cruise {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const output = execFileSync(
    process.execPath,
    [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', '--no-cache', ...folders],
    { cwd, encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  return (JSON.parse(output) as { summary: Cruise }).summary;
}

test('the tools that read our imports find a TypeScript that has an API', () => {
  expect((require('typescript') as { version: string }).version).toMatch(/^6\./);
});

test('nobody in the real tree imports what the house forbids', () => {
  const { violations, totalCruised } = cruise(root, ['contract', 'server', 'web', 'scripts']);
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  expect(totalCruised).toBeGreaterThan(150);
});

/** A small house that breaks no rule: each probe adds one file to it. */
const TOY: Record<string, string> = {
  'contract/chantier.ts': `import { z } from 'zod'; export const Chantier = z;`,
  'server/platform/unit.ts': `import postgres from 'postgres'; import '#contract/chantier.ts'; export const unit = postgres;`,
  'server/platform/outbound.ts': `import undici from 'undici'; export const outbound = undici;`,
  'server/domain/personnes/index.ts': `export * from './sql.ts';`,
  'server/domain/personnes/sql.ts': `import '#platform/unit.ts'; export const find = 1;`,
  'server/domain/chantiers/index.ts': `export * from './routes.ts';`,
  'server/domain/chantiers/routes.ts': `import '#domain/personnes/index.ts'; import './rules.ts'; export const routes = 1;`,
  'server/domain/chantiers/rules.ts': `import '#contract/chantier.ts'; import 'temporal-polyfill'; export const canDo = 1;`,
  'server/exchange/imports/index.ts': `import '#domain/chantiers/index.ts'; import '../../connectors/connector.ts'; export const feature = 1;`,
  'server/connectors/connector.ts': `export type Connector = { kind: string };`,
  'server/connectors/costructor/index.ts': `import '../connector.ts'; import '#platform/outbound.ts'; export const costructor = 1;`,
  'server/connectors/graneet/index.ts': `import '../connector.ts'; export const graneet = 1;`,
  'server/app.ts': `import '#domain/chantiers/index.ts'; import '#exchange/imports/index.ts'; export const app = 1;`,
  'server/main.ts': `import './app.ts';`,
  'server/testing/make.ts': `import 'postgres'; export const make = 1;`,
  'server/domain/chantiers/chantiers.test.ts': `import '#testing/make.ts';`,
  'web/ui/button.tsx': `export const Button = () => <b />;`,
  'web/features/chantiers/page.tsx': `import '../../ui/button.tsx'; import '#contract/chantier.ts'; export const Page = () => <p />;`,
  'web/features/heures/page.tsx': `export const Page = () => <p />;`,
  'web/app/router.tsx': `import '../features/chantiers/page.tsx'; export const router = 1;`,
  'simulators/costructor/server.ts': `import 'fastify'; export const server = 1;`,
  'simulators/graneet/server.ts': `export const server = 1;`,
};

type Probe = { rule: string; file: string; imports: string };
const probe = (rule: string, file: string, imports: string): Probe => ({ rule, file, imports });
const PROBES: Probe[] = [
  probe('no-cycle', 'server/platform/round.ts', './round-back.ts'),
  probe('no-unresolved', 'server/platform/lost.ts', './nowhere.ts'),
  probe('contract-knows-zod-only', 'contract/bad.ts', 'temporal-polyfill'),
  probe('contract-knows-zod-only', 'contract/worse.ts', '../server/platform/unit.ts'),
  probe('platform-knows-no-business', 'server/platform/bad.ts', '#domain/chantiers/index.ts'),
  probe('domain-knows-no-exchange', 'server/domain/chantiers/bad-exchange.ts', '#exchange/imports/index.ts'),
  probe('domain-knows-no-exchange', 'server/domain/chantiers/bad-plug.ts', '../../connectors/costructor/index.ts'),
  probe('slice-by-its-door', 'server/domain/chantiers/bad-door.ts', '#domain/personnes/sql.ts'),
  probe('slice-by-its-door', 'server/exchange/imports/bad-door.ts', '#domain/personnes/sql.ts'),
  probe('app-by-the-door', 'server/greet.ts', '#domain/personnes/sql.ts'),
  probe('app-by-the-door', 'server/demo/bad.ts', '#domain/personnes/sql.ts'),
  probe('rules-are-pure', 'server/domain/personnes/rules.ts', 'node:fs'),
  probe('rules-are-pure', 'server/exchange/imports/rules.ts', '#platform/unit.ts'),
  probe('edges-call-inwards', 'server/domain/chantiers/bad-edge.ts', './routes.ts'),
  probe('nobody-imports-the-app', 'server/exchange/imports/bad-app.ts', '../../app.ts'),
  probe('exchange-sees-ports-not-plugs', 'server/exchange/imports/bad-plug.ts', '../../connectors/graneet/index.ts'),
  probe('plug-sees-port-and-wire-only', 'server/connectors/costructor/bad-unit.ts', '#platform/unit.ts'),
  probe('plug-sees-port-and-wire-only', 'server/connectors/costructor/bad-sister.ts', '../graneet/index.ts'),
  ...['fastify', 'postgres', 'pg-boss', 'pino', 'undici', 'ioredis', '@node-rs/argon2', 'jose', 'prom-client'].map(
    name => probe('drivers-behind-platform', `server/domain/personnes/bad-${name.replace(/\W/g, '')}.ts`, name),
  ),
  probe('web-never-server', 'web/features/chantiers/bad-server.tsx', '../../../server/platform/unit.ts'),
  probe('server-never-web', 'server/platform/bad-web.ts', '../../web/ui/button.tsx'),
  probe('web-feature-alone', 'web/features/chantiers/bad-feature.tsx', '../heures/page.tsx'),
  probe('web-flows-one-way', 'web/features/chantiers/bad-app.tsx', '../../app/router.tsx'),
  probe('web-kit-knows-no-feature', 'web/ui/bad-feature.tsx', '../features/heures/page.tsx'),
  probe('helpers-stay-out-of-product', 'server/domain/personnes/bad-testing.ts', '#testing/make.ts'),
  probe('helpers-stay-out-of-product', 'web/ui/bad-simulator.tsx', '../../simulators/costructor/server.ts'),
  probe('simulators-stand-alone', 'simulators/costructor/bad-sister.ts', '../graneet/server.ts'),
  probe('simulators-stand-alone', 'simulators/costructor/bad-contract.ts', '../../contract/chantier.ts'),
];
const PACKAGES = ['zod', 'temporal-polyfill', ...PROBES.filter(p => p.rule.startsWith('drivers')).map(p => p.imports)];

function write(dir: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

function makeToy(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hub-imports-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(join(root, 'package.json'), join(dir, 'package.json'));
  cpSync(join(root, 'tsconfig.json'), join(dir, 'tsconfig.json'));
  for (const name of PACKAGES) {
    const main = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    write(dir, {
      [`node_modules/${name}/package.json`]: main,
      [`node_modules/${name}/index.js`]: 'module.exports = {};',
    });
  }
  write(dir, TOY);
  return dir;
}

describe('in a toy tree', () => {
  const dir = makeToy();
  const folders = ['contract', 'server', 'web', 'simulators'];
  const clean = cruise(dir, folders).violations;
  for (const { file, imports } of PROBES)
    write(dir, { [file]: `import * as it from '${imports}'; export const bad = it;` });
  write(dir, { 'server/platform/round-back.ts': `import { bad } from './round.ts'; export const back = bad;` });
  const dirty = cruise(dir, folders).violations;

  test('what the house allows passes', () => {
    expect(clean.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  test.each(PROBES)('$rule catches $file → $imports', ({ rule, file }) => {
    expect(
      dirty
        .filter(({ from, to }) => from === file || (rule === 'no-cycle' && to === file))
        .map(violation => violation.rule.name),
    ).toContain(rule);
  });

  test('every rule has a probe', () => {
    const probed = new Set(PROBES.map(item => item.rule));
    expect(config.forbidden.map(rule => rule.name).filter(name => !probed.has(name))).toEqual([]);
  });
});

const ENVIRONMENT = /\bprocess\s*(\.\s*env\b|\[\s*['"`]env)|\benv\b[^;]*from\s*['"](node:)?process['"]/;

test('the environment is read in platform/config.ts only', () => {
  const files = productFiles(['contract', 'server', 'web', 'scripts']);
  const readers = files.filter(file => ENVIRONMENT.test(file.text)).map(file => file.path);
  expect(readers).toEqual(['server/platform/config.ts']);
});

test.each([
  `const port = process.env.PORT`,
  `const port = process.env['PORT']`,
  `const { env } = process['env']`,
  `import { env } from 'node:process'`,
])('a planted reading of the environment is seen: %s', line => {
  expect(ENVIRONMENT.test(line)).toBe(true);
});
