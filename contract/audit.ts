import { z } from 'zod';
import { Depuis, PageQuery } from './page.ts';
import { Instant } from './text.ts';

/** What is written down of a thing that gives access, with the word a person reads. */
export const FAITS_AUDIT = {
  'api_key.created': 'Création',
  'api_key.updated': 'Modification',
  'api_key.first_used': 'Première utilisation',
  'api_key.refused': 'Refus',
  'api_key.rotated': 'Rotation',
  'api_key.disabled': 'Désactivation',
  'api_key.enabled': 'Réactivation',
  'api_key.suspended': 'Suspension par un administrateur',
  'api_key.reinstated': 'Levée de la suspension',
  'api_key.revoked': 'Révocation',
  'api_key.leaked': 'Fuite signalée',
  'api_key.expired': 'Expiration',
} as const;
export type FaitAudit = keyof typeof FAITS_AUDIT;
export const FaitAudit = z.enum(Object.keys(FAITS_AUDIT) as [FaitAudit, ...FaitAudit[]]).meta({ id: 'FaitAudit' });

const Value = z.union([z.string().max(500), z.number(), z.boolean(), z.null(), z.array(z.string().max(100)).max(100)]);
const Facts = z.record(z.string().max(50), Value);

const Auteur = z.enum(['session', 'jwt', 'api_key', 'erp_link', 'system', 'anonymous']);
const Connue = z.strictObject({ id: z.uuid(), nom: z.string().max(100), prenom: z.string().max(100) });
const Empreinte = z.string().length(64);

/** `acteur` is null once the person is erased; `details` (address, agent, motif) too. */
export const EntreeAudit = z
  .strictObject({
    n: z.int(),
    at: Instant,
    type: FaitAudit,
    par: Auteur,
    acteur: Connue.nullable(),
    data: Facts,
    details: Facts.nullable(),
  })
  .meta({ id: 'EntreeAudit' });
export type EntreeAudit = z.infer<typeof EntreeAudit>;

/** One row of the whole trail. The ids of people in it are pseudonyms, which outlive them; who they are is beside, while it is known. */
export const EvenementAudit = z
  .strictObject({
    n: z.int(),
    id: z.uuid(),
    at: Instant,
    type: FaitAudit,
    par: Auteur.meta({ description: 'Par quel moyen' }),
    acteur_id: z.uuid().nullable().meta({ description: 'Pseudonyme de qui a agi' }),
    acteur: Connue.nullable().meta({ description: 'Qui a agi ; null pour le hub, un inconnu ou une personne effacée' }),
    sujet: z.strictObject({ genre: z.enum(['api_key']), id: z.uuid() }),
    concerne_id: z.uuid().nullable().meta({ description: 'Pseudonyme du titulaire' }),
    concerne: Connue.nullable().meta({ description: 'Le titulaire ; null une fois effacé' }),
    data: Facts,
    details: Facts.nullable().meta({ description: 'Adresse, agent, nom, motif ; null une fois le titulaire effacé' }),
    details_hash: Empreinte.nullable(),
    prev_hash: Empreinte.meta({ description: 'Empreinte de la ligne précédente' }),
    hash: Empreinte,
  })
  .meta({ id: 'EvenementAudit' });
export type EvenementAudit = z.infer<typeof EvenementAudit>;

export const ListEvenementsAudit = PageQuery.extend({
  type: FaitAudit.optional(),
  subject_id: z.uuid().optional().meta({ description: 'Identifiant de la clé' }),
  since: Depuis.optional().meta({ description: 'À partir de cet instant', example: '2026-11-23T08:15:00Z' }),
  sort: z
    .enum(['-n', 'n'])
    .default('-n')
    .meta({ description: 'Du plus récent, ou `n` : du plus ancien, pour une collecte' }),
});
export type ListEvenementsAudit = z.infer<typeof ListEvenementsAudit>;
