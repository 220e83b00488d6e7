import { type Fragment, instant, type Sql, type Transaction } from '#platform/db/sql.ts';
import { EXPIRES_SOON_DAYS } from '../rules.ts';

type At = { sql: Sql | Transaction; now: { toString(): string } };

/** The columns of `acteur` (platform/http/access.ts), read with the data of each request: revocation is instant. */
export const selectActeur = ({ sql, now }: At, secret_hash: Buffer): Fragment => sql`
  select 'api_key' as kind, k.id as credential_id, p.id as personne_id, p.role, p.gestionnaire_paie,
         (p.role = 'administrateur' or p.gestionnaire_paie) as voit_tout, k.scopes, k.chantiers, k.cidrs,
         k.rate_limit_per_hour as limite, k.lineage_id, k.superseded_at is not null as superseded,
         case when k.superseded_at is not null or k.expires_at <= ${now.toString()}::timestamptz + ${EXPIRES_SOON_DAYS} * interval '1 day'
           then ${instant(sql, sql`k.expires_at`)} end as ends_at, null::timestamptz as signed_in_at
  from api_keys k join personnes_actives p on p.id = k.personne_id
  where k.secret_hash = ${secret_hash} and k.revoked_at is null and k.expires_at > ${now.toString()}
    and k.disabled_at is null and k.suspended_at is null`;
