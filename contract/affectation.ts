import { z } from 'zod';
import { ChangesQuery, deletionsInOrder } from './page.ts';
import { HeureLocale, HoraireSemaine, MinutesJour, Semaine } from './temps.ts';
import { Instant, Jour, text } from './text.ts';
import { CodeConflit, MomentAbsence, MotifAbsence, StatutChantier, TypePersonne } from './values.ts';

/** One person, one chantier, one day. `minutes_prevues` null: his day's horaire. `note` is for those who plan and for the person. */
export const Affectation = z
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
    minutes_prevues: z.int().nullable(),
    debut: z.string().max(5).nullable(),
    fin: z.string().max(5).nullable(),
    note: z.string().max(500).nullable(),
    serie_id: z.uuid().nullable().meta({ description: 'Les affectations posées ensemble, par une répétition' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Affectation' });
export type Affectation = z.infer<typeof Affectation>;

const fields = {
  minutes_prevues: MinutesJour.min(1).nullable().meta({ title: 'Heures prévues (minutes)' }),
  debut: HeureLocale.nullable().meta({ title: 'De' }),
  fin: HeureLocale.nullable().meta({ title: 'À' }),
  note: text(1, 500).nullable().meta({ title: 'Note' }),
};
const place = { personne_id: z.uuid(), chantier_id: z.uuid(), jour: Jour };
const defaults = {
  minutes_prevues: fields.minutes_prevues.default(null),
  debut: fields.debut.default(null),
  fin: fields.fin.default(null),
  note: fields.note.default(null),
};

/**
 * Several people, one chantier, from `du` to `au` (`du` alone when absent) on the named days of the week (1 = Monday; Monday to
 * Friday when absent). One action, one transaction.
 */
export const CreateAffectations = z
  .strictObject({
    personne_ids: z.array(z.uuid()).min(1).max(300),
    chantier_id: z.uuid(),
    du: Jour,
    au: Jour.optional(),
    jours_semaine: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
    ...defaults,
    sauter_conflits: z
      .boolean()
      .default(false)
      .meta({ description: 'Poser ce qui peut l’être, et dire ce qui ne l’a pas été' }),
  })
  .meta({ id: 'CreateAffectations' });
export type CreateAffectations = z.infer<typeof CreateAffectations>;

export const UpdateAffectation = z
  .strictObject({ ...place, ...fields })
  .partial()
  .meta({ id: 'UpdateAffectation' });
export type UpdateAffectation = z.infer<typeof UpdateAffectation>;

const Vise = { id: z.uuid(), version: z.int().min(1).max(1_000_000_000) };
/**
 * A whole board at once: all of it, or (`sauter_conflits`) all that can be. Lines whose `version` is old are named by a 412,
 * and then nothing is done.
 */
export const LotAffectations = z
  .strictObject({
    creer: z
      .array(z.strictObject({ ...place, ...defaults }))
      .max(3000)
      .default([]),
    modifier: z
      .array(
        z
          .strictObject({ ...Vise, ...place, ...fields })
          .partial()
          .required({ id: true, version: true }),
      )
      .max(3000)
      .default([]),
    supprimer: z.array(z.strictObject(Vise)).max(3000).default([]),
    sauter_conflits: z.boolean().default(false),
  })
  .meta({ id: 'LotAffectations' });
export type LotAffectations = z.infer<typeof LotAffectations>;

export const CopieSemaine = z
  .strictObject({
    de: Semaine,
    vers: Semaine,
    personne_ids: z.array(z.uuid()).max(300).optional(),
    chantier_id: z.uuid().optional(),
    sauter_conflits: z.boolean().default(true),
  })
  .meta({ id: 'CopieSemaine' });
export type CopieSemaine = z.infer<typeof CopieSemaine>;

/** `bloquant`: nothing was put there. The others are told, and stand. */
export const Conflit = z
  .strictObject({
    personne_id: z.uuid(),
    jour: Jour,
    chantier_id: z.uuid(),
    code: CodeConflit,
    bloquant: z.boolean(),
  })
  .meta({ id: 'Conflit' });
export type Conflit = z.infer<typeof Conflit>;

export const ResultatPlanning = z
  .strictObject({
    creees: z.array(Affectation).max(10_000),
    modifiees: z.array(Affectation).max(3000),
    supprimees: z.int(),
    conflits: z.array(Conflit).max(10_000),
  })
  .meta({ id: 'ResultatPlanning' });
export type ResultatPlanning = z.infer<typeof ResultatPlanning>;

export const ListAffectations = deletionsInOrder(
  ChangesQuery.extend({
    personne_id: z.uuid().optional(),
    chantier_id: z.uuid().optional(),
    du: Jour.optional(),
    au: Jour.optional(),
    sort: z.enum(['jour', '-jour', 'changed']).default('jour'),
  }),
);
export type ListAffectations = z.infer<typeof ListAffectations>;

/** `suivantes`: this one and those of the same series and person on later days. */
export const DeleteAffectation = z.strictObject({
  serie: z.literal('suivantes').optional().meta({ description: 'Avec celles de la même répétition qui suivent' }),
});

export const ReadPlanning = z.strictObject({
  semaine: Semaine,
  chantier_id: z.uuid().optional(),
  personne_id: z.uuid().optional(),
});
export type ReadPlanning = z.infer<typeof ReadPlanning>;

/**
 * The board of a week in one reply. `ailleurs`: time taken on chantiers the reader does not see, without their names.
 * People: active ones the reader may plan or see, and whoever has something on the week.
 */
export const Planning = z
  .strictObject({
    semaine: Semaine,
    debut: Jour,
    fin: Jour,
    feries: z.array(z.strictObject({ jour: Jour, nom: z.string().max(60) })).max(7),
    peut_planifier: z.boolean(),
    personnes: z
      .array(
        z.strictObject({
          id: z.uuid(),
          nom: z.string().max(100),
          prenom: z.string().max(100),
          type_personne: TypePersonne,
          metiers: z.array(z.string().max(60)).max(10),
          horaire: HoraireSemaine,
        }),
      )
      .max(2000),
    chantiers: z
      .array(
        z.strictObject({
          id: z.uuid(),
          code: z.string().max(50),
          nom: z.string().max(255),
          couleur: z.string().max(7),
          statut: StatutChantier,
        }),
      )
      .max(5000),
    affectations: z.array(Affectation).max(20_000),
    absences: z
      .array(
        z.strictObject({
          id: z.uuid(),
          personne_id: z.uuid(),
          debut: Jour,
          fin: Jour,
          moment: MomentAbsence,
          motif: MotifAbsence.nullable(),
        }),
      )
      .max(5000),
    ailleurs: z.array(z.strictObject({ personne_id: z.uuid(), jour: Jour, minutes: z.int() })).max(20_000),
  })
  .meta({ id: 'Planning' });
export type Planning = z.infer<typeof Planning>;
