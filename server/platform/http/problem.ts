// The only place where our errors meet HTTP.
import { ERRORS, type ErrorCode, type ErrorKind } from '#contract/errors.ts';
import type { Problem } from '#contract/problem.ts';
import { isUnavailable } from '../db/sql.ts';
import { AppError, type FieldError } from '../errors.ts';
import { withoutSecrets } from '../log/scrub.ts';
import { Overloaded } from '../passwords.ts';
import type { Language } from './conventions/language.ts';

export const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  refused: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported: 415,
  conflict_body: 422,
  precondition_required: 428,
  too_many: 429,
  internal: 500,
  unavailable: 503,
};

export const statusOf = (code: ErrorCode): number => STATUS[ERRORS[code].kind];

/** What the framework itself refuses, before any handler. */
const FRAMEWORK: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'json.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'json.malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media.unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid',
  FST_ERR_BAD_URL: 'invalid',
  FST_ERR_MAX_PARAM_LENGTH: 'invalid',
};

/** Anything thrown, as one of ours. What is not known is `internal`: the caller learns nothing but the request id. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const known = code ? FRAMEWORK[code] : undefined;
  if (known) return new AppError(known, { cause: error });
  if (error instanceof Overloaded)
    return new AppError('unavailable', { cause: error, retry_after_s: error.retry_after_s });
  if (isUnavailable(error)) return new AppError('unavailable', { cause: error, retry_after_s: 5 });
  if (code?.startsWith('FST_') && statusCode === 400) return new AppError('invalid', { cause: error });
  return new AppError('internal', { cause: error });
}

/** Of the request that is refused. */
export type Occurrence = { request_id: string; trace_id?: string; path?: string; language?: Language };

/** The page that explains a code. */
export const errorPath = (code: ErrorCode): string => `/api/docs/erreurs/${code}`;

/** Codes whose type is registered (RFC 9457 §4.2); of all others it is our own page. */
const REGISTERED: Partial<Record<ErrorCode, string>> = {
  'quota.exceeded': 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};
export const typeOf = (code: ErrorCode): string => REGISTERED[code] ?? errorPath(code);

export function toProblem(error: AppError, { request_id, trace_id, path, language = 'fr' }: Occurrence): Problem {
  const { title, detail, titre_en, detail_en } = ERRORS[error.code];
  const { details, errors, violated } = error.extra;
  return {
    type: typeOf(error.code),
    title: language === 'en' ? titre_en : title,
    status: STATUS[error.kind],
    code: error.code,
    detail: language === 'en' ? detail_en : detail,
    ...(path === undefined ? {} : { instance: withoutSecrets(path.slice(0, 500)) }),
    request_id,
    ...(trace_id ? { trace_id } : {}),
    ...(details ? { details } : {}),
    ...(errors ? { errors: errors.slice(0, 100).map(masked) } : {}),
    ...(violated ? { 'violated-policies': violated } : {}),
  };
}

/** A pointer names what the caller sent: a secret pasted in the place of a field is not passed on to whoever reads the problem. */
const masked = (error: FieldError): FieldError => ({ ...error, pointer: withoutSecrets(error.pointer) });

export function problemHeaders(error: AppError, language: Language = 'fr'): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': language,
    vary: 'Accept-Language',
    // A 404 or 410 may be kept by default (RFC 9111 §4.2.2), and what is refused to one may be given to the next.
    'cache-control': 'no-store',
    ...error.extra.headers,
  };
  if (error.extra.retry_after_s !== undefined) headers['retry-after'] = String(Math.ceil(error.extra.retry_after_s));
  if (error.kind === 'unauthenticated')
    headers['www-authenticate'] = 'Bearer realm="hub-chantier", error="invalid_token"';
  if (error.code === 'insufficient_scope') {
    const scope = String(error.extra.details?.['scope'] ?? '');
    headers['www-authenticate'] = `Bearer realm="hub-chantier", error="insufficient_scope", scope="${scope}"`;
  }
  return headers;
}
