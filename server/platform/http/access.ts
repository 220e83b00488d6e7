// Who calls, and whether he may. Knows no slice: app.ts hands it the ways to read a credential.
import type { Temporal } from 'temporal-polyfill';
import { opens } from '#contract/scopes.ts';
import type { Fragment, Sql, Transaction } from '../db/sql.ts';
import { AppError, refused } from '../errors.ts';
import type { Actor } from '../unit.ts';
import type { AnyRoute, Who } from './route.ts';

/**
 * The statement that gives the row of a credential if it is good now, and no row otherwise; `name` is an expression of its
 * name. Columns: kind, credential_id, personne_id, role, gestionnaire_paie, voit_tout, scopes, chantiers, cidrs and limite
 * (null for a person), lineage_id, ends_at and superseded (keys only), signed_in_at. It is read with the data, in the same statement:
 * revocation is instant (settled.md 19).
 */
export type Acteur = (at: { sql: Sql | Transaction; now: Temporal.Instant }, name: Fragment) => Fragment;

/** A credential read from the request, not yet believed. */
export type Credential = {
  kind: 'session' | 'jwt' | 'api_key';
  /** Names the credential without being it (the hash of a secret, the ids in a token we signed). */
  name: string;
  /** The same function for all credentials of a scheme. */
  acteur: Acteur;
};

export const acteurOf = ({ acteur, name }: Credential, at: Parameters<Acteur>[0]): Fragment =>
  acteur(at, at.sql`${name}::text`);

/** Null: the shape alone shows that it is worthless, and no statement is spent on it. */
export type ReadCredential = (secret: string, now: Temporal.Instant) => Promise<Credential | null>;
export type Schemes = { cookie_name: string; cookie: ReadCredential; bearer: Record<string, ReadCredential> };

const MAX_SIGN_IN_AGE_H = 12;
const HEADER = /^Bearer ([\x21-\x7e]{1,4000})$/i;

/** An Authorization header wins over a cookie; two of them are refused (settled.md 18). */
export async function readCredential(
  schemes: Schemes,
  headers: { authorization: readonly string[]; cookie: string | undefined },
  now: Temporal.Instant,
): Promise<Credential | null> {
  if (headers.authorization.length > 1) throw new AppError('authorization.ambiguous');
  const header = headers.authorization[0];
  if (header !== undefined) {
    const token = HEADER.exec(header)?.[1] ?? '';
    const prefix = Object.keys(schemes.bearer).find(start => token.startsWith(start));
    return prefix ? await schemes.bearer[prefix]!(token, now) : null;
  }
  const value = headers.cookie ? cookieValue(headers.cookie, schemes.cookie_name) : null;
  return value ? await schemes.cookie(value, now) : null;
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value && /^[\x21-\x7e]{1,200}$/.test(value)) return value;
  }
  return null;
}

/** The statement's first columns, as the actor. */
export function toActor(row: Record<string, unknown>): Actor {
  const role = row['role'] as Actor['role'];
  const gestionnaire_paie = row['gestionnaire_paie'] === true;
  return {
    kind: row['kind'] as Actor['kind'],
    credential_id: row['credential_id'] as string,
    run_id: null,
    personne_id: row['personne_id'] as string,
    role,
    gestionnaire_paie,
    voit_tout: role === 'administrateur' || gestionnaire_paie,
    scopes: row['scopes'] as string[] | null,
    chantiers: row['chantiers'] as string[] | null,
    cidrs: (row['cidrs'] as string[] | null) ?? [],
    limite: row['limite'] as number | null,
    lineage_id: (row['lineage_id'] as string | null | undefined) ?? null,
    ends_at: (row['ends_at'] as string | null | undefined) ?? null,
    superseded: row['superseded'] === true,
    signed_in_at: row['signed_in_at'] as string | null,
  };
}

/** Throws 403 when the credential is good but does not open this route. */
export function checkAccess(record: AnyRoute, actor: Actor, now: Temporal.Instant): void {
  if (record.access === 'account' && actor.kind === 'api_key') throw refused('account_only');
  if (typeof record.access === 'object' && actor.scopes && !opens(actor.scopes, record.access.scope)) {
    throw refused('insufficient_scope', { scope: record.access.scope });
  }
  if (actor.chantiers && !record.bound_keys) throw refused('api_key.bound');
  if (record.roles && !hasRole(actor, record.roles)) throw refused('role.insufficient', { roles: [...record.roles] });
  if (record.fresh_sign_in && isOldSignIn(actor, now)) throw refused('sign_in.too_old');
}

const hasRole = (actor: Actor, roles: readonly Who[]): boolean =>
  (actor.role !== null && roles.includes(actor.role)) ||
  (actor.gestionnaire_paie && roles.includes('gestionnaire_paie'));

/** Too old for what gives access: of a JWT, which outlives its day. */
export function isOldSignIn(actor: Actor, now: Temporal.Instant): boolean {
  if (!actor.signed_in_at) return true;
  return Date.parse(actor.signed_in_at) < now.epochMilliseconds - MAX_SIGN_IN_AGE_H * 3_600_000;
}

/**
 * A cookie travels by itself: an unsafe request that carries one must come from our own pages (ASVS 3.5.1).
 * The custom header forces a preflight from elsewhere; Sec-Fetch-Site and Origin say where from.
 */
export function checkSameOrigin(headers: Record<string, string | string[] | undefined>, origin: string): void {
  const site = headers['sec-fetch-site'];
  const from = headers['origin'];
  const ours = site === undefined || site === 'same-origin';
  if (!ours || (from !== undefined && from !== origin) || headers['x-requested-with'] !== 'hub')
    throw refused('csrf.refused');
}
