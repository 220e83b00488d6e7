// What machines look for at fixed addresses: whom to tell of a weakness (RFC 9116), and which APIs are here (RFC 9727).
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../unit.ts';

/** `security_contact`: an e-mail address or a URL; the page of the API when the operator gave none. */
type WellKnown = { public_url: string; security_contact: string | undefined; clock: Clock };

const VALID_DAYS = 180;
const LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

export function mountWellKnown(server: FastifyInstance, { public_url, security_contact, clock }: WellKnown): void {
  const contact = contactOf(security_contact) ?? `${public_url}/api/docs`;
  server.get('/.well-known/security.txt', async (_request, reply) => {
    const expires = clock()
      .add({ hours: 24 * VALID_DAYS })
      .toString({ smallestUnit: 'second' });
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .send(
        [
          `Contact: ${contact}`,
          `Expires: ${expires}`,
          'Preferred-Languages: fr, en',
          `Canonical: ${public_url}/.well-known/security.txt`,
          '',
        ].join('\n'),
      );
  });
  const catalog = JSON.stringify(apiCatalog(public_url));
  server.get('/.well-known/api-catalog', async (_request, reply) =>
    reply
      .type(LINKSET)
      .headers({ 'cache-control': 'public, max-age=86400', link: '</.well-known/api-catalog>; rel="api-catalog"' })
      .send(catalog),
  );
}

/** Null for nothing. */
const contactOf = (given: string | undefined): string | null => {
  if (!given) return null;
  return given.includes(':') ? given : `mailto:${given}`;
};

const apiCatalog = (public_url: string) => ({
  linkset: [
    { anchor: `${public_url}/.well-known/api-catalog`, item: [{ href: `${public_url}/api/v1` }] },
    {
      anchor: `${public_url}/api/v1`,
      'service-desc': [{ href: `${public_url}/api/openapi.json`, type: 'application/json' }],
      'service-doc': [{ href: `${public_url}/api/docs`, type: 'text/html', hreflang: ['fr'] }],
      status: [{ href: `${public_url}/health/ready`, type: 'application/json' }],
    },
  ],
});
