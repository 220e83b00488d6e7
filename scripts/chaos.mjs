// `npm run chaos -- --rounds N --seed S`: hubs that die while they send hours to an ERP that loses answers, for as long as wanted.
// Tests of the kill family, with their rounds and their seed: workers that die at named points of a write, or in the middle of a page
// of a comparison, then two servers and two workers on one base that die at any moment.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000));
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  console.error('Usage : npm run chaos -- --rounds 200 --seed 42');
  process.exit(1);
}
console.log(`Chaos : ${rounds} tours, graine ${seed}.`);
const env = {
  ...process.env,
  CHAOS_ROUNDS: String(rounds),
  CHAOS_FLEET_ROUNDS: String(rounds),
  CHAOS_SEED: String(seed),
};
const files = [
  'server/exchange/exports/exports.kill.test.ts',
  'server/exchange/rapprochement/rapprochement.kill.test.ts',
  'server/exchange/exports/fleet.kill.test.ts',
];
const ran = spawnSync(
  'npx',
  ['vitest', 'run', '--project', 'kill', '--testTimeout', String(rounds * 60_000 + 300_000), ...files],
  {
    stdio: 'inherit',
    env,
  },
);
process.exit(ran.status ?? 1);
