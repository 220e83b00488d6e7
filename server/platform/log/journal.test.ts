import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeLog } from '../log.ts';
import { StartRefused } from '../start-refused.ts';
import { openJournal } from './journal.ts';

const dir = mkdtempSync(join(tmpdir(), 'hub-journal-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('lines are added to what earlier starts wrote, and only the owner reads them', () => {
  for (const message of ['premier démarrage', 'second démarrage']) {
    makeLog({ level: 'info', stream: openJournal(dir) }).info(message);
  }
  const path = join(dir, 'journal.jsonl');
  const messages = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).message);
  expect(messages).toEqual(['premier démarrage', 'second démarrage']);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('a journal that grew large is set aside at the next start, not lost', () => {
  truncateSync(join(dir, 'journal.jsonl'), 20_000_001);
  openJournal(dir).write('après\n');
  expect(readFileSync(join(dir, 'journal.jsonl'), 'utf8')).toBe('après\n');
  expect(statSync(join(dir, 'journal.1.jsonl')).size).toBe(20_000_001);
});

test('a journal that cannot be opened refuses the start in one line', () => {
  writeFileSync(join(dir, 'fichier'), '');
  expect(() => openJournal(join(dir, 'fichier'))).toThrow(StartRefused);
});
