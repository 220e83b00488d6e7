import { z } from 'zod';
import { ChangesQuery, deletionsInOrder } from './page.ts';
import { Instant, Jour, text } from './text.ts';
import { MomentAbsence, MotifAbsence } from './values.ts';

/** Days a single absence may last: a long illness is renewed. */
export const ABSENCE_DAYS_MAX = 366;

/**
 * From `debut` to `fin`, both included. `motif` and `commentaire` are null to whoever may not read them (screens say « Absent »), and
 * `motif` is null too while nobody has said it: `a_preciser` tells one from the other.
 */
export const Absence = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    debut: Jour,
    fin: Jour,
    moment: MomentAbsence,
    motif: MotifAbsence.nullable(),
    a_preciser: z.boolean(),
    commentaire: z.string().max(500).nullable(),
    modifiable: z.boolean().meta({ description: 'Celui qui lit peut la changer ou la supprimer' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Absence' });
export type Absence = z.infer<typeof Absence>;

const fields = {
  debut: Jour.meta({ title: 'Du' }),
  fin: Jour.meta({ title: 'Au' }),
  moment: MomentAbsence.meta({ title: 'Moment', description: 'Matin ou après-midi : d’un seul jour' }),
  motif: MotifAbsence.nullable().meta({ title: 'Motif', description: 'Sans motif, l’absence est à préciser' }),
  commentaire: text(1, 500).nullable().meta({ title: 'Commentaire' }),
};

export const CreateAbsence = z
  .strictObject({
    personne_id: z.uuid(),
    ...fields,
    moment: fields.moment.default('journee'),
    motif: fields.motif.default(null),
    commentaire: fields.commentaire.default(null),
  })
  .meta({ id: 'CreateAbsence' });
export type CreateAbsence = z.infer<typeof CreateAbsence>;

export const UpdateAbsence = z.strictObject(fields).partial().meta({ id: 'UpdateAbsence' });
export type UpdateAbsence = z.infer<typeof UpdateAbsence>;

export const ListAbsences = deletionsInOrder(
  ChangesQuery.extend({
    personne_id: z.uuid().optional(),
    du: Jour.optional().meta({ description: 'Qui touchent ce jour ou un jour d’après' }),
    au: Jour.optional().meta({ description: 'Qui touchent ce jour ou un jour d’avant' }),
    a_preciser: z.enum(['true', 'false']).optional(),
    sort: z.enum(['debut', '-debut', 'changed']).default('debut'),
  }),
);
export type ListAbsences = z.infer<typeof ListAbsences>;

/** One day of an absence, as other screens show it. */
export const AbsenceJour = z
  .strictObject({ absence_id: z.uuid(), jour: Jour, moment: MomentAbsence, motif: MotifAbsence.nullable() })
  .meta({ id: 'AbsenceJour' });
export type AbsenceJour = z.infer<typeof AbsenceJour>;
