// Who and what is who and what over there: set by a person, for one connexion.
import { z } from 'zod';
import { PageQuery } from './page.ts';
import { Instant } from './text.ts';
import { RepriseConflit, StatutChantier } from './values.ts';

/** One status of the ERP. `valeur` null: à relier. « Réceptionné » is never proposed: it is a legal act (domain.md §4). */
export const Mapping = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    link_id: z.uuid(),
    noun: z.enum(['statut']),
    external_id: z.string().max(200),
    libelle: z.string().max(200).meta({ description: 'Le mot de l’ERP' }),
    valeur: StatutChantier.nullable().meta({ description: 'Notre statut ; null : à relier' }),
    proposition: StatutChantier.nullable(),
    chantiers: z.int().meta({ description: 'Chantiers qui portent ce statut dans l’ERP' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Mapping' });
export type Mapping = z.infer<typeof Mapping>;

/** Both sides changed a field, or it is held here and changed there: both values, what stood between them, and who won. */
export const ConflitErp = z
  .strictObject({
    id: z.uuid(),
    link_id: z.uuid(),
    chantier_id: z.uuid(),
    chantier: z.string().max(310).meta({ description: 'Code et nom' }),
    champ: z.string().max(40),
    ici: z.string().max(500).nullable(),
    la_bas: z.string().max(500).nullable(),
    avant: z.string().max(500).nullable().meta({ description: 'La dernière valeur reçue avant, commune aux deux' }),
    gagnant: z.enum(['app', 'erp']),
    maintenant: z.string().max(500).nullable().meta({ description: 'Ce que le chantier porte aujourd’hui' }),
    reprise: RepriseConflit.meta({ description: 'Si la valeur qui n’a pas été retenue peut encore être prise' }),
    at: Instant,
  })
  .meta({ id: 'ConflitErp' });
export type ConflitErp = z.infer<typeof ConflitErp>;
export const ListConflitsErp = PageQuery.extend({ link_id: z.uuid().optional(), chantier_id: z.uuid().optional() });
export type ListConflitsErp = z.infer<typeof ListConflitsErp>;

export const ListMappings = z.strictObject({ items: z.array(Mapping).max(500) }).meta({ id: 'ListMappings' });
export const ListMappingsQuery = z.strictObject({ link_id: z.uuid() });
export const SetMapping = z.strictObject({ valeur: StatutChantier.nullable() }).meta({ id: 'SetMapping' });
