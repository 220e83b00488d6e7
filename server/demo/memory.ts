// What the demonstration keeps from one start to the next, beside the store of its simulator.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const port = z.int().min(1).max(65_535);
const Kept = z.strictObject({
  port: port.optional(),
  control_port: port.optional(),
  /** The connexion it made; a person may have retired it since. */
  link_id: z.uuid().optional(),
  /** The port that connexion was last given. */
  link_port: port.optional(),
  imported: z.boolean().optional(),
  /** The key of the curl it printed last. */
  api_key_id: z.uuid().optional(),
});
export type Kept = z.infer<typeof Kept>;
export type Memory = { read: () => Kept; keep: (change: Kept) => void };

/** A file that is absent or unreadable is an empty memory: nothing of value is lost. */
export function openMemory(dir: string): Memory {
  const file = join(dir, 'demonstration.json');
  const read = (): Kept => {
    try {
      return Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    read,
    keep: change => {
      const aside = `${file}.tmp`;
      writeFileSync(aside, JSON.stringify({ ...read(), ...change }), { mode: 0o600 });
      renameSync(aside, file);
    },
  };
}
