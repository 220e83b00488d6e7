import { z } from 'zod';
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
  'api_key.expired': 'Expiration',
} as const;
export type FaitAudit = keyof typeof FAITS_AUDIT;
export const FaitAudit = z.enum(Object.keys(FAITS_AUDIT) as [FaitAudit, ...FaitAudit[]]).meta({ id: 'FaitAudit' });

const Value = z.union([z.string().max(500), z.number(), z.boolean(), z.null(), z.array(z.string().max(100)).max(100)]);
const Facts = z.record(z.string().max(50), Value);

/** `acteur` is null once the person is erased; `details` (address, agent, motif) too. */
export const EntreeAudit = z
  .strictObject({
    n: z.int(),
    at: Instant,
    type: FaitAudit,
    par: z.enum(['session', 'jwt', 'api_key', 'erp_link', 'system', 'anonymous']),
    acteur: z.strictObject({ id: z.uuid(), nom: z.string().max(100), prenom: z.string().max(100) }).nullable(),
    data: Facts,
    details: Facts.nullable(),
  })
  .meta({ id: 'EntreeAudit' });
export type EntreeAudit = z.infer<typeof EntreeAudit>;
