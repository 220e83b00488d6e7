import Fastify from 'fastify';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { Chantier, CreateChantier, ListChantiers } from '#contract/chantier.ts';
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { EVENTS } from '#contract/events.ts';
import { ById, pageOf } from '#contract/page.ts';
import { typeOf } from '../problem.ts';
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
mountReference(server, {
  routes,
  version: '1.2.3',
  public_url: 'https://hub.exemple.fr',
  clock: () => Temporal.Instant.from('2026-11-23T08:00:00Z'),
});
const get = (url: string, headers = {}) => server.inject({ url, headers });

const PAGES = [
  '/api/docs',
  '/api/docs/droits',
  '/api/docs/erreurs',
  '/api/docs/erreurs/chantier.not_found',
  '/api/docs/evenements',
];

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

test('the type of every problem leads to a page, in French and in English; only a registered one leaves the hub', async () => {
  const table = (await get('/api/docs/erreurs')).body;
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const { detail, titre_en, detail_en } = ERRORS[code];
    expect(table).toContain(`id="${code}"`);
    const type = typeOf(code);
    const { statusCode, body } = await get(type.startsWith('/') ? type : `/api/docs/erreurs/${code}`);
    expect(statusCode, type).toBe(200);
    for (const text of [code, detail, titre_en, detail_en]) expect(body).toContain(html`${text}`.html);
    if (!type.startsWith('/')) expect(type).toMatch(/^https:\/\/iana\.org\/assignments\/http-problem-types#/);
  }
});

test('security.txt names a contact and ends in less than a year; the catalogue leads to the document', async () => {
  const { body, headers } = await get('/.well-known/security.txt');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  const said = Object.fromEntries(
    body
      .trim()
      .split('\n')
      .map(line => line.split(/: (.*)/, 2)),
  );
  expect(said['Contact']).toBe('https://hub.exemple.fr/api/docs');
  expect(said['Expires']).toBe('2027-05-22T08:00:00Z');
  expect(said['Canonical']).toBe('https://hub.exemple.fr/.well-known/security.txt');
  const catalog = await get('/.well-known/api-catalog');
  expect(catalog.headers['content-type']).toContain('application/linkset+json');
  const [, api] = catalog.json().linkset;
  expect((await get(new URL(api['service-desc'][0].href).pathname)).json().openapi).toBe('3.1.0');
  expect((await get(new URL(api['service-doc'][0].href).pathname)).statusCode).toBe(200);
});

test('an address given by the operator is the contact', async () => {
  for (const [given, contact] of [
    ['securite@exemple.fr', 'mailto:securite@exemple.fr'],
    ['https://exemple.fr/securite', 'https://exemple.fr/securite'],
  ]) {
    const other = Fastify();
    mountReference(other, {
      routes,
      version: '1',
      public_url: '',
      security_contact: given,
      clock: Temporal.Now.instant,
    });
    expect((await other.inject('/.well-known/security.txt')).body).toContain(`Contact: ${contact}\n`);
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
