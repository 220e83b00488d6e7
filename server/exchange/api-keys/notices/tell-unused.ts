import type { Unit } from '#platform/unit.ts';
import { daysAfter, UNUSED_DAYS } from '../rules.ts';
import { takeUnused } from '../sql/notices.ts';

/** The daily look: a key that serves nobody is one that nobody would miss, but whoever finds it. Said once per key. */
export async function tellUnused(unit: Unit): Promise<void> {
  const unused = await takeUnused(unit, daysAfter(unit.now, -UNUSED_DAYS));
  await unit.publishAll(
    unused.map(({ id, personne_id, nom, last_used_at }) => ({
      type: 'api_key.unused_90d' as const,
      data: { api_key_id: id, personne_id, nom, last_used_at },
    })),
  );
}
