// The fields we read, and no other. Each is FACT (their documentation, an answer seen) or ASSUMPTION. Here, all is ASSUMPTION.
import { z } from 'zod';

const Texte = z.string().max(200_000);
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** ASSUMPTION: rows under `projects`, each read for itself. */
export const Page = z.object({ projects: z.array(z.unknown()).max(10_000) });
/** ASSUMPTION: an error that comes under 200. Its text may name people: nothing is kept of it. */
export const Failure = z.object({ error: z.unknown() }).refine(({ error }) => error !== undefined && error !== null);

export const Project = z.object({
  /** ASSUMPTION: a number that grows; some give it as text. */
  id: z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,14}$/)]),
  name: Texte,
  code: Texte.nullish(),
  /** ASSUMPTION: a word of theirs, listed nowhere. */
  status: Texte.nullish(),
  address: Texte.nullish(),
  client_name: Texte.nullish(),
  starts_on: z.string().regex(DATE).nullish(),
  ends_on: z.string().regex(DATE).nullish(),
  planned_minutes: z.int().min(0).max(100_000_000).nullish(),
  archived: z.boolean().nullish(),
  /** ASSUMPTION: an instant in UTC. */
  updated_at: z.iso.datetime().nullish(),
});
export type Project = z.infer<typeof Project>;
