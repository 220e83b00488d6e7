// What a machine can see of a connector's quality.yaml (house §8): every rule of the scale has its answer, and the answers
// `done` are not contradicted by the folder. `npm run check` runs it; it prints every contradiction and exits 1.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SCALE = {
  socle: [
    'form-from-schema',
    'check-before-save',
    'errors-classified',
    'translated-by-fixtures',
    'doubt-settled',
    'no-secret-in-log',
    'readme',
  ],
  fiable: [
    'resumable-pull',
    'deletions-seen',
    'webhook-verified',
    'rate-limit-respected',
    'partial-batch-reported',
    'gone-and-back-said-once',
    'reconnect-flow',
  ],
  complet: ['every-capability', 'documents-both-ways', 'diagnostics-download', 'limits-documented', 'verified-live'],
} as const;
const RULES = Object.values(SCALE).flat() as string[];
const FILES = ['index.ts', 'client.ts', 'schemas.ts', 'translate.ts', 'README.md', 'quality.yaml'];
const SECTIONS = ['Access', 'Limits', 'States', 'Assumed'];
/** `verified-live` is attested: when, and with which account. */
const ATTESTED = /^done: \d{4}-\d{2}-\d{2}, .{3,}$/;

/** A connector's folder: file names (from the folder) to their text. */
export type Folder = { kind: string; files: Record<string, string> };

/** One sentence per contradiction; empty when all is well. `registry` is the text of registry.ts. */
export function faults(folders: readonly Folder[], registry: string): string[] {
  const imported = [...registry.matchAll(/from '\.\/([a-z0-9_-]+)\/index\.ts'/g)].map(([, kind]) => kind!);
  const kinds = folders.map(folder => folder.kind);
  return [
    ...kinds.filter(kind => !imported.includes(kind)).map(kind => `${kind}/ is not in registry.ts`),
    ...imported.filter(kind => !kinds.includes(kind)).map(kind => `registry.ts names ${kind}, which has no folder`),
    ...folders.flatMap(folder => folderFaults(folder).map(fault => `${folder.kind}: ${fault}`)),
  ];
}

function folderFaults({ files }: Folder): string[] {
  const missing = FILES.filter(name => !(name in files)).map(name => `${name} is missing`);
  const { answers, unreadable } = readAnswers(files['quality.yaml'] ?? '');
  const readme = files['README.md'] ?? '';
  return [
    ...missing,
    ...unreadable.map(line => `quality.yaml cannot be read: ${line}`),
    ...RULES.filter(rule => !answers.has(rule)).map(rule => `${rule} has no answer`),
    ...[...answers.keys()].filter(rule => !RULES.includes(rule)).map(rule => `${rule} is no rule of the scale`),
    ...SECTIONS.filter(name => sectionOf(readme, name) === '').map(name => `README.md has no section ${name}`),
    ...[...answers].flatMap(([rule, answer]) => answerFaults(rule, answer, files)),
  ];
}

/** Two levels, one answer a line: the only form of YAML accepted here, so that no parser is needed. */
function readAnswers(yaml: string): { answers: Map<string, string>; unreadable: string[] } {
  const answers = new Map<string, string>();
  const unreadable: string[] = [];
  for (const line of yaml.split('\n').filter(text => text.trim() !== '' && !text.startsWith('#'))) {
    const [, rule, plain, quoted] = /^ {2}([a-z-]+): (?:(done)|'([^']+)')$/.exec(line) ?? [];
    if (rule && !answers.has(rule)) answers.set(rule, plain ?? quoted!);
    else if (!/^(socle|fiable|complet):$/.test(line)) unreadable.push(line.trim());
  }
  return { answers, unreadable };
}

const sectionOf = (markdown: string, name: string): string =>
  markdown
    .split(/^## /m)
    .find(part => part.startsWith(`${name}\n`))
    ?.slice(name.length)
    .trim() ?? '';

function answerFaults(rule: string, answer: string, files: Folder['files']): string[] {
  if (rule === 'verified-live' && answer.startsWith('done'))
    return ATTESTED.test(answer) ? [] : ['verified-live is attested as « done: date, account »'];
  if (answer !== 'done') return /^(todo|exempt): .{3,}/.test(answer) ? [] : [`${rule}: « ${answer} » gives no reason`];
  const proof = PROOFS[rule];
  return proof && !proof(files) ? [`${rule} is said done, but ${WANTED[rule]}`] : [];
}

type Proof = (files: Folder['files']) => boolean;
const tests = (files: Folder['files']) => Object.entries(files).filter(([name]) => name.endsWith('.test.ts'));
const sits: Proof = files => tests(files).some(([, text]) => /^conformance\(/m.test(text));
const PROOFS: Record<string, Proof> = {
  'form-from-schema': files => /secret: true/.test(files['index.ts'] ?? '') && sits(files),
  'errors-classified': sits,
  'no-secret-in-log': sits,
  'resumable-pull': sits,
  'deletions-seen': sits,
  'translated-by-fixtures': files =>
    Object.keys(files).some(name => /^fixtures\/.+\.json$/.test(name)) &&
    tests(files).some(([, text]) => text.includes('fixtures/')),
  'webhook-verified': files => /timingSafeEqual/.test(files['webhook.ts'] ?? '') && sits(files),
  'limits-documented': files => sectionOf(files['README.md'] ?? '', 'Limits').length > 80,
};
const WANTED: Record<string, string> = {
  'form-from-schema': 'index.ts marks no secret, or no test calls conformance()',
  'errors-classified': 'no test calls conformance()',
  'no-secret-in-log': 'no test calls conformance()',
  'resumable-pull': 'no test calls conformance()',
  'deletions-seen': 'no test calls conformance()',
  'translated-by-fixtures': 'no fixtures/*.json is read by a test',
  'webhook-verified': 'webhook.ts compares no signature in constant time, or no test calls conformance()',
  'limits-documented': 'the section Limits is empty',
};

function readFolders(root: string): Folder[] {
  return readdirSync(root)
    .filter(name => statSync(join(root, name)).isDirectory())
    .map(kind => {
      const names = readdirSync(join(root, kind), { recursive: true, encoding: 'utf8' });
      const files = names.filter(name => statSync(join(root, kind, name)).isFile());
      return {
        kind,
        files: Object.fromEntries(files.map(name => [name, readFileSync(join(root, kind, name), 'utf8')])),
      };
    });
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../server/connectors');
  const registry = join(root, 'registry.ts');
  const found = faults(readFolders(root), existsSync(registry) ? readFileSync(registry, 'utf8') : '');
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
