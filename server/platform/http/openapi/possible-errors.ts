import type { ErrorCode } from '#contract/errors.ts';
import type { AnyRoute } from '../route.ts';

/**
 * Every code this route may answer: what it declares, and what follows from its record. What is not here is a bug
 * (server/testing/every-route.test.ts).
 */
export function possibleErrors(record: AnyRoute): ErrorCode[] {
  const codes: ErrorCode[] = ['invalid', 'authorization.ambiguous', 'https.required', 'internal', 'unavailable'];
  const signed = record.access === 'signature';
  const writes = record.method !== 'GET';
  if (writes) codes.push('body.too_large');
  if (writes && !signed) codes.push('json.malformed', 'media.unsupported', 'csrf.refused');
  if (record.access !== 'public') codes.push('unauthenticated', 'too_many');
  if (!signed && record.access !== 'public') codes.push('api_key.address_refused', 'quota.exceeded');
  if (record.access === 'account') codes.push('account_only');
  if (typeof record.access === 'object') codes.push('insufficient_scope');
  if (typeof record.access === 'object' && !record.bound_keys) codes.push('api_key.bound');
  if (record.roles) codes.push('role.insufficient');
  if (record.fresh_sign_in) codes.push('sign_in.too_old');
  if (record.idempotent) codes.push('idempotency.running', 'idempotency.mismatch');
  if (record.idempotent && record.secret_reply) codes.push('idempotency.secret');
  if (record.versioned) codes.push('precondition.required', 'precondition.failed');
  if ('list' in record) codes.push('cursor.invalid', 'cursor.gone');
  if ('list' in record && record.changes) codes.push('cursor.expired', 'cursor.perimeter');
  if ('absent' in record && record.absent) codes.push(record.absent);
  return [...new Set([...codes, ...(record.errors ?? [])])];
}
