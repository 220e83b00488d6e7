// npm start: installs and builds what is missing, then runs the hub on Node 24. Runs on Node 20, needs no package.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CLONE, ensurePackages, ensureWeb, findNode, Refused, refuseOldNode } from './setup.mjs';

const say = line => process.stderr.write(`${line}\n`);

async function main() {
  refuseOldNode();
  await ensurePackages({ dev: false, say });
  const node = findNode();
  await ensureWeb({ node, say });
  runHub(node, process.argv.slice(2));
}

function runHub(node, args) {
  const child = spawn(node, [`${CLONE}/server/main.ts`, ...args], { cwd: CLONE, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  // A killed npm tells us nothing: without this the hub would go on with nobody to stop it.
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event === 'start') setInterval(orphaned, 500).unref();
  child.once('error', error => {
    say(`Le hub ne démarre pas : ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

main().catch(error => {
  say(error instanceof Refused ? error.message : error.stack);
  process.exit(1);
});
