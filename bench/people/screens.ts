// The week screens of everybody, from the hub as it runs (a process, a key) and from a bare server, in interleaved rounds.
import { semaineDe } from '#contract/calendrier.ts';
import { newApiKey } from '#platform/api-key-format.ts';
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import { freePort } from '../../server/testing/hub-process.ts';
import { load, type Target } from '../load.ts';
import { startNode, stopped, untilAnswers } from '../measure.ts';
import { lowestCpu, runRounds, verdict, wrongIn } from '../rounds.ts';
import { DERNIER_LUNDI } from './fill.ts';

const BOUND = 3;
const ROUNDS = 3;
const ASKED = { requests: 200, connections: 4 };
const semaine = semaineDe(DERNIER_LUNDI);
const HEURES = `/api/v1/heures/semaine?semaine=${semaine}`;
const PLANNING = `/api/v1/planning?semaine=${semaine}`;

/** Of the administrateur: everybody's hours, absences and reasons. */
async function makeReader(sql: Sql): Promise<string> {
  const secret = newApiKey();
  const id = newId();
  await sql`
    insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, created_at, expires_at, rate_limit_max,
      rate_limit_per_hour)
    select ${id}, ${id}, p.id, ${hashToken(secret)}, 'hbc_…', 'bench', '{heures:read,planning:read,variables-paie:read}', now(),
      now() + interval '1 day', 1000000, 1000000
    from personnes p where p.matricule = 'M0'`;
  return secret;
}

async function sizeOf({ origin, path, headers }: Target): Promise<string> {
  const answer = await fetch(origin + path, headers ? { headers } : {});
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return `${Math.round((await answer.arrayBuffer()).byteLength / 1000)} kB`;
}

/** Says whether both bounds were kept. */
export async function compareScreens(sql: Sql, place: { url: string; dir: string }): Promise<boolean> {
  const [port, barePort] = [await freePort(), await freePort()];
  const env = { DATABASE_URL: place.url, DATA_DIR: place.dir, HUB_LOG_LEVEL: 'warn', PORT: String(port) };
  const hub = startNode('server/main.ts', { env });
  await untilAnswers(`http://localhost:${port}/health/ready`);
  const headers = { authorization: `Bearer ${await makeReader(sql)}` };
  const args = [String(barePort), place.url, DERNIER_LUNDI, HEURES, PLANNING];
  const bare = startNode('bench/bare-week.mjs', { args });
  await untilAnswers(`http://127.0.0.1:${barePort}${PLANNING}`);
  const ofHub = (path: string): Target => ({ origin: `http://127.0.0.1:${port}`, path, headers, pid: hub.pid! });
  const ofBare = (path: string): Target => ({ origin: `http://127.0.0.1:${barePort}`, path, pid: bare.pid! });
  for (const path of [HEURES, PLANNING]) {
    console.log(`${path}: hub ${await sizeOf(ofHub(path))}, bare ${await sizeOf(ofBare(path))}`);
    for (const target of [ofHub(path), ofBare(path)]) await load(target, { requests: 50, connections: 4 });
  }
  console.log('');
  const rounds = await runRounds(ROUNDS, {
    'hub, heures': () => load(ofHub(HEURES), ASKED),
    'bare, heures': () => load(ofBare(HEURES), ASKED),
    'hub, planning': () => load(ofHub(PLANNING), ASKED),
    'bare, planning': () => load(ofBare(PLANNING), ASKED),
  });
  console.log('');
  const over = (name: 'heures' | 'planning') => lowestCpu(rounds[`hub, ${name}`]) / lowestCpu(rounds[`bare, ${name}`]);
  const kept = [
    verdict('CPU of the week of hours over the bare server’s', over('heures'), { most: BOUND }),
    verdict('CPU of the week of planning over the bare server’s', over('planning'), { most: BOUND }),
  ];
  await stopped(bare);
  await stopped(hub);
  return kept.every(Boolean) && wrongIn(rounds) === 0;
}
