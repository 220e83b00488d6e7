import { z } from 'zod';
import { ChangesQuery, deletionsInOrder } from './page.ts';
import { Problem } from './problem.ts';
import { HoraireSemaine } from './temps.ts';
import { Instant, Jour, text } from './text.ts';
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

/** What is proposed where a métier is entered; any other word may be. */
export const METIERS_COURANTS = [
  'Maçon',
  'Coffreur-bancheur',
  'Ferrailleur',
  'Grutier',
  'Conducteur d’engins',
  'Chef d’équipe',
  'Chef de chantier',
  'Manœuvre',
  'Charpentier',
  'Menuisier',
  'Étancheur',
  'Électricien',
  'Plombier',
  'Plaquiste',
  'Peintre',
  'Carreleur',
  'Géomètre',
  'Chauffeur',
  'Mécanicien',
  'Apprenti',
] as const;

const DE_PAIE = 'Lu par elle-même, les administrateurs et les gestionnaires de paie ; null pour les autres';

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
    metiers: z.array(z.string().max(60)).max(10),
    horaire: HoraireSemaine.nullable().meta({ description: `null : l’horaire collectif. ${DE_PAIE}` }),
    heures_sup_comprises: z
      .boolean()
      .nullable()
      .meta({
        description: `Les heures au-delà de la durée légale de son horaire sont déjà dans son salaire. ${DE_PAIE}`,
      }),
    mineur_jusquau: Jour.nullable().meta({ description: `La veille de ses 18 ans. ${DE_PAIE}` }),
    date_entree: Jour.nullable().meta({ description: DE_PAIE }),
    date_sortie: Jour.nullable().meta({ description: DE_PAIE }),
    active: z.boolean(),
    effacee_at: Instant.nullable().meta({ description: 'Effacée au titre du RGPD : il ne reste que ses heures' }),
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
  metiers: z.array(text(1, 60)).max(10).meta({ title: 'Métiers' }),
  horaire: HoraireSemaine.nullable().meta({ title: 'Horaire', description: 'Minutes de lundi à dimanche' }),
  heures_sup_comprises: z.boolean().meta({ title: 'Heures supplémentaires comprises dans le salaire' }),
  mineur_jusquau: Jour.nullable().meta({ title: 'Mineur jusqu’au' }),
  date_entree: Jour.nullable().meta({ title: 'Entrée' }),
  date_sortie: Jour.nullable().meta({ title: 'Sortie' }),
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
    metiers: fields.metiers.default([]),
    horaire: fields.horaire.default(null),
    heures_sup_comprises: fields.heures_sup_comprises.default(true),
    mineur_jusquau: fields.mineur_jusquau.default(null),
    date_entree: fields.date_entree.default(null),
    date_sortie: fields.date_sortie.default(null),
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
    metier: text(1, 60).optional(),
    sort: z.enum(['nom', '-nom', 'changed']).default('nom'),
  }),
);
export type ListPersonnes = z.infer<typeof ListPersonnes>;

/** A one-time link that an administrateur hands over (messages come later). Its secret is shown once. */
export const LienPersonne = z
  .strictObject({ url: z.string().max(500), expires_at: Instant, motif: MotifLien })
  .meta({ id: 'LienPersonne' });
export type LienPersonne = z.infer<typeof LienPersonne>;

/**
 * A row of a file: only the fields it has. `personne_id` names whom it changes; without it a person is made, unless `doublons`
 * finds one and `creer_malgre` does not say so.
 */
export const ItemLotPersonnes = z
  .strictObject({ ...fields, personne_id: z.uuid(), creer_malgre: z.boolean() })
  .partial()
  .meta({ id: 'ItemLotPersonnes' });
export type ItemLotPersonnes = z.infer<typeof ItemLotPersonnes>;
/** `essai`: says what would happen, and does nothing. */
export const LotPersonnes = z
  .strictObject({ items: z.array(ItemLotPersonnes).min(1).max(500), essai: z.boolean().default(false) })
  .meta({ id: 'LotPersonnes' });
export type LotPersonnes = z.infer<typeof LotPersonnes>;
export const ResultatLotPersonnes = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          status: z.int().min(200).max(599),
          personne_id: z.uuid().nullable().meta({ description: 'null à l’essai, ou refusée' }),
          doublons: z
            .array(
              z.strictObject({
                personne_id: z.uuid().nullable().meta({ description: 'null : une autre ligne du même lot' }),
                nom: z.string().max(100),
                prenom: z.string().max(100),
                par: z.enum(['matricule', 'email', 'telephone', 'nom']),
              }),
            )
            .max(10),
          problem: Problem.nullable(),
        }),
      )
      .max(500),
  })
  .meta({ id: 'ResultatLotPersonnes' });
export type ResultatLotPersonnes = z.infer<typeof ResultatLotPersonnes>;

/** One link each, of seven days; shown this once, to hand over. */
export const InviterPersonnes = z
  .strictObject({ personne_ids: z.array(z.uuid()).min(1).max(500) })
  .meta({ id: 'InviterPersonnes' });
export type InviterPersonnes = z.infer<typeof InviterPersonnes>;
export const Invitations = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          personne_id: z.uuid(),
          nom: z.string().max(100),
          prenom: z.string().max(100),
          lien: LienPersonne.nullable(),
          sans_lien: z
            .enum(['sans_contact', 'desactivee', 'inscrite'])
            .nullable()
            .meta({ description: 'Pourquoi il n’y en a pas ; « inscrite » : elle a déjà choisi son mot de passe' }),
        }),
      )
      .max(500),
  })
  .meta({ id: 'Invitations' });
export type Invitations = z.infer<typeof Invitations>;

export const EffacerPersonne = z.strictObject({ motif: text(3, 500) }).meta({ id: 'EffacerPersonne' });

/** Why what the law keeps of a person is kept longer (a dispute, an inspection); null: nothing holds it back. */
export const ConservationPersonne = z
  .strictObject({
    motif: z.string().max(500).nullable(),
    posee_at: Instant.nullable(),
    posee_par: z.uuid().nullable(),
  })
  .meta({ id: 'ConservationPersonne' });
export type ConservationPersonne = z.infer<typeof ConservationPersonne>;
export const ConserverPersonne = z
  .strictObject({
    motif: text(3, 500).nullable().meta({ title: 'Motif', description: 'null : lever la conservation' }),
  })
  .meta({ id: 'ConserverPersonne' });

const Lignes = z.array(z.record(z.string().max(60), z.unknown())).max(20_000);
/** Everything the hub holds on a person (RGPD, art. 15 and 20), by table; secrets and their hashes apart. */
export const DonneesPersonne = z
  .strictObject({ personne: Personne, donnees: z.record(z.string().max(60), Lignes) })
  .meta({ id: 'DonneesPersonne' });
export type DonneesPersonne = z.infer<typeof DonneesPersonne>;
