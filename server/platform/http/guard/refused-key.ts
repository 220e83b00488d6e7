import type { ErrorCode } from '#contract/errors.ts';
import { AppError } from '../../errors.ts';
import type { KeyRefusal } from '../../feature.ts';

const REASONS: Partial<Record<ErrorCode, KeyRefusal>> = {
  unauthenticated: 'unauthenticated',
  'api_key.address_refused': 'address',
  'quota.exceeded': 'rate',
  insufficient_scope: 'scope',
  account_only: 'scope',
  'api_key.bound': 'scope',
  'role.insufficient': 'scope',
};

/** Why the key was turned away; null when the request failed for another reason. */
export const refusalOf = (error: unknown): KeyRefusal | null =>
  error instanceof AppError ? (REASONS[error.code] ?? null) : null;
