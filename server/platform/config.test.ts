import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listSettings, readConfig } from './config.ts';
import { StartRefused } from './start-refused.ts';

const clone = mkdtempSync(join(tmpdir(), 'hub-config-'));
const refusal = (env: Record<string, string>, args: string[] = []) => {
  try {
    readConfig(args, clone, env);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefused);
    return (error as Error).message;
  }
};

test('without any setting the hub runs alone, on port 3000, with its embedded base', () => {
  expect(readConfig([], clone, {})).toMatchObject({ PORT: 3000, HOST: '::', role: 'all', demo: false });
});

test.each([
  ['a port that is no number', { PORT: 'trois mille' }, 'PORT'],
  ['a port out of range', { PORT: '70000' }, 'PORT'],
  ['an unknown HUB_ setting', { HUB_BACKUP_HOURS: '3' }, 'HUB_BACKUP_HOURS'],
  ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://x/y' }, 'DATABASE_URL'],
  ['a Redis address of another kind', { REDIS_URL: 'http://x' }, 'REDIS_URL'],
  ['a proxy that is no address', { HUB_TRUSTED_PROXIES: '10.0.0.0/8, caddy' }, 'HUB_TRUSTED_PROXIES'],
  ['an hour that does not exist', { HUB_BACKUP_HOUR: '24' }, 'HUB_BACKUP_HOUR'],
])('%s is refused in one line that names it', (_case, env, name) => {
  const line = refusal(env as unknown as Record<string, string>);
  expect(line).toContain(name);
  expect(line).not.toContain('\n');
});

test('several wrong settings are told together, and no value is repeated: it may be a secret', () => {
  const line = refusal({ PORT: 'zéro', DATABASE_URL: 'mysql://admin:motdepasse@x/y' });
  expect(line).toContain('PORT');
  expect(line).toContain('DATABASE_URL');
  expect(line).not.toContain('motdepasse');
});

test('what is wrong is said in French, in commands that load nothing else too', () => {
  expect(refusal({ PORT: '70000' })).toContain('PORT : Trop grand');
});

test('an unknown line of .env is refused, a known one counts, and the environment wins over it', () => {
  writeFileSync(join(clone, '.env'), 'PORT=4000\nPROT=4001\n');
  expect(refusal({})).toContain('PROT');
  writeFileSync(join(clone, '.env'), 'PORT=4000\n');
  expect(readConfig([], clone, {}).PORT).toBe(4000);
  expect(readConfig([], clone, { PORT: '5000' }).PORT).toBe(5000);
  writeFileSync(join(clone, '.env'), '');
});

test('an unknown option is refused with those that exist', () => {
  expect(refusal({}, ['--demi'])).toContain('--demo');
  expect(refusal({}, ['--role', 'chef'])).toContain('server');
});

test('separate roles demand a database of their own', () => {
  expect(refusal({}, ['--role', 'worker'])).toContain('DATABASE_URL');
  expect(readConfig(['--role', 'worker'], clone, { DATABASE_URL: 'postgres://x/y' }).role).toBe('worker');
});

test('every setting has a help text, and those that carry a secret say so', () => {
  const settings = listSettings();
  expect(settings.filter(setting => setting.help === '')).toEqual([]);
  expect(settings.filter(setting => setting.secret).map(setting => setting.name)).toEqual([
    'DATABASE_URL',
    'REDIS_URL',
    'HUB_ENCRYPTION_KEYS',
  ]);
});
