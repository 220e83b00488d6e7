import pino from 'pino';
import { scrubLine } from './log/scrub.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Dotted ECS names (`http.request.id`, `user.id`, `source.ip`…), ours under `hub.*`; `error` may hold anything thrown. */
export type LogFields = Record<string, unknown>;

/** OWASP logging vocabulary; our own additions begin with `hub_`. */
export type SecurityAction =
  | `authn_${'login_success' | 'login_fail' | 'login_fail_max' | 'login_lock' | 'password_change'}`
  | `authn_token_${'created' | 'revoked' | 'reuse' | 'delete'}`
  | `authz_${'fail' | 'change' | 'admin'}`
  | `session_${'created' | 'renewed' | 'expired'}`
  | `sensitive_${'create' | 'read' | 'update' | 'delete'}`
  | 'excess_rate_limit_exceeded'
  | 'input_validation_fail'
  | 'sequence_fail'
  | `sys_${string}`
  | `hub_${string}`;

/** `error`: someone must act. `warn`: will heal alone. `info`: the outcome of one request, job, delivery or run. */
export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A line of the security stream (`event.dataset: hub.security`): written whatever the level, never sampled. */
  security(action: SecurityAction, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  child(fields: LogFields): Log;
};

export type LogStream = { write(line: string): void };

const BASE: LogFields = { 'ecs.version': '8.11.0', 'service.name': 'hub-chantier', 'event.dataset': 'hub.app' };
/** Names the writer owns: a caller that sets them would write the same JSON key twice. */
const RESERVED = new Set(['@timestamp', 'log.level', 'message', 'ecs.version', 'service.name']);
const MAX_TEXT = 8_000;

const NAMED_SECRETS = [
  'password',
  'mot_de_passe',
  'secret',
  'authorization',
  'cookie',
  'token',
  'jeton',
  'refresh_token',
];
const REDACT = [...NAMED_SECRETS, ...NAMED_SECRETS.map(name => `*.${name}`), '["set-cookie"]', '*["set-cookie"]'];

const cut = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

function errorFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { 'error.message': cut(typeof thrown === 'string' ? thrown : String(thrown)) };
  const causes: string[] = [];
  for (let cause = thrown.cause; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push(`caused by ${cause.stack ?? cause.message}`);
  }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { 'error.code': thrown.code } : {};
  return {
    'error.type': thrown.name,
    'error.message': cut(thrown.message),
    'error.stack_trace': cut([thrown.stack ?? '', ...causes].join('\n')),
    ...code,
  };
}

function ecs(fields: LogFields): LogFields {
  const out: LogFields = {};
  for (const [name, value] of Object.entries(fields)) {
    if (RESERVED.has(name) || value === undefined) continue;
    if (name === 'error') Object.assign(out, errorFields(value));
    else out[name] = typeof value === 'string' ? cut(value) : value;
  }
  return out;
}

function bind(writer: pino.Logger, security: pino.Logger, bound: LogFields): Log {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    if (writer.isLevelEnabled(level)) writer[level](fields ? { ...bound, ...ecs(fields) } : bound, cut(message));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    security(action, fields = {}) {
      const mark = { 'event.dataset': 'hub.security', 'event.kind': 'event', 'event.action': action };
      security.info({ 'event.category': ['authentication'], ...bound, ...ecs(fields), ...mark }, action);
    },
    child: fields => bind(writer, security, { ...bound, ...ecs(fields) }),
  };
}

/**
 * Writes ECS JSON, one line per outcome, to standard output (or `stream`, for tests and `--check`).
 * No secret passes, whoever wrote the line: first by name (pino's list), then by shape on the finished text.
 */
export function makeLog(options: { level: LogLevel; stream?: LogStream }): Log {
  const target = options.stream ?? pino.destination({ fd: 1, sync: true });
  const writer = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
      formatters: { level: label => ({ 'log.level': label }) },
      redact: { paths: REDACT, censor: '***' },
    },
    { write: (line: string) => void target.write(`${scrubLine(line.trimEnd())}\n`) },
  );
  return bind(writer, writer.child({}, { level: 'info' }), BASE);
}
