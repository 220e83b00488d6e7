// Machines that sign what they post: the signature is over the bytes, so the bytes stay as they came.
import type { FastifyInstance, FastifyRequest } from 'fastify';

export function takeRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** Names in lower case; of a header sent twice, the values joined as Node joins them. */
export function headersOf(request: FastifyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
