// A pointage: the hours of a person on a chantier, one day; and the day of a team, as it is entered. settled.md 25.
import { z } from 'zod';
import { ChangesQuery, deletionsInOrder } from './page.ts';
import { Problem } from './problem.ts';
import { MinutesJour, Plage } from './temps.ts';
import { Instant, Jour, text } from './text.ts';
import { GestePointage, MomentAbsence, OriginePointage, StatutPointage, TypePersonne, Zone } from './values.ts';

/** Stretches of work in one day: breaks are what lies between. */
export const Plages = z.array(Plage).max(8);

/** What a pointage says, whoever said it. `panier` and `zone` null: by the rules of pay. */
const contenu = {
  minutes: z.int().meta({ description: 'Minutes travaillées ; la somme des plages quand il y en a' }),
  plages: Plages,
  panier: z.boolean().nullable(),
  zone: Zone.nullable(),
  commentaire: z.string().max(500).nullable(),
};

/** `valide`: the last content that was validated, while a correction of it waits; what counts for the ERP until then. */
export const Pointage = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    chantier_id: z.uuid(),
    chantier_code: z.string().max(50),
    chantier_nom: z.string().max(255),
    couleur: z.string().max(7),
    jour: Jour,
    semaine: z.string().max(8),
    ...contenu,
    statut: StatutPointage,
    revision: z.int().min(1),
    origine: OriginePointage,
    affectation_id: z.uuid().nullable(),
    saisi_par: z.uuid().nullable(),
    soumis_at: Instant.nullable(),
    valide_at: Instant.nullable(),
    valide_par: z.uuid().nullable(),
    motif_rejet: z.string().max(500).nullable(),
    valide: z.strictObject({ revision: z.int(), minutes: z.int(), plages: Plages }).nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Pointage' });
export type Pointage = z.infer<typeof Pointage>;

const place = { personne_id: z.uuid(), chantier_id: z.uuid(), jour: Jour };
const fields = {
  minutes: MinutesJour.min(1).meta({ title: 'Durée (minutes)' }),
  plages: Plages.meta({ title: 'Horaires' }),
  panier: z.boolean().nullable().meta({ title: 'Panier', description: 'Sans réponse : selon les règles de paie' }),
  zone: Zone.nullable().meta({ title: 'Zone', description: 'Sans réponse : selon la distance' }),
  commentaire: text(1, 500).nullable().meta({ title: 'Commentaire' }),
};
const motif = text(1, 500)
  .optional()
  .meta({ title: 'Motif', description: 'Demandé pour changer les heures d’un autre, ou des heures validées' });
const spoken = { message: 'Des minutes, des plages, ou les deux', path: ['minutes'] };

/** `soumettre`: it does not wait as a brouillon. */
export const CreatePointage = z
  .strictObject({
    ...place,
    minutes: fields.minutes.optional(),
    plages: fields.plages.default([]),
    panier: fields.panier.default(null),
    zone: fields.zone.default(null),
    commentaire: fields.commentaire.default(null),
    soumettre: z.boolean().default(false),
    motif,
  })
  .refine(({ minutes, plages }) => minutes !== undefined || plages.length > 0, spoken)
  .meta({ id: 'CreatePointage' });
export type CreatePointage = z.infer<typeof CreatePointage>;

export const UpdatePointage = z
  .strictObject({ ...fields, chantier_id: z.uuid() })
  .partial()
  .extend({ motif })
  .meta({ id: 'UpdatePointage' });
export type UpdatePointage = z.infer<typeof UpdatePointage>;

export const DeletePointage = z.strictObject({ motif });

/** Each item is matched by person, chantier and day: made, or changed (`version`, when given, must be the last). */
const ItemPointage = z
  .strictObject({
    ...place,
    version: z.int().min(1).max(1_000_000_000).optional(),
    minutes: fields.minutes.optional(),
    plages: fields.plages.optional(),
    panier: fields.panier.optional(),
    zone: fields.zone.optional(),
    commentaire: fields.commentaire.optional(),
    supprimer: z.literal(true).optional(),
  })
  .refine(({ minutes, plages, supprimer }) => supprimer || minutes !== undefined || (plages?.length ?? 0) > 0, spoken)
  .meta({ id: 'ItemLotPointages' });

const exempleItem = {
  personne_id: '0199c8f0-6f4a-7000-8000-000000000001',
  chantier_id: '0199c8f0-6f4a-7000-8000-000000000002',
  jour: '2026-11-23',
  minutes: 420,
};

/** A team's day or a whole week. Absences of the day come with it, so that one gesture says all of it. */
export const LotPointages = z
  .strictObject({
    items: z
      .array(ItemPointage)
      .max(500)
      .default([])
      .meta({ examples: [[exempleItem]] }),
    absences: z
      .array(z.strictObject({ personne_id: z.uuid(), jour: Jour, moment: MomentAbsence.default('journee') }))
      .max(100)
      .default([]),
    soumettre: z.boolean().default(true),
    motif,
    atomique: z.boolean().default(false),
  })
  .refine(({ items, absences }) => items.length + absences.length > 0, { message: 'Lot vide', path: ['items'] })
  .meta({ id: 'LotPointages' });
export type LotPointages = z.infer<typeof LotPointages>;

/** In the order of the items, then of the absences. */
export const ResultatLotPointages = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          status: z.int().min(200).max(599),
          id: z.uuid().nullable(),
          version: z.int().nullable(),
          problem: Problem.nullable(),
        }),
      )
      .max(600),
  })
  .meta({ id: 'ResultatLotPointages' });
export type ResultatLotPointages = z.infer<typeof ResultatLotPointages>;

export const ListPointages = deletionsInOrder(
  ChangesQuery.extend({
    personne_id: z.uuid().optional(),
    chantier_id: z.uuid().optional(),
    du: Jour.optional(),
    au: Jour.optional(),
    statut: StatutPointage.optional(),
    sort: z.enum(['jour', '-jour', 'changed']).default('jour'),
  }),
);
export type ListPointages = z.infer<typeof ListPointages>;

export const ReadEquipe = z.strictObject({ chantier_id: z.uuid(), jour: Jour });
export type ReadEquipe = z.infer<typeof ReadEquipe>;
/** What the chef's screen begins with: who is expected here that day, what the planning says, what is entered already. */
export const EquipeDuJour = z
  .strictObject({
    chantier_id: z.uuid(),
    chantier_code: z.string().max(50),
    chantier_nom: z.string().max(255),
    couleur: z.string().max(7),
    jour: Jour,
    cloturee: z.boolean(),
    zone: Zone.nullable().meta({ description: 'Celle de la distance, quand elle est connue' }),
    personnes: z
      .array(
        z.strictObject({
          personne_id: z.uuid(),
          nom: z.string().max(100),
          prenom: z.string().max(100),
          type_personne: TypePersonne,
          attendue: z.enum(['planning', 'equipe', 'pointage']),
          propose: z.strictObject({ minutes: z.int(), plages: Plages }),
          pointage: Pointage.nullable(),
          autres_minutes: z.int().meta({ description: 'Ce jour, sur d’autres chantiers' }),
          absence: MomentAbsence.nullable(),
        }),
      )
      .max(300),
  })
  .meta({ id: 'EquipeDuJour' });
export type EquipeDuJour = z.infer<typeof EquipeDuJour>;

const contenuEcrit = z.strictObject({ ...contenu, chantier_id: z.uuid() });
/** Before, after, who and why: shown to the person whose hours they are. */
export const ChangementPointage = z
  .strictObject({
    id: z.uuid(),
    at: Instant,
    pointage_id: z.uuid(),
    jour: Jour,
    revision: z.int(),
    geste: GestePointage,
    auteur_id: z.uuid().nullable(),
    auteur: z.string().max(201).nullable().meta({ description: 'Prénom et nom ; null : une machine' }),
    motif: z.string().max(500).nullable(),
    avant: contenuEcrit.nullable(),
    apres: contenuEcrit.nullable(),
  })
  .meta({ id: 'ChangementPointage' });
export type ChangementPointage = z.infer<typeof ChangementPointage>;
