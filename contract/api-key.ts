import { z } from 'zod';
import { PageQuery } from './page.ts';
import { Scope } from './scopes.ts';
import { Instant, Jour, lines, text } from './text.ts';
import { RefusCle, Role, StatutCle } from './values.ts';

/** What an owner may ask for; an administrateur may raise it key by key. */
export const DEFAULT_RATE_PER_HOUR = 1000;
export const MAX_RATE_PER_HOUR = 1_000_000;
/** Offered first; any other date is as good, up to the administrator's maximum (HUB_API_KEY_MAX_DAYS). */
export const EXPIRY_PRESETS_DAYS = [30, 90, 180, 365] as const;
export const DEFAULT_EXPIRY_DAYS = 90;
export const MAX_OVERLAP_S = 604_800;

const Chantiers = z
  .array(z.uuid())
  .min(1)
  .max(100)
  .refine(list => new Set(list).size === list.length, 'Un chantier est donné deux fois')
  .nullable()
  .meta({
    title: 'Chantiers',
    description: 'Chantiers auxquels la clé est limitée ; null : tous ceux de son titulaire',
  });
const Cidrs = z
  .array(
    z
      .string()
      .trim()
      .min(2)
      .max(50)
      .regex(/^[0-9A-Fa-f:.]+(?:\/\d{1,3})?$/)
      .meta({ example: '203.0.113.0/24' }),
  )
  .max(50)
  .meta({ title: 'Adresses admises', description: 'Adresses ou plages IPv4 et IPv6 ; vide : de partout' });
const Limite = z.int().min(1).max(MAX_RATE_PER_HOUR).meta({ title: 'Demandes par heure' });

export const ApiKey = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    nom: z.string().max(100),
    description: z.string().max(500).nullable(),
    apercu: z.string().max(20).meta({ description: 'Début et fin du secret : hbc_0a1b…Z9' }),
    scopes: z.array(Scope).max(50),
    chantiers: z.array(z.uuid()).max(100).nullable(),
    cidrs: z.array(z.string().max(50)).max(50),
    rate_limit_per_hour: z.int(),
    rate_limit_max: z.int().meta({ description: 'Ce que le titulaire ne peut dépasser' }),
    statut: StatutCle,
    expires_at: Instant,
    created_at: Instant,
    first_used_at: Instant.nullable(),
    last_used_at: Instant.nullable(),
    last_used_ip: z.string().max(50).nullable(),
    last_used_agent: z.string().max(300).nullable(),
    disabled_at: Instant.nullable(),
    suspended_at: Instant.nullable(),
    suspended_motif: z.string().max(500).nullable(),
    superseded_at: Instant.nullable().meta({ description: 'Remplacée par rotation ; sert encore jusqu’à expires_at' }),
    lineage_id: z.uuid().meta({ description: 'Commun aux clés qui se succèdent par rotation' }),
    revoked_at: Instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

const fields = {
  nom: text(1, 100).meta({ title: 'Nom', example: 'Export paie' }),
  description: lines(500).nullable().meta({ title: 'Description' }),
  scopes: z
    .array(Scope)
    .min(1)
    .max(50)
    .refine(list => new Set(list).size === list.length, 'Un droit est donné deux fois')
    .meta({ title: 'Droits' }),
  chantiers: Chantiers,
  cidrs: Cidrs,
  rate_limit_per_hour: Limite,
};

export const CreateApiKey = z
  .strictObject({
    ...fields,
    description: fields.description.default(null),
    chantiers: fields.chantiers.default(null),
    cidrs: fields.cidrs.default([]),
    rate_limit_per_hour: fields.rate_limit_per_hour.default(DEFAULT_RATE_PER_HOUR),
    expire_dans_jours: z
      .int()
      .min(1)
      .max(3650)
      .optional()
      .meta({ title: 'Expiration (jours)', description: '90 si rien n’est dit' }),
    expire_le: Jour.optional().meta({ title: 'Expiration (dernier jour, heure de Paris)' }),
  })
  .refine(key => key.expire_dans_jours === undefined || key.expire_le === undefined, {
    message: 'Une durée ou une date, pas les deux',
    path: ['expire_le'],
  })
  .meta({ id: 'CreateApiKey', examples: [{ nom: 'Export paie', scopes: ['chantiers:read'], expire_dans_jours: 90 }] });
export type CreateApiKey = z.input<typeof CreateApiKey>;
export type NewApiKey = z.output<typeof CreateApiKey>;

/** A longer life is asked for by rotation. */
export const UpdateApiKey = z
  .strictObject({ ...fields, desactivee: z.boolean().meta({ title: 'Désactivée' }) })
  .partial()
  .meta({ id: 'UpdateApiKey' });
export type UpdateApiKey = z.infer<typeof UpdateApiKey>;

export const RotateApiKey = z
  .strictObject({
    chevauchement_secondes: z
      .int()
      .min(0)
      .max(MAX_OVERLAP_S)
      .default(0)
      .meta({ title: 'Chevauchement (secondes)', description: 'Temps pendant lequel l’ancien secret sert encore' }),
  })
  .meta({ id: 'RotateApiKey' });
export type RotateApiKey = z.infer<typeof RotateApiKey>;

/** The only answers that ever carry the secret. */
export const ApiKeyCreated = ApiKey.extend({ secret: z.string().max(100) }).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;

export const ListApiKeys = z.strictObject({
  items: z.array(ApiKey).max(1000),
  max_jours: z.int().meta({ description: 'Durée la plus longue admise par l’administrateur du hub' }),
});

/** Uses and refusals of one day of Paris. */
export const UsageJour = z
  .strictObject({
    jour: Jour,
    acceptees: z.int(),
    refusees: z.array(z.strictObject({ motif: RefusCle, n: z.int() })).max(20),
  })
  .meta({ id: 'UsageJour' });
export const UsageApiKey = z.strictObject({ items: z.array(UsageJour).max(31) }).meta({ id: 'UsageApiKey' });
export type UsageApiKey = z.infer<typeof UsageApiKey>;

export const ListAudit = PageQuery;

/** A key as an administrateur sees it, on somebody else's account: enough to recognise it and to suspend it. */
export const CleDePersonne = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    nom: z.string().max(100),
    fin: z.string().max(4).meta({ description: 'Quatre derniers signes du secret' }),
    statut: StatutCle,
    scopes: z.array(Scope).max(50),
    rate_limit_per_hour: z.int(),
    rate_limit_max: z.int(),
    created_at: Instant,
    expires_at: Instant,
    last_used_at: Instant.nullable(),
    suspended_at: Instant.nullable(),
    suspended_motif: z.string().max(500).nullable(),
  })
  .meta({ id: 'CleDePersonne' });
export type CleDePersonne = z.infer<typeof CleDePersonne>;
export const ListClesDePersonne = z.strictObject({ items: z.array(CleDePersonne).max(1000) });

export const SuspendKey = z.strictObject({ motif: text(3, 500).meta({ title: 'Motif' }) }).meta({ id: 'SuspendKey' });
export const ChangeLimite = z.strictObject({ rate_limit_max: Limite }).meta({ id: 'ChangeLimite' });

/** Whoever holds a secret may have it revoked; what is no key of ours is let go without a word. */
export const ReportLeaked = z
  .strictObject({
    secrets: z.array(z.string().min(1).max(200)).min(1).max(100).meta({ title: 'Secrets divulgués' }),
  })
  .meta({ id: 'ReportLeaked', examples: [{ secrets: ['hbc_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf4Nn3RY'] }] });

/** What GitHub posts to partners; only what we read of it. */
export const GithubAlerts = z
  .array(z.object({ token: z.string().max(200), url: z.string().max(500).optional().catch(undefined) }))
  .max(1000);

/** Who calls, and what the credential opens. What is left of the limit is in the RateLimit headers. */
export const Me = z
  .strictObject({
    moyen: z.enum(['session', 'jwt', 'api_key']),
    personne: z.strictObject({
      id: z.uuid(),
      nom: z.string().max(100),
      prenom: z.string().max(100),
      role: Role,
      gestionnaire_paie: z.boolean(),
    }),
    cle: z
      .strictObject({
        id: z.uuid(),
        nom: z.string().max(100),
        scopes: z.array(Scope).max(50),
        chantiers: z.array(z.uuid()).max(100).nullable(),
        cidrs: z.array(z.string().max(50)).max(50),
        rate_limit_per_hour: z.int(),
        expires_at: Instant,
        superseded_at: Instant.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Me' });
