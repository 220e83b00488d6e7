// What changed is read from its first page or not at all, and their throttle holds for about ten calls: without a wait in its
// place, a reading of more pages would start again for ever.
import { UpstreamError } from '#platform/upstream.ts';
import type { ErpWorld } from '../connector.ts';
import type { Client } from './client.ts';

/** Waited for one page, all told; a longer one is the engine's to say and to keep. */
const PATIENCE_MS = 60_000;
const SHORTEST_MS = 1_000;

/** The same calls; a list that they ask to wait for is waited for and asked again. Throws `busy` when that takes over a minute. */
export const patient = (client: Client, world: ErpWorld): Client => ({
  ...client,
  async list(path, query) {
    for (let waited_ms = 0; ; ) {
      try {
        return await client.list(path, query);
      } catch (error) {
        if (!(error instanceof UpstreamError) || error.is.word !== 'busy') throw error;
        const ms = Math.max(Date.parse(error.is.retry_at) - world.now_ms(), SHORTEST_MS);
        waited_ms += ms;
        if (waited_ms > PATIENCE_MS) throw error;
        await world.wait(ms);
      }
    }
  },
});
