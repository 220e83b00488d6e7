import { z } from 'zod';
import { Instant } from './text.ts';

export const Sauvegarde = z
  .strictObject({
    id: z.uuid(),
    statut: z.enum(['en_cours', 'reussie', 'echouee']),
    started_at: Instant,
    finished_at: Instant.nullable(),
    fichier: z.string().max(500).nullable(),
    octets: z.int().nullable(),
    erreur: z.string().max(500).nullable(),
  })
  .meta({ id: 'Sauvegarde' });
export type Sauvegarde = z.infer<typeof Sauvegarde>;

export const ListSauvegardes = z.strictObject({ items: z.array(Sauvegarde).max(60) });
