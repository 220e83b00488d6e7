import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import {
  deriveKey,
  keyFingerprint,
  knowsFingerprint,
  makeSecret,
  open,
  openKeyring,
  SecretUnreadable,
  seal,
  sealedWith,
} from './secrets.ts';
import { StartRefused } from './start-refused.ts';

const root = mkdtempSync(join(tmpdir(), 'hub-secrets-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = () => mkdtempSync(join(root, 'd-'));
const absent = join(root, 'absent');
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const ring = (...entries: string[]) => openKeyring({ env: entries.join(','), file: absent });

test('what is sealed opens again, and never looks twice the same', () => {
  const keyring = ring(key('a'));
  const one = seal(keyring, 'clé é 🔑', 'erp_links.credentials.1');
  expect(one).toMatch(/^v1\.a\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
  expect(one).not.toBe(seal(keyring, 'clé é 🔑', 'erp_links.credentials.1'));
  expect(open(keyring, one, 'erp_links.credentials.1')).toBe('clé é 🔑');
  expect(open(keyring, seal(keyring, '', 'c'), 'c')).toBe('');
});

test('a value moved to another row, or altered anywhere, does not open', () => {
  const keyring = ring(key('a'));
  const sealed = seal(keyring, 'secret', 'row 1');
  expect(() => open(keyring, sealed, 'row 2')).toThrow(SecretUnreadable);
  for (let at = 0; at < sealed.length; at++) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    const bent = sealed.slice(0, at) + other + sealed.slice(at + 1);
    expect(() => open(keyring, bent, 'row 1'), bent).toThrow(SecretUnreadable);
  }
  for (const cut of [0, 2, 5, 20, 45, sealed.length - 2]) {
    expect(() => open(keyring, sealed.slice(0, cut), 'row 1')).toThrow(SecretUnreadable);
  }
  expect(() => open(keyring, `${sealed}.x`, 'row 1')).toThrow(SecretUnreadable);
});

test('after a turn of keys the old values still open and the new ones carry the new key', () => {
  const [old_key, new_key] = [key('k2025'), key('k2026')];
  const sealed = seal(ring(old_key), 'x', 'c');
  const turned = ring(new_key, old_key);
  expect(open(turned, sealed, 'c')).toBe('x');
  expect(sealedWith(seal(turned, 'x', 'c'))).toBe('k2026');
  expect(() => open(ring(new_key), sealed, 'c')).toThrow(/k2025/);
  expect(() => open(ring(key('k2025')), sealed, 'c')).toThrow(SecretUnreadable);
});

test('the fingerprint finds its key behind a newer one, and not another key of the same name', () => {
  const first = key('a');
  const print = keyFingerprint(ring(first));
  expect(knowsFingerprint(ring(key('b'), first), print)).toBe(true);
  expect(knowsFingerprint(ring(key('a')), print)).toBe(false);
  expect(print).not.toContain(first.slice(2, 20));
});

test('derived keys differ by purpose and are stable', () => {
  const keyring = ring(key('a'));
  expect(deriveKey(keyring, 'access-jwt')).toHaveLength(32);
  expect(deriveKey(keyring, 'access-jwt')).toEqual(deriveKey(keyring, 'access-jwt'));
  expect(deriveKey(keyring, 'access-jwt')).not.toEqual(deriveKey(keyring, 'cursor'));
});

test('the first start makes a whole 0600 file, leaves nothing beside it, and the second start reads it', () => {
  const home = folder();
  const file = join(home, 'encryption-keys');
  const first = openKeyring({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(home)).toEqual(['encryption-keys']);
  const sealed = seal(first, 'x', 'c');
  expect(open(openKeyring({ env: ' ', file }), sealed, 'c')).toBe('x');
});

test('eight starters at once agree on one key', async () => {
  const home = folder();
  const module = new URL('./secrets.ts', import.meta.url).href;
  const script = `import { keyFingerprint, openKeyring } from ${JSON.stringify(module)};
    process.stdout.write(keyFingerprint(openKeyring({ file: ${JSON.stringify(join(home, 'encryption-keys'))} })));`;
  const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const prints = (await Promise.all(Array.from({ length: 8 }, start))).map(({ stdout }) => stdout);
  expect(new Set(prints).size).toBe(1);
  expect(prints[0]).toMatch(/^k[0-9a-f]{8}:[0-9a-f]{32}$/);
  expect(readdirSync(home)).toEqual(['encryption-keys']);
});

test('a missing file is refused, and none is made, when the database already holds sealed values', () => {
  const file = join(folder(), 'encryption-keys');
  expect(() => openKeyring({ file, create: false })).toThrow(StartRefused);
  expect(existsSync(file)).toBe(false);
});

test.each([0o644, 0o640, 0o604])('a key file others can read (%o) is refused with the command that heals it', mode => {
  const file = join(folder(), 'encryption-keys');
  openKeyring({ file });
  chmodSync(file, mode);
  expect(() => openKeyring({ file })).toThrow(/chmod 600/);
});

test.each(['', 'garbage', 'a:short', `A:${'x'.repeat(43)}=`, `${'a'}:${'A'.repeat(44)}`])(
  'a key file holding %j is refused and left as it is',
  text => {
    const file = join(folder(), 'encryption-keys');
    writeFileSync(file, text, { mode: 0o600 });
    expect(() => openKeyring({ file })).toThrow(StartRefused);
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

test('bad keys from the environment are refused without showing them', () => {
  const secret = randomBytes(32).toString('hex');
  expect(() => ring(`a:${secret}`)).toThrow(StartRefused);
  expect(() => ring(`a:${secret}`)).not.toThrow(secret);
  const twice = key('a');
  expect(() => ring(twice, twice)).toThrow(/deux fois/);
});

test('a folder that cannot be written is a refusal, not a stack', () => {
  expect(() => openKeyring({ file: join(root, 'no', 'such', 'folder', 'keys') })).toThrow(StartRefused);
});

test('a Secret never prints', () => {
  const secret = makeSecret('hunter2');
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ a: { secret } }),
    inspect(secret, { showHidden: true }),
  ];
  expect(shown.join()).not.toContain('hunter2');
  expect(shown[0]).toBe('***');
  expect(secret.reveal()).toBe('hunter2');
});
