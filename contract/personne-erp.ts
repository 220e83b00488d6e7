// The people an ERP knows, and who each of them is here.
import { z } from 'zod';
import { PageQuery } from './page.ts';
import { Instant, lines, text } from './text.ts';

/** How a person was found: by the first of these that leaves no doubt on either side. */
export const TrouvePar = z.enum(['matricule', 'email', 'nom', 'main', 'import']).meta({ id: 'TrouvePar' });

export const PersonneErp = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    link_id: z.uuid(),
    external_id: z.string().max(200),
    nom: z.string().max(100).nullable(),
    prenom: z.string().max(100).nullable(),
    email: z.string().max(254).nullable(),
    matricule: z.string().max(50).nullable(),
    role: z.string().max(100).nullable(),
    actif: z.boolean(),
    disparue_at: Instant.nullable().meta({ description: 'Depuis quand l’ERP ne la montre plus' }),
    personne_id: z.uuid().nullable(),
    personne: z.string().max(210).nullable(),
    trouve_par: TrouvePar.nullable(),
    ignoree: z.boolean().meta({ description: 'N’est pas à relier (comptable, compte de service)' }),
    propositions: z
      .array(z.strictObject({ personne_id: z.uuid(), personne: z.string().max(210), par: TrouvePar }))
      .max(5),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'PersonneErp' });
export type PersonneErp = z.infer<typeof PersonneErp>;

export const ListPersonnesErp = PageQuery.extend({
  link_id: z.uuid(),
  etat: z.enum(['a_relier', 'reliees', 'ignorees']).optional(),
  q: text(1, 100).optional(),
});
export type ListPersonnesErp = z.infer<typeof ListPersonnesErp>;

export const SetPersonneErp = z
  .strictObject({ personne_id: z.uuid().nullable(), ignoree: z.boolean().optional(), note: lines(500).optional() })
  .meta({ id: 'SetPersonneErp' });

/** People of the ERP that are nobody here yet, made from what it says; `essai` writes nothing. */
export const ImportPersonnesErp = z
  .strictObject({ essai: z.boolean(), ids: z.array(z.uuid()).min(1).max(500) })
  .meta({ id: 'ImportPersonnesErp' });
export const PersonnesErpImportees = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          id: z.uuid(),
          libelle: z.string().max(210),
          action: z.enum(['creee', 'reliee', 'mise_de_cote']),
          personne_id: z.uuid().nullable(),
          raison: z.string().max(500).nullable(),
        }),
      )
      .max(500),
  })
  .meta({ id: 'PersonnesErpImportees' });
