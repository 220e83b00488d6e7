import { instant } from '#platform/db/sql.ts';
import type { Acteur } from '#platform/http/access.ts';
import { EXPIRES_SOON_DAYS } from '../rules.ts';

/** By the hash of the secret, in base64. */
export const selectActeur: Acteur = ({ sql, now }, name) => sql`
  select 'api_key' as kind, k.id as credential_id, p.id as personne_id, p.role, p.gestionnaire_paie,
         (p.role = 'administrateur' or p.gestionnaire_paie) as voit_tout, k.scopes, k.chantiers, k.cidrs,
         k.rate_limit_per_hour as limite, k.lineage_id, k.superseded_at is not null as superseded,
         case when k.superseded_at is not null or k.expires_at <= ${now.toString()}::timestamptz + ${EXPIRES_SOON_DAYS} * interval '1 day'
           then ${instant(sql, sql`k.expires_at`)} end as ends_at, null::timestamptz as signed_in_at
  from api_keys k join personnes_actives p on p.id = k.personne_id
  where k.secret_hash = decode(${name}, 'base64') and k.revoked_at is null and k.expires_at > ${now.toString()}
    and k.disabled_at is null and k.suspended_at is null`;
