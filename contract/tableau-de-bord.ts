import { z } from 'zod';
import { Instant } from './text.ts';
import { STATUTS_CHANTIER } from './values.ts';

const statuts = Object.keys(STATUTS_CHANTIER) as (keyof typeof STATUTS_CHANTIER)[];
const counts = Object.fromEntries(statuts.map(statut => [statut, z.int()])) as Record<
  (typeof statuts)[number],
  z.ZodInt
>;

/** What the first screen says. `sauvegarde` is null for whoever is not administrateur. */
export const TableauDeBord = z
  .strictObject({
    chantiers: z.strictObject(counts),
    personnes_actives: z.int().nullable().meta({ description: 'null sans droit de lire les personnes' }),
    sauvegarde: z
      .strictObject({
        derniere_reussie_at: Instant.nullable(),
        derniere_echouee_at: Instant.nullable(),
        base: z.enum(['embarquee', 'externe']),
      })
      .nullable(),
  })
  .meta({ id: 'TableauDeBord' });
export type TableauDeBord = z.infer<typeof TableauDeBord>;
