import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { Chantier, CreateChantier, ListChantiers } from '#contract/chantier.ts';
import { ERRORS } from '#contract/errors.ts';
import { EVENTS } from '#contract/events.ts';
import { ById, pageOf } from '#contract/page.ts';
import { mountReference } from '../reference.ts';
import { route } from '../route.ts';
import { html } from './html.ts';

const common = { base: 'v1', tag: 'Chantiers', access: { scope: 'chantiers:read' } } as const;
const routes = [
  route({
    ...common,
    method: 'GET',
    path: '/chantiers',
    summary: 'Lister les chantiers',
    query: ListChantiers,
    reply: pageOf(Chantier),
    list: () => null as never,
  }),
  route({
    ...common,
    access: { scope: 'chantiers:write' },
    method: 'PATCH',
    path: '/chantiers/:id',
    summary: 'Modifier <un> chantier',
    params: ById,
    body: CreateChantier,
    versioned: true,
    reply: Chantier,
    handle: async () => null,
  }),
];
const server = Fastify();
mountReference(server, { routes, version: '1.2.3', public_url: 'https://hub.exemple.fr' });
const get = (url: string, headers = {}) => server.inject({ url, headers });

const PAGES = ['/api/docs', '/api/docs/droits', '/api/docs/erreurs', '/api/docs/evenements'];

test.each(PAGES)('%s takes nothing from elsewhere and runs no script', async path => {
  const { statusCode, headers, body } = await get(path);
  expect(statusCode).toBe(200);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/);
  expect(body).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:/i);
  const loaded = [...body.matchAll(/(?:src|<link[^>]+href)="([^"]+)"/g)].map(([, url]) => url);
  expect(loaded).toEqual(['/api/docs/style.css']);
});

test.each(PAGES)('every link of %s leads to an anchor or page that exists', async path => {
  const { body } = await get(path);
  const links = [...new Set([...body.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, url]) => url!))];
  expect(links.length).toBeGreaterThan(4);
  for (const link of links) {
    const [page, anchor] = link.split('#');
    const target = await get(page || path);
    expect(target.statusCode, link).toBe(200);
    if (anchor) expect(target.body, link).toContain(`id="${anchor}"`);
  }
});

test('each route has its anchor, and each v1 route its curl with a key', async () => {
  const { body } = await get('/api/docs');
  expect(body).toContain('id="getChantiers"');
  expect(body).toContain('id="patchChantiersById"');
  expect(body.match(/Authorization: Bearer \$HUB_KEY/g)).toHaveLength(2);
  expect(body).toContain('If-Match: &quot;1&quot;');
  expect(body).toContain('https://hub.exemple.fr/api/v1/chantiers');
});

test('text of the records is escaped', async () => {
  const { body } = await get('/api/docs');
  expect(body).toContain('Modifier &lt;un&gt; chantier');
  expect(html`<b>${'"<&\''}</b>`.html).toBe('<b>&quot;&lt;&amp;&#39;</b>');
});

test('every error code has the anchor that the type of a problem names', async () => {
  const { body } = await get('/api/docs/erreurs');
  for (const [code, { detail }] of Object.entries(ERRORS)) {
    expect(body).toContain(`id="${code}"`);
    expect(body).toContain(html`${detail}`.html);
  }
});

test('every event of the catalogue is there with its example', async () => {
  const { body } = await get('/api/docs/evenements');
  for (const [type, { title }] of Object.entries(EVENTS)) {
    expect(body).toContain(`id="${type}"`);
    expect(body).toContain(html`${title}`.html);
  }
});

test('a page that did not change is not sent twice', async () => {
  const { headers } = await get('/api/openapi.json');
  const again = await get('/api/openapi.json', { 'if-none-match': headers.etag });
  expect(again.statusCode).toBe(304);
  expect(again.body).toBe('');
});
