// Starts the simulator as a process of its own; one line of JSON on standard output says that it is ready.
import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';
import { DEMO_KEY } from './world.ts';

const PARENT_MS = 500;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      store: { type: 'string' },
      seed: { type: 'string', default: '42' },
      chantiers: { type: 'string', default: '240' },
      profile: { type: 'string', default: '' },
      key: { type: 'string', multiple: true },
      'clock-speed': { type: 'string', default: '1' },
      clock: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const simulator = await startSimulator({
    port: numberOf(values.port, 0, 65_535),
    controlPort: numberOf(values['control-port'], 0, 65_535),
    store: values.store ?? null,
    seed: numberOf(values.seed, 0, 2 ** 32),
    chantiers: numberOf(values.chantiers, 0, 50_000),
    profiles: values.profile.split(',').filter(name => name !== ''),
    keys: (values.key ?? [DEMO_KEY]).map(keyOf),
    clockSpeed: numberOf(values['clock-speed'], 1, 10_000),
    start: values.clock ?? null,
  });
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', end).once('SIGINT', end);
  if (values['with-parent']) endWithParent(end);
  process.stdout.write(`${JSON.stringify({ port: simulator.port, control_port: simulator.controlPort })}\n`);
}

function numberOf(text: string, low: number, high: number): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < low || value > high) {
    throw new Error(`« ${text} » : un entier de ${low} à ${high} est attendu`);
  }
  return value;
}

/** `secret`, or `secret:account` for another customer. */
function keyOf(text: string): { secret: string; account: string } {
  const [secret = '', account = 'demo'] = text.split(':');
  return { secret, account };
}

/** A test that is killed leaves no simulator behind. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), PARENT_MS).unref();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
