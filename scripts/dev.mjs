// npm run dev: the hub restarts when its sources change, the web app reloads by itself on http://localhost:5173.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (command, args) => spawn(command, args, { cwd: root, stdio: 'inherit' });

const children = [
  run('node', [
    '--watch-path=server',
    '--watch-path=contract',
    '--watch-preserve-output',
    'server/main.ts',
    ...process.argv.slice(2),
  ]),
  run('vite', ['--config', 'web/vite.config.ts']),
];
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
for (const child of children) {
  child.on('exit', code => {
    for (const other of children) if (other.exitCode === null) other.kill('SIGTERM');
    process.exitCode ??= code ?? 0;
  });
}
