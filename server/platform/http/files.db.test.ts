// Reads that PostgreSQL alone does not finish: a pure step over what it gave, and replies that are files.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bearer } from '#exchange/api-keys/index.ts';
import { testApp } from '#testing/app.ts';
import { writePdf, writeTable } from '../pdf/write-pdf.ts';
import { keepReplies } from '../reads/kept-replies.ts';
import { makeOpenApi } from './openapi/document.ts';
import { route } from './route.ts';
import { makeServer } from './server.ts';

const hub = await testApp();
let written = 0;
const common = { base: 'v1', tag: 'Essai', access: 'identified', method: 'GET' } as const;
const reply = z.strictObject({ nom: z.string().max(20), double: z.int() });
const shape = ({ nom, n }: { nom: string; n: number }) => ({ nom, double: n * 2 });
const laid = route({
  ...common,
  path: '/pose',
  summary: 'Lire',
  reply,
  read: (_input, { sql }) => sql`select '{"nom":"Łukasz","n":21}' as body, '7-ab' as version`,
  shape,
});
const file = route({
  ...common,
  path: '/fichier',
  summary: 'Lire le PDF',
  reply,
  read: (_input, { sql }) => sql`select '{"nom":"Łukasz","n":21}' as body, '7-ab' as version`,
  shape,
  produces: 'application/pdf',
  write: async ({ nom, double }: z.infer<typeof reply>) => {
    written += 1;
    const bytes = await writePdf({ titre: nom, at: '2026-11-23T08:00:00.000Z' }, page =>
      writeTable(
        page,
        [{ titre: 'Total', largeur: 100 }],
        Array.from({ length: 80 }, () => [String(double)]),
      ),
    );
    return { bytes, nom: 'essai.pdf' };
  },
});
const server = makeServer({
  ...hub.ground,
  inUnit: hub.app.inUnit,
  routes: [laid, file],
  kept: keepReplies({ max_bytes: 0 }),
  cursors: { seal: () => '', open: () => ({ key: '', id: '' }) },
  schemes: { cookie_name: 'none', cookie: async () => null, bearer: { hbc_: bearer() } },
  seen: () => {},
});
const admin = await hub.jwt(await hub.person({ role: 'administrateur' }));
const key = await hub.key(admin, ['read']);
const get = (url: string, headers = {}) =>
  server.inject({ method: 'GET', url, headers: { host: 'localhost', ...key.headers, ...headers } });

test('what is laid over a read is what is sent, held against its schema and cut by fields', async () => {
  expect((await get('/api/v1/pose')).json()).toEqual({ nom: 'Łukasz', double: 42 });
  expect((await get('/api/v1/pose?fields=double')).json()).toEqual({ double: 42 });
});

test('a file comes with its type and name, and is the same bytes each time', async () => {
  const [one, two] = [await get('/api/v1/fichier'), await get('/api/v1/fichier')];
  expect(one.headers['content-type']).toBe('application/pdf');
  expect(one.headers['content-disposition']).toBe('attachment; filename="essai.pdf"');
  expect(one.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect(one.rawPayload.equals(two.rawPayload)).toBe(true);
});

test('a file that the caller has already is not written again, and has no fields to choose from', async () => {
  const before = written;
  const answer = await get('/api/v1/fichier', { 'if-none-match': '"7-ab"' });
  expect([answer.statusCode, answer.body, written]).toEqual([304, '', before]);
  expect((await get('/api/v1/fichier?fields=nom')).statusCode).toBe(400);
});

test('the document names the type of a file', () => {
  const { paths } = makeOpenApi([file], { version: '1', public_url: 'http://localhost' });
  expect(paths['/api/v1/fichier']!['get']!.responses['200']!['content']).toEqual({ 'application/pdf': {} });
});
