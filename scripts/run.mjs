// npm run backup, restore, admin-link, check:config: the script named first, on the Node that the project carries.
// Installs what is missing, because a restore may be the first thing ever run in a clone. Runs on Node 20.
import { CLONE, ensurePackages, findNode, Refused, refuseOldNode, run } from './setup.mjs';

const say = line => process.stderr.write(`${line}\n`);
const [script, ...args] = process.argv.slice(2);

try {
  refuseOldNode();
  await ensurePackages({ dev: false, say });
  const { code } = await run(findNode(), [`${CLONE}/scripts/${script}`, ...args]);
  process.exitCode = typeof code === 'number' ? code : 1;
} catch (error) {
  say(error instanceof Refused ? error.message : error.stack);
  process.exitCode = 1;
}
