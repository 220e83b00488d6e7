// Their webhook, as assumed (ASSUMPTION throughout): a thin event, signed `t=<unix>,v1=<hex HMAC-SHA256 of "t.body">`.
// Several `v1` stand side by side while they turn their key. The event is a hint: the object is read again.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { UpstreamError } from '#platform/upstream.ts';
import type { ErpHint } from '../connector.ts';
import { WebhookEvent, WebhookObject } from './schemas.ts';

const HEADER = 'x-costructor-signature';
const TOLERANCE_S = 300;
const MAX_SIGNATURES = 8;

type Call = { raw: Buffer; headers: Record<string, string>; now_ms: number };

const unreadable = () => new UpstreamError({ word: 'strange', sample: 'signal illisible' });
const refused = () => new UpstreamError({ word: 'denied', why: 'credentials' });

function parts(header: string): { t: string | null; signatures: string[] } {
  const pairs = header
    .slice(0, 2_000)
    .split(',')
    .map(part => part.trim());
  const valuesOf = (key: string) =>
    pairs.filter(pair => pair.startsWith(`${key}=`)).map(pair => pair.slice(key.length + 1));
  const times = valuesOf('t');
  return { t: times.length === 1 ? times[0]! : null, signatures: valuesOf('v1').slice(0, MAX_SIGNATURES) };
}

/** The age counts both ways: a stamp from the future could be replayed for longer than one from now. */
export function verify({ raw, headers, now_ms }: Call, secret: string): void {
  const { t, signatures } = parts(headers[HEADER] ?? '');
  if (secret === '' || t === null || !/^\d{1,12}$/.test(t)) throw refused();
  if (Math.abs(now_ms / 1000 - Number(t)) > TOLERANCE_S) throw refused();
  const expected = createHmac('sha256', secret).update(`${t}.`).update(raw).digest();
  const matches = signatures.map(
    hex => /^[0-9a-f]{64}$/i.test(hex) && timingSafeEqual(Buffer.from(hex, 'hex'), expected),
  );
  if (!matches.includes(true)) throw refused();
}

export function read(raw: Buffer): ErpHint[] {
  const event = WebhookEvent.safeParse(tryJson(raw));
  if (!event.success) throw unreadable();
  const { id, type, data } = event.data;
  if (!type.startsWith('project.')) return [];
  const object = WebhookObject.safeParse(data);
  if (!object.success) throw unreadable();
  return [{ hint_id: id, noun: 'chantier', external_id: object.data.id }];
}

function tryJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return null;
  }
}
