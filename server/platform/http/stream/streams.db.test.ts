import { beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ById } from '#contract/page.ts';
import { bearer } from '#exchange/api-keys/index.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { atTheEnd } from '#testing/endings.ts';
import { makeChantier } from '#testing/make.ts';
import { keepReplies } from '../../reads/kept-replies.ts';
import { SYSTEM } from '../../unit.ts';
import { route } from '../route.ts';
import { makeServer } from '../server.ts';
import type { Times } from './pump.ts';
import { PER_PERSON } from './slots.ts';

const suivi = route({
  kind: 'events',
  method: 'GET',
  base: 'v1',
  path: '/suivi/:id',
  tag: 'Essai',
  summary: 'Suivre',
  access: { scope: 'chantiers:read' },
  params: ById,
  reply: z.strictObject({ nom: z.string(), lignes: z.array(z.strictObject({ n: z.int() })) }),
  absent: 'chantier.not_found',
  topic: ({ params }) => `essai ${params.id}`,
  // json_agg breaks its lines between rows: what a stream must not do.
  stream: ({ params }, { sql }) => sql`
    select json_build_object('nom', c.nom, 'lignes', (select json_agg(l) from (values (1), (2)) l(n)))::text as body, c.version
    from chantiers_visibles(acteur.personne_id, acteur.voit_tout) c where c.id = ${params.id}`,
});

let hub: TestApp;
let as: Caller & { id: string };
let id: string;

beforeAll(async () => {
  hub = await testApp();
});
beforeEach(async () => {
  as = await hub.key(await hub.jwt(await hub.person({ role: 'administrateur' })), ['chantiers:read']);
  id = (await makeChantier(hub.db.sql, { nom: 'Premier' })).id;
});

const QUICK: Times = { gap_ms: 20, beat_ms: 60_000, life_ms: 60_000 };

async function serve(stream_times: Times = QUICK) {
  const server = makeServer({
    ...hub.ground,
    inUnit: hub.app.inUnit,
    routes: [suivi],
    stream_times,
    kept: keepReplies({ max_bytes: 0 }),
    cursors: { seal: () => '', open: () => ({ key: '', id: '' }) },
    schemes: { cookie_name: 'none', cookie: async () => null, bearer: { hbc_: bearer() } },
    seen: () => {},
  });
  const origin = (await server.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost');
  atTheEnd(() => server.close());
  return { server, url: (of = id) => `${origin}/api/v1/suivi/${of}` };
}

type Said = { event: string; id: string | null; data: { nom?: string; code?: string } };

/** An open stream, as a browser reads it (HTML standard §9.2.6). */
async function follow(url: string, caller: Caller = as) {
  const cut = new AbortController();
  const answer = await fetch(url, { headers: caller.headers, signal: cut.signal });
  const said: Said[] = [];
  const state = { ended: false, beats: 0, text: '' };
  const reading = (async () => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      state.text += chunk;
      const blocks = state.text.split('\n\n');
      state.text = blocks.pop()!;
      for (const block of blocks) {
        const fields = block.split('\n').map(line => line.split(/: ?(.*)/s) as [string, string]);
        const all = (name: string) => fields.filter(([key]) => key === name).map(([, value]) => value);
        if (block.startsWith(':')) state.beats += 1;
        else if (all('event')[0])
          said.push({ event: all('event')[0]!, id: all('id')[0] ?? null, data: JSON.parse(all('data').join('\n')) });
      }
    }
    state.ended = true;
  })().catch(() => {
    state.ended = true;
  });
  atTheEnd(() => cut.abort());
  const until = (reached: () => boolean) => expect.poll(reached, { timeout: 8_000, interval: 5 }).toBe(true);
  return { answer, said, state, until, reading, cut: () => cut.abort(), names: () => said.map(({ data }) => data.nom) };
}

const rename = (nom: string, { tell = true } = {}) =>
  hub.app.inUnit(SYSTEM, async unit => {
    await unit.sql`update chantiers set nom = ${nom} where id = ${id}`;
    if (tell) await unit.tell(`essai ${id}`);
  });

test('says the state on opening, then each change that is told, in whole lines', async () => {
  const { url } = await serve();
  const stream = await follow(url());
  expect(stream.answer.status).toBe(200);
  expect(stream.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.answer.headers.get('cache-control')).toContain('no-store');
  expect(stream.answer.headers.get('x-content-type-options')).toBe('nosniff');
  await stream.until(() => stream.said.length === 1);
  expect(stream.said[0]).toEqual({ event: 'etat', id: '"1"', data: { nom: 'Premier', lignes: [{ n: 1 }, { n: 2 }] } });
  await rename('Deuxième');
  await stream.until(() => stream.said.length === 2);
  expect(stream.said[1]).toMatchObject({ id: '"2"', data: { nom: 'Deuxième' } });
});

test('what is told without a change is not said again', async () => {
  const { url } = await serve();
  const stream = await follow(url());
  const reads = () => hub.db.statements.filter(text => text.includes('lignes')).length;
  await stream.until(() => stream.said.length === 1);
  const before = reads();
  await hub.app.inUnit(SYSTEM, unit => unit.tell(`essai ${id}`));
  await stream.until(() => reads() > before);
  await rename('Autre');
  await stream.until(() => stream.names().includes('Autre'));
  expect(stream.names()).toEqual(['Premier', 'Autre']);
});

test('many changes are read few times, and the last state is always said', async () => {
  const { url } = await serve({ ...QUICK, gap_ms: 150 });
  const stream = await follow(url());
  const before = hub.db.statements.length;
  for (let n = 1; n <= 60; n += 1) await rename(`Nom ${n}`);
  await stream.until(() => stream.names().includes('Nom 60'));
  const reads = hub.db.statements.slice(before).filter(text => text.includes('lignes'));
  expect(reads.length).toBeLessThan(30);
  expect(stream.said.length).toBeLessThan(31);
});

test('a topic told twice in one unit is one statement', async () => {
  const before = hub.db.statements.length;
  await hub.app.inUnit(SYSTEM, async unit => {
    await unit.tell('a');
    await unit.tell('a');
    await unit.tell('b');
  });
  expect(hub.db.statements.slice(before).filter(text => text.includes('pg_notify'))).toHaveLength(2);
});

test('a unit that is undone tells nothing', async () => {
  const { url } = await serve();
  const stream = await follow(url());
  await rename('Jamais dit', { tell: false });
  const undone = hub.app.inUnit(SYSTEM, async unit => {
    await unit.tell(`essai ${id}`);
    throw new Error('annulé');
  });
  await expect(undone).rejects.toThrow('annulé');
  await rename('Dit');
  await stream.until(() => stream.names().includes('Dit'));
  expect(stream.names()).not.toContain('Jamais dit');
});

test('a credential revoked meanwhile ends the stream at the next change, for good', async () => {
  const { url } = await serve();
  const stream = await follow(url());
  await stream.until(() => stream.said.length === 1);
  await hub.db.sql`update api_keys set revoked_at = now() where id = ${as.id}`;
  await rename('Secret');
  await stream.until(() => stream.state.ended);
  expect(stream.said.at(-1)).toEqual({ event: 'fin', id: null, data: { code: 'unauthenticated' } });
  expect(stream.names()).not.toContain('Secret');
});

test('what is followed and is gone ends the stream for good', async () => {
  const { url } = await serve();
  const stream = await follow(url());
  await hub.app.inUnit(SYSTEM, async unit => {
    await unit.sql`update chantiers set deleted_at = now() where id = ${id}`;
    await unit.tell(`essai ${id}`);
  });
  await stream.until(() => stream.state.ended);
  expect(stream.said.at(-1)).toMatchObject({ event: 'fin', data: { code: 'chantier.not_found' } });
});

test('a stranger gets 401, an unknown object 404, a key without the scope 403: problems, no stream', async () => {
  const { url } = await serve();
  const ask = async (to: string, headers: Record<string, string>) => {
    const answer = await fetch(to, { headers });
    return [answer.status, answer.headers.get('content-type')];
  };
  const problem = 'application/problem+json; charset=utf-8';
  expect(await ask(url(), {})).toEqual([401, problem]);
  expect(await ask(url('pas-un-id'), {})).toEqual([401, problem]);
  expect(await ask(url('pas-un-id'), as.headers)).toEqual([400, problem]);
  expect(await ask(url('0199c8f0-6f4a-7000-8000-00000000dead'), as.headers)).toEqual([404, problem]);
  const other = await hub.key(await hub.jwt(await hub.person({ role: 'administrateur' })), ['personnes:read']);
  expect(await ask(url(), other.headers)).toEqual([403, problem]);
});

test('one person has six streams at most; a place is free again as soon as one is closed', async () => {
  const { url } = await serve();
  const streams = await Promise.all(Array.from({ length: PER_PERSON }, () => follow(url())));
  expect(streams.map(({ answer }) => answer.status)).toEqual(Array(PER_PERSON).fill(200));
  const refused = await fetch(url(), { headers: as.headers });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  streams[0]!.cut();
  await expect.poll(async () => (await follow(url())).answer.status, { timeout: 8_000 }).toBe(200);
});

test('what changed while the line to the database was cut is read when it is back', async () => {
  const { url } = await serve();
  const stream = await follow(url());
  const before = hub.ground.presence.id;
  await rename('Pendant la coupure', { tell: false });
  const cut = await hub.db.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'hub-chantier-presence' and datname = current_database()`;
  expect(cut.length).toBe(1);
  await stream.until(() => stream.names().includes('Pendant la coupure'));
  expect(hub.ground.presence.id).not.toBe(before);
  await rename('Et après');
  await stream.until(() => stream.names().includes('Et après'));
});

test('a quiet stream gives signs of life, and is opened anew when its time is over', async () => {
  const { url } = await serve({ gap_ms: 20, beat_ms: 30, life_ms: 60_000 });
  const stream = await follow(url());
  await stream.until(() => stream.state.beats > 2);
  expect(stream.said).toHaveLength(1);
  const short = await serve({ ...QUICK, life_ms: 50 });
  const ended = await follow(short.url());
  await ended.until(() => ended.state.ended);
  expect(ended.said.map(({ event }) => event)).toEqual(['etat']);
});

test('a hub that stops ends its streams, and asks nobody to stay away', async () => {
  const { url, server } = await serve();
  const stream = await follow(url());
  await stream.until(() => stream.said.length === 1);
  await server.close();
  await stream.until(() => stream.state.ended);
  expect(stream.said.map(({ event }) => event)).toEqual(['etat']);
});
