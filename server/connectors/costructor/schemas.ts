// What we read of their answers, and nothing else: the only file (with translate.ts) that knows their field names.
// Every field carries its standing (FACT, FACT-OBS, ASSUMPTION): their reference could not be read, so names may change
// with a real account. Tolerant on purpose: unknown fields pass, a number passes where a text was expected.
import { z } from 'zod';
import { isPlainId } from './html.ts';

const Texte = z.union([z.string().max(200_000), z.number()]);
const optional = <T extends z.ZodType>(schema: T) => schema.nullish();

/** Envelope `{ data, metadata.items }`. FACT-OBS [C5] [C6]. A page above 10,000 rows is not one we asked for. */
export const ListAnswer = z.object({
  data: z.array(z.unknown()).max(10_000),
  metadata: z.object({ items: z.unknown() }).partial().nullish().catch(null),
});

/** `{ data: {…} }` for one object. FACT-OBS [C6] on other resources. */
export const ObjectAnswer = z.object({ data: z.record(z.string(), z.unknown()) });

/** Business errors: a French message, sometimes a dotted code. FACT-OBS [C5] [C6] [C7]. Only the code is kept. */
export const ErrorAnswer = z.object({
  message: z.string().optional(),
  code: z
    .string()
    .regex(/^[a-z0-9_.]{1,60}$/)
    .optional()
    .catch(undefined),
});

/** `{ street, city, postal_code, country }`. FACT-OBS [C5] on contacts; on a chantier ASSUMPTION. */
const Address = z.object({
  street: optional(Texte),
  city: optional(Texte),
  postal_code: optional(Texte),
  country: optional(Texte),
});

/** An id, or the object with `_expand=customer`. Link FACT [C10]; shape ASSUMPTION; `fullName` FACT-OBS [C5]. */
const Customer = z.union([
  Texte,
  z.object({
    fullName: optional(Texte),
    name: optional(Texte),
    address: optional(z.union([z.string().max(5_000), Address])),
  }),
]);

/** The column of the customer's kanban. Columns FACT [C10]; shape ASSUMPTION. */
const Status = z.union([Texte, z.object({ id: Texte, name: optional(Texte) })]);

/** `GET /projects`, `GET /projects/{id}`. Path ASSUMPTION (their own app's address uses `/projects`, FACT [C10]). */
export const Project = z.object({
  /** `pj_` + ULID. FACT-OBS [C1]. The prefix is not demanded. */
  id: z.union([z.string().trim().min(1).max(200), z.number()]),
  /** Text, may contain HTML. FACT-OBS [C6] for names in general; on a chantier ASSUMPTION. */
  name: Texte,
  /** Site code, not unique. ASSUMPTION. */
  reference: optional(Texte),
  status: optional(Status),
  customer: optional(Customer),
  /** Null: the customer's. FACT-OBS [C5] on contacts; here ASSUMPTION. */
  address: optional(z.union([z.string().max(5_000), Address])),
  /** `YYYY-MM-DD`. Optional dates FACT [C10]; names ASSUMPTION. */
  startAt: optional(z.string().max(60)),
  endAt: optional(z.string().max(60)),
  /** ASSUMPTION (what Alobees moves, FACT [A1]); digits only. */
  siteContactName: optional(Texte),
  siteContactPhone: optional(Texte),
  /** Minutes. ASSUMPTION. */
  plannedMinutes: optional(z.union([z.number(), z.string().max(20)])),
  /** ASSUMPTION. */
  archived: optional(z.boolean()),
  /** ISO 8601 UTC, to the second. ASSUMPTION. */
  createdAt: optional(z.string().max(60)),
  updatedAt: optional(z.string().max(60)),
});
export type Project = z.infer<typeof Project>;

/** Known over there and not taken in: the budget stays in the ERP, members come with persons (ASSUMPTION both). */
export const IGNORED_FIELDS = ['members', 'budget'] as const;

/** `GET /users`. Path ASSUMPTION; `usr_`, FACT-OBS [C1]. */
export const User = z.object({
  id: Project.shape.id,
  /** ASSUMPTION. */
  firstName: optional(Texte),
  lastName: optional(Texte),
  email: optional(Texte),
  /** Among the product's roles, FACT [C13]; as a text, ASSUMPTION. */
  role: optional(z.union([Texte, z.object({ name: Texte })])),
  active: optional(z.boolean()),
  /** People without login exist, FACT [C13]. Either may be written down here. */
  hasLogin: optional(z.boolean()),
});
export type User = z.infer<typeof User>;

/** What a scan needs of a row before it is translated; nothing here makes a row unreadable. */
export const Stamps = z.object({
  id: z.union([z.string(), z.number()]).transform(String).refine(isPlainId).nullable().catch(null),
  createdAt: z.string().max(60).nullable().catch(null),
  updatedAt: z.string().max(60).nullable().catch(null),
});

const HintId = z.string().trim().refine(isPlainId);

/** Thin event. ASSUMPTION throughout (no webhook is publicly known). */
export const WebhookEvent = z.object({
  id: HintId,
  type: z.string().min(1).max(100),
  data: z.unknown(),
});
export const WebhookObject = z.object({ id: HintId });
