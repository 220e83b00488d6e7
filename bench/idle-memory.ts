// PSS of the idle hub and its embedded PostgreSQL. Bound (issue "1/5 The ground"): 250 MB.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { familyOf, printMachine, pssMiB, startNode, stopped, untilAnswers } from './measure.ts';

const BOUND_MB = 250;
const PORT = 3913;
const SETTLE_MS = 20_000;

const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const hub = startNode('server/main.ts', { env: { DATA_DIR: dir, PORT: String(PORT), HUB_LOG_LEVEL: 'warn' } });
await untilAnswers(`http://localhost:${PORT}/health/ready`);
await stopped(hub); // the first start loads communes and makes the base: an idle hub is one that was started again
const again = startNode('server/main.ts', { env: { DATA_DIR: dir, PORT: String(PORT), HUB_LOG_LEVEL: 'warn' } });
await untilAnswers(`http://localhost:${PORT}/health/ready`);
await wait(SETTLE_MS);

const rows = familyOf(again.pid!).map(pid => ({
  name: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 60),
  pss: pssMiB(pid) * 1.048576,
}));
const total = rows.reduce((sum, row) => sum + row.pss, 0);
printMachine();
console.log('\n| process | PSS MB |\n| --- | --- |');
for (const row of rows) console.log(`| ${row.name} | ${row.pss.toFixed(1)} |`);
console.log(`| **all** | **${total.toFixed(0)}** |`);
console.log(`\nIdle memory: ${total.toFixed(0)} MB (bound ${BOUND_MB}) ${total <= BOUND_MB ? 'kept' : 'EXCEEDED'}`);
await stopped(again);
rmSync(dir, { recursive: true, force: true });
process.exit(total <= BOUND_MB ? 0 : 1);
