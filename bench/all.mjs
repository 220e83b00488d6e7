// `npm run bench`: every bench, one after the other, whatever the one before said; leaves with 1 when a bound was missed.
// What the hub is compared with (bench/peers) is installed here and nowhere else.
import { spawnSync } from 'node:child_process';

const BENCHES = [
  'list-chantiers',
  'verify-key',
  'memory',
  'idle-memory',
  'import-chantiers',
  'import-tryton',
  'people-at-work',
  'lay-down-hours',
  'send-hours',
  'compare-hours',
];
const run = (command, args, options = {}) => spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0;

if (!run('npm', ['ci', '--silent'], { cwd: new URL('peers/', import.meta.url) })) process.exit(1);
const missed = BENCHES.filter(name => {
  console.log(`\n## bench/${name}.ts`);
  return !run(process.execPath, [`bench/${name}.ts`]);
});
console.log(missed.length === 0 ? '\nAll bounds kept.' : `\nMissed: ${missed.join(', ')}`);
process.exit(missed.length === 0 ? 0 : 1);
