import { z } from 'zod';
import { ChangesQuery, deletionsInOrder } from './page.ts';
import { Instant, text } from './text.ts';
import { MotifLien, Role, TypePersonne } from './values.ts';

export const Email = z.email().max(254).toLowerCase().meta({ example: 'm.durand@exemple.fr' });
/** E.164. National French writing (06 12 34 56 78) is accepted on entry and normalised. */
export const Telephone = z
  .string()
  .trim()
  .max(30)
  .regex(/^\+?[0-9 ().-]{6,30}$/)
  .meta({ example: '+33612345678' });
const Matricule = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,50}$/)
  .meta({ description: 'Matricule de paie, jamais le n° de sécurité sociale' });

export const Personne = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    email: z.string().max(254).nullable(),
    telephone: z.string().max(30).nullable(),
    role: Role,
    gestionnaire_paie: z.boolean(),
    type_personne: TypePersonne,
    agence: z.string().max(150).nullable(),
    matricule: z.string().max(50).nullable(),
    active: z.boolean(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Personne' });
export type Personne = z.infer<typeof Personne>;

const fields = {
  nom: text(1, 100).meta({ title: 'Nom' }),
  prenom: text(1, 100).meta({ title: 'Prénom' }),
  email: Email.nullable().meta({ title: 'E-mail', description: 'Facultatif' }),
  telephone: Telephone.nullable().meta({ title: 'Téléphone' }),
  role: Role.meta({ title: 'Rôle' }),
  gestionnaire_paie: z.boolean().meta({ title: 'Gestionnaire de paie' }),
  type_personne: TypePersonne.meta({ title: 'Type' }),
  agence: text(1, 150).nullable().meta({ title: 'Agence d’intérim' }),
  matricule: Matricule.nullable().meta({ title: 'Matricule' }),
};

export const CreatePersonne = z
  .strictObject({
    ...fields,
    email: fields.email.default(null),
    telephone: fields.telephone.default(null),
    gestionnaire_paie: fields.gestionnaire_paie.default(false),
    type_personne: fields.type_personne.default('employe'),
    agence: fields.agence.default(null),
    matricule: fields.matricule.default(null),
  })
  .meta({ id: 'CreatePersonne' });
export type CreatePersonne = z.infer<typeof CreatePersonne>;

export const UpdatePersonne = z.strictObject(fields).partial().meta({ id: 'UpdatePersonne' });
export type UpdatePersonne = z.infer<typeof UpdatePersonne>;

export const ChangeActive = z.strictObject({ active: z.boolean() });

export const ListPersonnes = deletionsInOrder(
  ChangesQuery.extend({
    q: text(1, 100).optional().meta({ description: 'Nom, prénom, matricule, e-mail ou téléphone' }),
    role: Role.optional(),
    type_personne: TypePersonne.optional(),
    active: z.enum(['true', 'false']).optional(),
    sort: z.enum(['nom', '-nom', 'changed']).default('nom'),
  }),
);
export type ListPersonnes = z.infer<typeof ListPersonnes>;

/** A one-time link that an administrateur hands over (messages come later). Its secret is shown once. */
export const LienPersonne = z
  .strictObject({ url: z.string().max(500), expires_at: Instant, motif: MotifLien })
  .meta({ id: 'LienPersonne' });
export type LienPersonne = z.infer<typeof LienPersonne>;
