// npm start: installs and builds what is missing, then runs the hub on Node 24. Runs on Node 20, needs no package.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { CLONE, ensurePackages, ensureWeb, findNode, Refused, refuseOldNode } from './setup.mjs';

const PARENT = process.ppid;
/** Compiled code kept on disk spares the hub the stripping of types, a fifth of its start. */
const COMPILED = { NODE_COMPILE_CACHE: `${CLONE}/.cache/compiled`, ...process.env };
let hub = null;

const say = line => process.stderr.write(`${line}\n`);

async function main() {
  refuseOldNode();
  if (process.env.npm_lifecycle_event === 'start') setInterval(stopWithNpm, 500).unref();
  await ensurePackages({ dev: false, say });
  const node = findNode();
  await ensureWeb({ node, say });
  runHub(node, process.argv.slice(2));
}

function runHub(node, args) {
  // Should this process be killed outright, the kernel tells the hub, which then stops as if asked to.
  const tie = ['setpriv', '--pdeathsig', 'TERM', '--'];
  const tied = spawnSync(tie[0], [...tie.slice(1), 'true']).status === 0;
  const [program, ...rest] = [...(tied ? tie : []), node, `${CLONE}/server/main.ts`, ...args];
  const child = spawn(program, rest, { cwd: CLONE, env: COMPILED, stdio: 'inherit' });
  hub = child;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  child.once('error', error => {
    say(`Le hub ne démarre pas : ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** A killed npm tells nobody (package.json's `exec` makes it our parent): the hub would go on with no one to stop it. */
function stopWithNpm() {
  if (process.ppid === PARENT) return;
  if (hub === null) process.exit(1);
  hub.kill('SIGTERM');
}

main().catch(error => {
  say(error instanceof Refused ? error.message : error.stack);
  process.exit(1);
});
