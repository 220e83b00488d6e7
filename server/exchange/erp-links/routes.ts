import {
  ConnectErpLink,
  ErpAccountSeen,
  ErpLink,
  ListConnecteurs,
  ListErpLinks,
  ReconnectErpLink,
  TestErpLink,
  UpdateErpLink,
} from '#contract/erp-link.ts';
import { ById } from '#contract/page.ts';
import { Answer, type AnyRoute, type Input, route } from '#platform/http/route.ts';
import { pauseLink, retireLink, updateLink } from './change-link.ts';
import { ASKING_ERRORS } from './check-account.ts';
import { connectLink, testLink } from './connect-link.ts';
import { connecteursOf } from './describe-connectors.ts';
import type { LinkDeps } from './link-row.ts';
import { reconnectLink, resumeLink } from './reconnect-link.ts';
import { erpLinkTopic } from './rules.ts';
import { listErpLinks, readErpLink } from './sql.ts';

const read = {
  base: 'v1',
  tag: 'ERP',
  access: { scope: 'erp:read' },
  roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
} as const;
/** Credentials are handled by a person who has just signed in: a key that leaks must not reach those of the ERP. */
const secrets = {
  base: 'v1',
  tag: 'ERP',
  access: 'account',
  fresh_sign_in: true,
  roles: ['administrateur'],
} as const;
const write = { base: 'v1', tag: 'ERP', access: { scope: 'erp:write' }, roles: ['administrateur'] } as const;

const connected = (link: ErpLink) => new Answer(link, { location: `/api/v1/erp-links/${link.id}` });

type Aimed = Pick<Input<{ id: string }>, 'params'>;

export const routes = (deps: LinkDeps): AnyRoute[] => [
  ...reads(deps),
  ...asking(deps),
  ...mending(deps),
  ...changes(deps),
];

const reads = (deps: LinkDeps): AnyRoute[] => [
  route({
    ...read,
    method: 'GET',
    path: '/erp-links',
    summary: 'Lister les connexions ERP',
    reply: ListErpLinks,
    read: (_input, at) => listErpLinks({ ...at, public_url: deps.public_url }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/erp-links/:id',
    summary: 'Lire une connexion ERP',
    params: ById,
    reply: ErpLink,
    read: ({ params }, at) => readErpLink({ ...at, public_url: deps.public_url }, params.id),
    absent: 'erp_link.not_found',
  }),
  route({
    ...read,
    method: 'GET',
    path: '/erp-links/:id/flux',
    kind: 'events',
    summary: 'Suivre une connexion ERP',
    params: ById,
    reply: ErpLink,
    stream: ({ params }, at) => readErpLink({ ...at, public_url: deps.public_url }, params.id),
    topic: ({ params }: Aimed) => erpLinkTopic(params.id),
    absent: 'erp_link.not_found',
  }),
];

const asking = (deps: LinkDeps): AnyRoute[] => [
  route({
    ...read,
    method: 'GET',
    path: '/connecteurs',
    summary: 'Lister les ERP que le hub sait joindre',
    reply: ListConnecteurs,
    read: (_input, { sql }) => {
      const body = JSON.stringify({ items: connecteursOf(deps.connectors) });
      return sql`select ${body}::text as body, null::integer as version`;
    },
  }),
  route({
    ...secrets,
    method: 'POST',
    path: '/erp-links/test',
    summary: 'Essayer un accès à un ERP, sans rien enregistrer',
    body: TestErpLink,
    reply: ErpAccountSeen,
    status: 200,
    errors: ASKING_ERRORS,
    outside: ({ body }) => testLink(deps, body),
  }),
  route({
    ...secrets,
    method: 'POST',
    path: '/erp-links',
    summary: 'Connecter un ERP',
    idempotent: true,
    body: ConnectErpLink,
    reply: ErpLink,
    status: 201,
    errors: ['erp_link.already_connected', ...ASKING_ERRORS],
    outside: async ({ body, request, once }, actor) =>
      connected(await connectLink(deps, body, { actor, request, once: (unit, work) => once(unit, work, connected) })),
  }),
];

const mending = (deps: LinkDeps): AnyRoute[] => [
  route({
    ...secrets,
    method: 'POST',
    path: '/erp-links/:id/reconnexion',
    summary: 'Donner de nouveaux accès à une connexion ERP',
    params: ById,
    body: ReconnectErpLink,
    reply: ErpLink,
    status: 200,
    errors: ['erp_link.not_found', 'erp_link.already_connected', ...ASKING_ERRORS],
    outside: ({ params, body, request }, actor) => reconnectLink(deps, { ...body, id: params.id }, { actor, request }),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/erp-links/:id/reprise',
    summary: 'Reprendre une connexion ERP',
    params: ById,
    reply: ErpLink,
    status: 200,
    errors: ['erp_link.not_found', ...ASKING_ERRORS],
    outside: ({ params, request }, actor) => resumeLink(deps, params.id, { actor, request }),
  }),
];

const changes = (deps: LinkDeps): AnyRoute[] => [
  route({
    ...write,
    method: 'PATCH',
    path: '/erp-links/:id',
    summary: 'Modifier une connexion ERP',
    params: ById,
    body: UpdateErpLink,
    reply: ErpLink,
    versioned: true,
    errors: ['erp_link.not_found'],
    handle: (unit, { params, body, version }) => updateLink(unit, { ...body, id: params.id, version }, deps),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/erp-links/:id/pause',
    summary: 'Mettre une connexion ERP en pause',
    params: ById,
    reply: ErpLink,
    status: 200,
    errors: ['erp_link.not_found', 'erp_link.not_ready'],
    handle: (unit, { params }) => pauseLink(unit, params.id, deps),
  }),
  route({
    ...secrets,
    method: 'DELETE',
    path: '/erp-links/:id',
    summary: 'Retirer une connexion ERP',
    params: ById,
    errors: ['erp_link.not_found'],
    handle: (unit, { params }) => retireLink(unit, params.id),
  }),
];
