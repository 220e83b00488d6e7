// A chantier as an ERP tells it, in our words: what every connector translates to and what domain/chantiers takes in.
import { z } from 'zod';
import { Contact } from './chantier.ts';
import { Instant, Jour, text } from './text.ts';

export const ChantierFromErp = z.strictObject({
  /** Their id, as text. */
  external_id: text(1, 200),
  /** The code they use on site, as they write it; may be absent, shared by several, or not fit ours. */
  reference: text(1, 200).nullable(),
  /** Cleaned of HTML; cut at 255 by the connector, which says so in `notes`. */
  nom: text(1, 255),
  /** Their word for where the chantier stands: a vocabulary of the customer, mapped by a person. */
  statut: z.strictObject({ external_id: text(1, 200), label: text(1, 200) }).nullable(),
  adresse: text(1, 500).nullable(),
  maitre_ouvrage: text(1, 200).nullable(),
  date_debut: Jour.nullable(),
  date_fin: Jour.nullable(),
  minutes_estimees: z.int().min(0).max(100_000_000).nullable(),
  contacts: z.array(Contact).max(20),
  /** Put away over there, though still readable. */
  archive: z.boolean(),
  /** When it last changed over there, if they say so. Never compared with our clock. */
  modifie_at: Instant.nullable(),
});
export type ChantierFromErp = z.infer<typeof ChantierFromErp>;

/** Fields of our chantier that an ERP gives. Once given (non-null), they are its own: a person does not change them here. */
export const ERP_FIELDS = [
  'code',
  'nom',
  'statut',
  'adresse',
  'maitre_ouvrage',
  'date_debut',
  'date_fin',
  'minutes_estimees',
  'contacts',
] as const;
export type ErpField = (typeof ERP_FIELDS)[number];
