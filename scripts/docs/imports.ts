// The import graph at the level of slices: if it stops being readable, the architecture did.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const EXCLUDED = '(node_modules|\\.test\\.|^server/testing|^server/demo|^web/dist|^web/vite)';
const COLLAPSED = '^(contract|web/(app|ui|lib|features)|server/(platform|domain/[^/]+|exchange/[^/]+))';

export function importsPage(): string {
  const cli = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = [
    '--config',
    '.dependency-cruiser.cjs',
    '--exclude',
    EXCLUDED,
    '--include-only',
    '^(contract|server|web)',
  ];
  const graph = execFileSync(
    process.execPath,
    [cli, ...options, '--collapse', COLLAPSED, '--output-type', 'mermaid', 'contract', 'server', 'web'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return `# Who imports whom\n\nWritten by \`npm run docs\`; the rules are in \`.dependency-cruiser.cjs\`.\n\n\`\`\`mermaid\n${graph.trim()}\n\`\`\`\n`;
}
