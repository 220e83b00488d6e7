import type { Unit } from '#platform/unit.ts';
import { appendAudit } from '../../audit/index.ts';
import { daysAfter, EXPIRES_SOON_DAYS, noticeDue } from '../rules.ts';
import { type Ending, saveNoticed, takeEnding } from '../sql/notices.ts';

/** The daily look: owners are told 14, 7 and 1 days before the end, and of the end, once each. A missed day heals at the next. */
export async function tellEndings(unit: Unit): Promise<void> {
  const ending = await takeEnding(unit, daysAfter(unit.now, EXPIRES_SOON_DAYS));
  const due = ending.flatMap(key => {
    const days = noticeDue(unit.now, key);
    return days === null ? [] : [{ key, days }];
  });
  if (due.length === 0) return;
  for (const { key, days } of due) await tell(unit, key, days);
  await saveNoticed(
    unit,
    due.map(({ key, days }) => ({ id: key.id, days })),
  );
  const expired = due.filter(({ days }) => days === 0).map(({ key }) => key);
  await appendAudit(
    unit,
    expired.map(({ id, personne_id, nom, expires_at, last_used_at }) => ({
      type: 'api_key.expired',
      subject: { kind: 'api_key', id },
      personne_id,
      data: { expires_at, last_used_at },
      details: { nom },
    })),
  );
}

async function tell(unit: Unit, { id, personne_id, nom, expires_at }: Ending, days: number): Promise<void> {
  const fact = { api_key_id: id, personne_id, nom, expires_at };
  if (days === 0) {
    await unit.publish('api_key.expired', fact);
    unit.security('authn_token_revoked', { 'hub.api_key_id': id, 'hub.reason': 'expired' });
  } else await unit.publish('api_key.expiring', { ...fact, jours: days });
}
