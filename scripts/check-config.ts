// npm run check:config: what the hub would run with, secrets hidden; exit code 1 and one line when it is refused.
import { fileURLToPath } from 'node:url';
import { listSettings, readConfig } from '#platform/config.ts';
import { StartRefused } from '#platform/start-refused.ts';

try {
  const config = readConfig(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, ''));
  for (const { name, secret } of listSettings()) {
    const value = config[name as keyof typeof config];
    console.log(`${name}=${value === undefined ? '' : secret ? '***' : String(value)}`);
  }
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  console.error(error.message);
  process.exit(1);
}
