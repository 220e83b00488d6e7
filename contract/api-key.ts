import { z } from 'zod';
import { Scope } from './scopes.ts';
import { Instant, lines, text } from './text.ts';
import { StatutCle } from './values.ts';

export const ApiKey = z
  .strictObject({
    id: z.uuid(),
    nom: z.string().max(100),
    description: z.string().max(500).nullable(),
    apercu: z.string().max(20).meta({ description: 'Début et fin du secret : hbc_0a1b…Z9' }),
    scopes: z.array(Scope).max(50),
    statut: StatutCle,
    expires_at: Instant,
    created_at: Instant,
    last_used_at: Instant.nullable(),
    revoked_at: Instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateApiKey = z
  .strictObject({
    nom: text(1, 100).meta({ title: 'Nom', example: 'Export paie' }),
    description: lines(500).nullable().default(null).meta({ title: 'Description' }),
    scopes: z
      .array(Scope)
      .min(1)
      .max(50)
      .refine(list => new Set(list).size === list.length, 'Un droit est donné deux fois')
      .meta({ title: 'Droits' }),
    expire_dans_jours: z.int().min(1).max(365).default(90).meta({ title: 'Expiration (jours)' }),
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.infer<typeof CreateApiKey>;

/** The only answer that ever carries the secret. */
export const ApiKeyCreated = ApiKey.extend({ secret: z.string().max(100) }).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;

export const ListApiKeys = z.strictObject({ items: z.array(ApiKey).max(1000) });
