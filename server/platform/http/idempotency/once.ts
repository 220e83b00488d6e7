// Idempotency-Key: the same request sent again, by whoever lost the first answer, is done once and answered alike
// (draft-ietf-httpapi-idempotency-key-header-06). The answer is written by the transaction that does the work: there is no
// moment when one exists without the other, whatever dies.
import { createHmac } from 'node:crypto';
import { AppError, refused } from '../../errors.ts';
import { deriveKey, type Keyring } from '../../secrets.ts';
import type { Actor, Unit } from '../../unit.ts';
import { type AnyRoute, fullPath } from '../route.ts';
import { findAnswer, type Stored, saveAnswer, takeTurn } from './stored-answers.ts';

export type Replied = { status: number; body: string | Buffer | null; headers: Record<string, string> };
/**
 * Does `work` unless it was done under this key, then throws Replay. `answer` says what the handler will answer with its result,
 * when that is something else. Throws idempotency.*.
 */
export type Once = <T>(unit: Unit, work: () => Promise<T>, answer?: (result: T) => unknown) => Promise<T>;

/** Thrown out of the transaction, in which nothing was done: the edge answers with what it carries. */
export class Replay extends Error {
  readonly reply: Replied;
  readonly actor: Actor;
  constructor(reply: Replied, actor: Actor) {
    super('already done under this Idempotency-Key');
    this.name = 'Replay';
    this.reply = reply;
    this.actor = actor;
  }
}

type Asked = { header: string | undefined; raw: { params: unknown; body: unknown }; keyring: Keyring };
type Answering = (result: unknown) => Replied;

/** Without a key, or where the record does not offer it, the work is simply done. Throws invalid. */
export function makeOnce(record: AnyRoute, { header, raw, keyring }: Asked, toReply: Answering): Once {
  return async (unit, work, answer = result => result) => {
    const { actor } = unit;
    if (!record.idempotent || header === undefined || !actor.personne_id) return await work();
    const key = { personne_id: actor.personne_id, cle: readKey(header) };
    if (!(await takeTurn(unit, key))) throw new AppError('idempotency.running', { retry_after_s: 1 });
    const said = whatWasSaid(record, raw, actor);
    const before = await findAnswer(unit, key);
    if (before) throw replayOf(before, { same: isOf(before.empreinte, said, keyring), actor });
    const result = await work();
    const { status, body, headers } = toReply(answer(result));
    const corps = record.secret_reply ? null : String(body ?? '');
    const empreinte = fingerprint(said, keyring);
    await saveAnswer(unit, key, { empreinte, status, corps, entetes: headers });
    return result;
  };
}

/** Bare, or quoted as RFC 8941 writes a string. */
function readKey(header: string): string {
  const key = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(header.trim());
  if (key) return (key[1] ?? key[2])!;
  const message = 'De 1 à 255 caractères ASCII sans espace, un UUID par exemple';
  const errors = [{ pointer: '#/headers/Idempotency-Key', code: 'invalid_format', message }];
  throw new AppError('invalid', { errors });
}

/** The perimeter too: a key bound to other chantiers is not given what it could not have asked for. */
function whatWasSaid(record: AnyRoute, { params, body }: Asked['raw'], { chantiers }: Actor): string {
  return JSON.stringify(
    canonical([record.method, fullPath(record), params, body ?? null, chantiers?.toSorted() ?? null]),
  );
}

/** With a key of ours: the bodies of some routes are credentials, which a bare hash would let whoever has the base try. */
const fingerprint = (said: string, keyring: Keyring, key_id = keyring.current): Buffer =>
  createHmac('sha256', deriveKey(keyring, 'idempotency', key_id))
    .update(said)
    .digest();

/** By any key of the keyring: the current one may have changed since. */
const isOf = (empreinte: Buffer, said: string, keyring: Keyring): boolean =>
  keyring.ids.some(id => fingerprint(said, keyring, id).equals(empreinte));

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, canonical(inner)]));
}

function replayOf({ status, corps, entetes }: Stored, { same, actor }: { same: boolean; actor: Actor }): Error {
  if (!same) return refused('idempotency.mismatch');
  if (corps === null) return refused('idempotency.secret');
  const headers = { ...entetes, 'idempotency-replayed': 'true' };
  return new Replay({ status, body: corps === '' ? null : corps, headers }, actor);
}
