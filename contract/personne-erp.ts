// The people an ERP knows, and who each of them is here.
import { z } from 'zod';
import { Probleme } from './erp-link.ts';
import { PageQuery } from './page.ts';
import { Instant, lines, text } from './text.ts';

/** How a person was found: by the first of these that leaves no doubt on either side. */
export const TrouvePar = z.enum(['matricule', 'email', 'nom', 'main', 'import']).meta({ id: 'TrouvePar' });
export type TrouvePar = z.infer<typeof TrouvePar>;

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
    note: z.string().max(500).nullable(),
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

/** Who it is here; null: nobody, and it stays so until a person says otherwise. */
export const SetPersonneErp = z
  .strictObject({ personne_id: z.uuid().nullable(), ignoree: z.boolean().optional(), note: lines(500).optional() })
  .refine(({ personne_id, ignoree }) => personne_id === null || ignoree !== true, {
    path: ['ignoree'],
    message: 'Une personne reliée ne se met pas de côté',
  })
  .meta({
    id: 'SetPersonneErp',
    examples: [{ personne_id: null, ignoree: true, note: 'Compte du cabinet comptable' }],
  });
export type SetPersonneErp = z.infer<typeof SetPersonneErp>;

/** When the people of the ERP were last read, and what waits. */
export const LecturePersonnes = z
  .strictObject({
    link_id: z.uuid(),
    en_cours: z.boolean(),
    demandee_at: Instant.nullable(),
    lue_at: Instant.nullable(),
    prochain_essai_at: Instant.nullable(),
    illisibles: z.int().meta({ description: 'Fiches de la dernière lecture que le hub n’a pas su lire' }),
    probleme: Probleme.nullable(),
    compte: z.strictObject({ a_relier: z.int(), reliees: z.int(), ignorees: z.int() }),
  })
  .meta({ id: 'LecturePersonnes' });
export type LecturePersonnes = z.infer<typeof LecturePersonnes>;

/** People of the ERP that are nobody here yet, made from what it says; `essai` writes nothing. */
export const ImportPersonnesErp = z
  .strictObject({ essai: z.boolean(), ids: z.array(z.uuid()).min(1).max(500) })
  .meta({ id: 'ImportPersonnesErp' });
export type ImportPersonnesErp = z.infer<typeof ImportPersonnesErp>;
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
export type PersonnesErpImportees = z.infer<typeof PersonnesErpImportees>;
