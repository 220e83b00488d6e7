// What happened to one datum, from what the ERP said to what it holds: one line, oldest first.
import { z } from 'zod';
import { Instant } from './text.ts';

export const ObjetChronologie = z.enum(['chantier', 'pointage', 'ligne_envoi']).meta({ id: 'ObjetChronologie' });
export type ObjetChronologie = z.infer<typeof ObjetChronologie>;

export const ChronologieQuery = z.strictObject({ objet: ObjetChronologie, id: z.uuid() });
export type ChronologieQuery = z.infer<typeof ChronologieQuery>;

/**
 * Where it happened: a signal of the ERP, its reading, the fact it made true, a field that both sides changed, a gesture of a person, the ledger of envois, a
 * comparison with the ERP, a repair.
 */
export const GenreEtape = z
  .enum(['signal', 'lecture', 'evenement', 'conflit', 'geste', 'envoi', 'constat', 'reparation'])
  .meta({ id: 'GenreEtape' });
export type GenreEtape = z.infer<typeof GenreEtape>;

export const EtapeChronologie = z
  .strictObject({
    at: Instant,
    genre: GenreEtape,
    code: z.string().max(60).meta({ description: 'Geste, état, verdict, action ou type d’événement' }),
    titre: z.string().max(200),
    detail: z.string().max(500).nullable(),
    par: z.string().max(210).nullable().meta({ description: 'La personne ; null : le hub ou l’ERP' }),
    changements: z
      .array(
        z.strictObject({
          champ: z.string().max(60),
          avant: z.string().max(300).nullable(),
          apres: z.string().max(300).nullable(),
        }),
      )
      .max(50),
    lien: z
      .strictObject({ objet: z.enum(['import', 'export', 'ligne_envoi']), id: z.uuid() })
      .nullable()
      .meta({ description: 'Où en voir plus' }),
  })
  .meta({ id: 'EtapeChronologie' });
export type EtapeChronologie = z.infer<typeof EtapeChronologie>;

export const Chronologie = z
  .strictObject({
    objet: ObjetChronologie,
    id: z.uuid(),
    titre: z.string().max(400),
    etapes: z
      .array(EtapeChronologie)
      .max(1000)
      .meta({ description: 'De la plus ancienne à la plus récente ; les 1 000 dernières' }),
  })
  .meta({ id: 'Chronologie' });
export type Chronologie = z.infer<typeof Chronologie>;
