// npm run admin-link [-- identifiant]: a new one-time sign-in link for an administrateur. The hub may be running.
import { Temporal } from 'temporal-polyfill';
import { formatLongInstant } from '#contract/dates.ts';
import { adminLink } from '#exchange/sessions/index.ts';
import { refuseUnmade } from '#platform/db/base.ts';
import { refuseHalfRestored } from '#platform/db/restore.ts';
import { makeLog } from '#platform/log.ts';
import { makeInUnit } from '#platform/unit.ts';
import { command, openBase } from './open-base.ts';

const demo = process.argv.includes('--demo');
const [identifiant] = process.argv.slice(2).filter(argument => argument !== '--demo');

await command(async () => {
  const base = await openBase(demo ? ['--demo'] : []);
  try {
    await refuseHalfRestored(base.sql);
    await refuseUnmade(base.sql);
    const noJobs = () => () => Promise.reject(new Error('a command asks for no job'));
    const log = makeLog({ level: 'silent' });
    const inUnit = makeInUnit({ sql: base.sql, clock: () => Temporal.Now.instant(), log, enqueueIn: noJobs });
    const public_url = base.config.HUB_PUBLIC_URL ?? `http://localhost:${base.config.PORT}`;
    const { url, expires_at } = await adminLink({ inUnit, public_url }, identifiant);
    const until = formatLongInstant(Date.parse(expires_at));
    console.log(`Lien de connexion, valable une fois jusqu’au ${until} :\n${url}`);
  } finally {
    await base.close();
  }
});
