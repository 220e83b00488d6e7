import { ERRORS, type ErrorCode, type ErrorKind } from '#contract/errors.ts';

export type FieldError = { pointer: string; code: string; message: string };
type Extra = {
  details?: Record<string, unknown>;
  errors?: FieldError[];
  retry_after_s?: number;
  /** Names of the quotas that are used up. */
  violated?: string[];
  headers?: Record<string, string>;
  cause?: unknown;
};

/** Our own refusals, in the caller's terms. The code fixes the HTTP status (http/problem.ts) and the French sentence. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly extra: Extra;

  constructor(code: ErrorCode, extra: Extra = {}) {
    super(ERRORS[code].title, { cause: extra.cause });
    this.name = 'AppError';
    this.code = code;
    this.kind = ERRORS[code].kind;
    this.extra = extra;
  }
}

/** To be thrown: `throw refused('chantier.statut_refused', { de, vers })`. */
export const refused = (code: ErrorCode, details?: Record<string, unknown>): AppError =>
  new AppError(code, details ? { details } : {});

/** For use cases of `versioned` routes. Throws precondition.failed (412) with the version that is there now. */
export function checkVersion(current: { version: number }, expected: number): void {
  if (current.version !== expected) throw refused('precondition.failed', { version: current.version });
}

/** PostgreSQL refused a duplicate: names of unique constraints, each with the error its caller understands. */
export type Constraints = Record<string, ErrorCode>;

/** Runs a write and turns the violation of a named constraint into its own error; anything else passes through. */
export async function withConstraints<T>(constraints: Constraints, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const name = (error as { constraint_name?: unknown }).constraint_name;
    const code = typeof name === 'string' ? constraints[name] : undefined;
    if (code) throw new AppError(code, { cause: error });
    throw error;
  }
}
