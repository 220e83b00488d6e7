import { z } from 'zod';
import { Instant } from './text.ts';

/** Background work that used up its tries and waits for an answer: again, or never mind. */
export const TravailEchoue = z
  .strictObject({
    id: z.uuid(),
    travail: z.string().max(200).meta({ description: 'Le nom technique', example: 'imports.run' }),
    libelle: z.string().max(200).meta({ example: 'Import depuis l’ERP' }),
    contenu: z.string().max(2000).meta({ description: 'Ce sur quoi il porte, en JSON : des identifiants' }),
    erreur: z.string().max(500).nullable().meta({ description: 'La dernière, sans secret' }),
    essais: z.int().meta({ description: 'Pour une demande' }),
    fois: z.int().meta({ description: 'Combien de demandes semblables ont échoué' }),
    demande_at: Instant,
    echoue_at: Instant,
  })
  .meta({ id: 'TravailEchoue' });
export type TravailEchoue = z.infer<typeof TravailEchoue>;

/** The last hundred kinds; the dashboard counts them all. */
export const ListTravauxEchoues = z.strictObject({ items: z.array(TravailEchoue).max(100) });
