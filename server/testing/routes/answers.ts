// What a route answers when nobody listens on a socket: whole answers, and the first words of streams.
import type { LightMyRequestResponse } from 'fastify';

type Request = {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string;
  payloadAsStream?: boolean;
  remoteAddress?: string;
};
export type Inject = (request: Request) => Promise<LightMyRequestResponse>;

/** An answer, of a stream its first event: it has no end to wait for. */
export async function answerOf(inject: Inject, request: Request): Promise<LightMyRequestResponse> {
  const answer = await inject({ ...request, payloadAsStream: true });
  const streams = String(answer.headers['content-type']).startsWith('text/event-stream');
  let body = '';
  for await (const chunk of answer.stream()) {
    body += String(chunk);
    if (streams && body.includes('event: ')) break;
  }
  // Nobody listens any more: its place is free for the next one.
  if (streams) answer.raw.res.destroy();
  const { statusCode, headers, cookies } = answer;
  return { statusCode, headers, cookies, body, json: () => JSON.parse(body) } as unknown as LightMyRequestResponse;
}
