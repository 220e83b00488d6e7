// npm run dev: the hub restarts when its sources change, the web app reloads by itself on http://localhost:5173.
import { spawn } from 'node:child_process';
import { CLONE, ensurePackages, findNode, Refused, refuseOldNode } from './setup.mjs';

const say = line => process.stderr.write(`${line}\n`);
const children = [];

async function main() {
  refuseOldNode();
  await ensurePackages({ dev: true, say });
  const node = findNode();
  const watch = ['--watch-path=server', '--watch-path=contract', '--watch-preserve-output'];
  for (const args of [
    [...watch, 'server/main.ts', ...process.argv.slice(2)],
    ['node_modules/vite/bin/vite.js', '--config', 'web/vite.config.ts'],
  ])
    children.push(spawn(node, args, { cwd: CLONE, stdio: 'inherit' }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopAll(signal));
  for (const child of children) {
    child.once('exit', code => {
      stopAll('SIGTERM');
      process.exitCode ??= code ?? 0;
    });
  }
}

function stopAll(signal) {
  for (const child of children) if (child.exitCode === null) child.kill(signal);
}

main().catch(error => {
  say(error instanceof Refused ? error.message : error.stack);
  process.exitCode = 1;
});
