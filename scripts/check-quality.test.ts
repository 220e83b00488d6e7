import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Folder, faults } from './check-quality.ts';

const QUALITY = readFileSync(new URL('../server/connectors/costructor/quality.yaml', import.meta.url), 'utf8');
const GOOD: Folder['files'] = {
  'index.ts': 'meta({ secret: true })',
  'client.ts': '',
  'schemas.ts': '',
  'translate.ts': '',
  'webhook.ts': 'timingSafeEqual(a, b)',
  'README.md': `# X\n\n## Access\n\na key\n\n## Limits\n\n${'ten calls, '.repeat(10)}\n\n## States\n\nbusy\n\n## Assumed\n\nall\n`,
  'quality.yaml': QUALITY,
  'fixtures/projects.json': '{}',
  'x.test.ts': "readFileSync('fixtures/projects.json');\nconformance({});\n",
};
const REGISTRY = "import { x } from './batigest/index.ts';";
const check = (change: Record<string, string | undefined>, registry = REGISTRY) => {
  const files = Object.entries({ ...GOOD, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return faults([{ kind: 'batigest', files: Object.fromEntries(files) }], registry);
};
const quality = (from: string, to: string) => {
  expect(QUALITY).toContain(from);
  return { 'quality.yaml': QUALITY.replace(from, to) };
};

test('a folder that keeps what it says passes', () => expect(check({})).toEqual([]));

test.each([
  ['a folder nobody registered', {}, '', 'batigest/ is not in registry.ts'],
  ['a name without a folder', {}, `${REGISTRY} import { y } from './graneet/index.ts';`, 'registry.ts names graneet'],
])('%s is caught', (_, change, registry, expected) => expect(check(change, registry)[0]).toContain(expected));

test.each([
  ['a missing file', { 'translate.ts': undefined }, 'translate.ts is missing'],
  ['a rule without an answer', quality('  readme: done\n', ''), 'readme has no answer'],
  ['a rule of nobody', quality('  readme: done', '  readme: done\n  fast: done'), 'fast is no rule of the scale'],
  ['an answer without a reason', quality("'todo: not offered on screen'", "'todo'"), 'diagnostics-download: « todo »'],
  ['an answer of no kind', quality('resumable-pull: done', 'resumable-pull: nearly'), 'cannot be read'],
  ['a real account without a date', quality("'todo: no account was at hand'", 'done'), 'verified-live is attested'],
  ['a missing section', { 'README.md': GOOD['README.md']!.replace('## Assumed', '## Other') }, 'no section Assumed'],
  ['an empty section', { 'README.md': GOOD['README.md']!.replace('busy', '') }, 'no section States'],
  ['an exam nobody sat', { 'x.test.ts': "readFileSync('fixtures/projects.json')" }, 'no test calls conformance()'],
  ['a signature compared letter by letter', { 'webhook.ts': 'a === b' }, 'webhook-verified is said done'],
  ['fixtures nobody reads', { 'fixtures/projects.json': undefined }, 'translated-by-fixtures is said done'],
  [
    'limits in three words',
    { 'README.md': GOOD['README.md']!.replace(/ten calls, /g, '') + '' },
    'limits-documented is said done',
  ],
])('%s is caught', (_, change, expected) => expect(check(change).join('\n')).toContain(expected));

test('an attested real account is accepted', () => {
  expect(check(quality("'todo: no account was at hand'", "'done: 2027-02-01, compte d’essai Premium'"))).toEqual([]);
});
