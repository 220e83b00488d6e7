// Reads the configuration, starts, says where it is, stops.
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readConfig } from '#platform/config.ts';
import { StartRefused } from '#platform/start-refused.ts';
import { startHub } from './start-hub.ts';

const CLONE = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** The first look of each job is over by then. */
const SETTLED_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), CLONE);
  const hub = await startHub(config);
  let asked = false;
  const stop = async (code: number) => {
    if (asked) return;
    asked = true;
    await hub.stop().catch(error => hub.log.error('stop failed', { error }));
    process.exit(code);
  };
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGINT', () => void stop(0));
  process.on('uncaughtException', error => {
    hub.log.error('uncaught', { 'event.action': 'crash', error });
    void stop(1);
  });
  setTimeout(giveBackMemory, SETTLED_MS).unref();
}

/** Starting leaves a heap three times what is alive, which an idle V8 would keep: it must fit in 250 MB with its database. */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NonNullable<typeof gc>;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

main().catch((error: unknown) => {
  const line = error instanceof StartRefused ? error.message : String((error as Error)?.stack ?? error);
  process.stderr.write(`${line}\n`);
  process.exit(1);
});
