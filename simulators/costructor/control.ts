// The other port: what a test, or a person giving a demonstration, does to the simulator. Never part of the ERP.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { CHANTIERS } from './control/chantiers.ts';
import { MACHINE } from './control/machine.ts';
import { type ControlCall, type ControlRoute, Refusal } from './control/route.ts';
import { WEBHOOKS } from './control/webhooks.ts';
import type { World } from './world.ts';

const MOST_BYTES = 2_000_000;
const ROUTES: readonly ControlRoute[] = [...MACHINE, ...CHANTIERS, ...WEBHOOKS];

export const createControl = (world: World): Server => createServer((req, res) => void handle(world, req, res));

async function handle(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const answer = (status: number, body: unknown) => {
    const raw = Buffer.from(JSON.stringify(body));
    res.writeHead(status, {
      'content-type': 'application/json',
      'content-length': raw.length,
      'x-simulateur': 'costructor',
    });
    res.end(raw);
  };
  try {
    const url = new URL(req.url ?? '/', 'http://controle');
    const found = find(req.method ?? 'GET', url.pathname);
    if (!found) return answer(404, { message: `${req.method} ${url.pathname} : inconnu, voir README.md` });
    const given = req.method === 'GET' ? Object.fromEntries(url.searchParams) : await readJson(req);
    const input = found.route.input.parse(given) as never;
    answer(200, (await found.route.handle({ world, params: found.params, input } as ControlCall<never>)) ?? {});
  } catch (error) {
    if (error instanceof z.ZodError) answer(400, { message: z.prettifyError(error) });
    else if (error instanceof Refusal) answer(error.status, { message: error.message });
    else answer(500, { message: String(error) });
  }
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Refusal(413, 'corps trop grand');
    chunks.push(chunk);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'JSON invalide');
  }
}

function find(method: string, path: string): { route: ControlRoute; params: Record<string, string> } | null {
  for (const route of ROUTES) {
    const [wanted, given] = [route.path.split('/'), path.split('/')];
    if (route.method !== method || wanted.length !== given.length) continue;
    if (!wanted.every((part, i) => part.startsWith(':') || part === given[i])) continue;
    const named = wanted.flatMap((part, i) =>
      part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[i]!)] as const] : [],
    );
    return { route, params: Object.fromEntries(named) };
  }
  return null;
}
