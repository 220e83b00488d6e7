import { z } from 'zod';
import { ChangesQuery, deletionsInOrder } from './page.ts';
import { Problem } from './problem.ts';
import { Instant, Jour, lines, text } from './text.ts';
import { EtatReference, RoleChantier, StatutChantier, TypeTravaux } from './values.ts';

/** `A001`…`Z999`, or `2026-01-MONTMELIAN` (domain.md §1); compared in upper case. */
export const CodeChantier = z
  .string()
  .trim()
  .toUpperCase()
  .max(50)
  .regex(/^([A-Z][0-9]{3}|[0-9]{4}-[A-Z0-9_-]{1,45})$/)
  .meta({ id: 'CodeChantier', title: 'Code', example: 'A012' });

export const Contact = z
  .strictObject({ nom: text(1, 200), telephone: text(1, 30).nullable(), profession: text(1, 100).nullable() })
  .meta({ id: 'Contact' });

export const MembreEquipe = z
  .strictObject({
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    role_chantier: RoleChantier,
  })
  .meta({ id: 'MembreEquipe' });
export type MembreEquipe = z.infer<typeof MembreEquipe>;

/** The id of this chantier in another system. `system` is the name of an ERP link, or an integrator's own word. */
export const Reference = z
  .strictObject({ system: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/), external_id: text(1, 200) })
  .meta({ id: 'Reference' });
export type Reference = z.infer<typeof Reference>;

/** The connexion ERP that holds this chantier. `champs`: names of the fields that it gives, hence nobody changes here. */
export const TenuParErp = Reference.extend({ etat: EtatReference, champs: z.array(z.string().max(50)).max(20) }).meta({
  id: 'TenuParErp',
});
export type TenuParErp = z.infer<typeof TenuParErp>;

export const Chantier = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    code: z.string().max(50),
    nom: z.string().max(255),
    statut: StatutChantier,
    description: z.string().max(5000).nullable(),
    adresse: z.string().max(500).nullable(),
    commune_insee: z.string().max(5).nullable(),
    commune: z.string().max(100).nullable().meta({ description: 'Nom de la commune du code INSEE' }),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    couleur: z.string().max(7),
    maitre_ouvrage: z.string().max(200).nullable(),
    type_travaux: TypeTravaux.nullable(),
    batiment_plus_2ans: z.boolean().nullable(),
    usage_habitation: z.boolean().nullable(),
    date_debut: Jour.nullable(),
    date_fin: Jour.nullable(),
    minutes_estimees: z.int().nullable().meta({ description: 'Budget d’heures, en minutes' }),
    contacts: z.array(Contact).max(20),
    equipe: z.array(MembreEquipe).max(500),
    references: z.array(Reference).max(20),
    erp: TenuParErp.nullable().meta({
      description:
        'La connexion ERP qui tient ce chantier, et les champs qui se changent là-bas ; null : il est à vous',
    }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Chantier' });
export type Chantier = z.infer<typeof Chantier>;

const fields = {
  nom: text(3, 255).meta({ title: 'Nom', example: 'Résidence Les Tilleuls' }),
  description: lines(5000).nullable().meta({ title: 'Description' }),
  adresse: text(1, 500).nullable().meta({ title: 'Adresse' }),
  commune_insee: z
    .string()
    .regex(/^(\d{5}|2[AB]\d{3})$/)
    .nullable()
    .meta({ title: 'Commune', description: 'Code INSEE', example: '73171' }),
  latitude: z.number().min(-90).max(90).nullable().meta({ title: 'Latitude' }),
  longitude: z.number().min(-180).max(180).nullable().meta({ title: 'Longitude' }),
  couleur: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .meta({ title: 'Couleur', example: '#2E6FB7' }),
  maitre_ouvrage: text(1, 200).nullable().meta({ title: 'Maître d’ouvrage' }),
  type_travaux: TypeTravaux.nullable().meta({ title: 'Type de travaux' }),
  batiment_plus_2ans: z.boolean().nullable().meta({ title: 'Bâtiment de plus de 2 ans' }),
  usage_habitation: z.boolean().nullable().meta({ title: 'Usage d’habitation' }),
  date_debut: Jour.nullable().meta({ title: 'Début' }),
  date_fin: Jour.nullable().meta({ title: 'Fin' }),
  minutes_estimees: z.int().min(0).max(100_000_000).nullable().meta({ title: 'Budget d’heures (minutes)' }),
  contacts: z.array(Contact).max(20).meta({ title: 'Contacts sur place' }),
  references: z.array(Reference).max(20).meta({ title: 'Références externes' }),
};

export const UpdateChantier = z
  .strictObject({ code: CodeChantier, ...fields })
  .partial()
  .meta({ id: 'UpdateChantier' });
export type UpdateChantier = z.infer<typeof UpdateChantier>;

export const CreateChantier = UpdateChantier.required({ nom: true }).meta({
  id: 'CreateChantier',
  description: 'Sans `code`, le prochain code libre est donné (A001…Z999)',
});
export type CreateChantier = z.infer<typeof CreateChantier>;

/** `reference`s are named by the address, or by the item of a lot. */
export const UpsertChantier = z
  .strictObject({ code: CodeChantier, ...fields })
  .omit({ references: true })
  .partial()
  .required({ nom: true })
  .meta({ id: 'UpsertChantier', description: 'Ce qui n’est pas donné reste tel quel' });
export type UpsertChantier = z.infer<typeof UpsertChantier>;

export const ByExternalId = z.strictObject(Reference.shape);

const ItemLot = z
  .strictObject({
    id: z.uuid().optional(),
    reference: Reference.optional(),
    version: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .optional()
      .meta({ description: 'Refuser l’élément si ce n’est plus la dernière' }),
    chantier: UpsertChantier.partial(),
  })
  .refine(item => (item.id === undefined) !== (item.reference === undefined), {
    message: 'Un `id` ou une `reference`, pas les deux',
    path: ['reference'],
  })
  .meta({ id: 'ItemLotChantiers' });

/** Each item is matched by its id, or by its reference (else created). */
export const UpsertLot = z
  .strictObject({
    items: z.array(ItemLot).min(1).max(500),
    atomique: z.boolean().default(false).meta({ description: 'Tout ou rien' }),
  })
  .meta({
    id: 'LotChantiers',
    examples: [
      {
        items: [{ reference: { system: 'compta', external_id: '4711' }, chantier: { nom: 'Résidence Les Tilleuls' } }],
        atomique: false,
      },
    ],
  });
export type UpsertLot = z.infer<typeof UpsertLot>;

/** In the order of the items. */
export const LotResult = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          status: z.int().min(200).max(599).meta({ description: '201 créé, 200 à jour, sinon le statut du problème' }),
          id: z.uuid().nullable(),
          code: z.string().max(50).nullable(),
          version: z.int().nullable(),
          problem: Problem.nullable(),
        }),
      )
      .max(500),
  })
  .meta({ id: 'ResultatLot' });
export type LotResult = z.infer<typeof LotResult>;

export const ChangeStatut = z.strictObject({ statut: StatutChantier }).meta({ id: 'ChangeStatut' });

export const ChangeEquipe = z
  .strictObject({
    membres: z.array(z.strictObject({ personne_id: z.uuid(), role_chantier: RoleChantier })).max(500),
  })
  .meta({ id: 'ChangeEquipe' });
export type ChangeEquipe = z.infer<typeof ChangeEquipe>;

export const ListChantiers = deletionsInOrder(
  ChangesQuery.extend({
    q: text(1, 100).optional().meta({ description: 'Code, nom, adresse ou maître d’ouvrage' }),
    statut: StatutChantier.optional(),
    system: text(1, 40).optional().meta({ description: 'Système d’une référence externe' }),
    external_id: text(1, 200).optional().meta({ description: 'Identifiant dans ce système' }),
    sort: z.enum(['code', '-code', 'nom', '-nom', 'changed']).default('code').meta({
      description: '`changed` : dans l’ordre des modifications, pour une synchronisation qui ne manque rien',
    }),
  }),
);
export type ListChantiers = z.infer<typeof ListChantiers>;

export const Commune = z
  .strictObject({
    code_insee: z.string().max(5),
    nom: z.string().max(100),
    departement: z.string().max(3),
    codes_postaux: z.array(z.string().max(5)).max(100),
  })
  .meta({ id: 'Commune' });
export type Commune = z.infer<typeof Commune>;
export const SearchCommunes = z.strictObject({ q: text(2, 80) });
