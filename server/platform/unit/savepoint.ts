import type { NewEvent } from '../events/publish.ts';
import type { Unit } from '../unit.ts';

/**
 * Part of a unit that can be undone alone: when `work` throws, what it wrote is gone and the unit goes on. Its statements must go
 * through the unit it is given. What it publishes comes back, for the caller to publish once it is sure of the whole.
 */
export async function inSavepoint<T>(
  unit: Unit,
  work: (part: Unit) => Promise<T>,
): Promise<{ result: T; events: NewEvent[] }> {
  const events: NewEvent[] = [];
  const result = await unit.sql.savepoint(async sql => ({
    done: await work({
      ...unit,
      sql,
      publish: async (type, data) => void events.push({ type, data } as NewEvent),
      publishAll: async more => void events.push(...more),
    }),
  }));
  return { result: (result as { done: T }).done, events };
}
