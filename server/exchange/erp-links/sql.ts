// Every statement on erp_links, erp_link_jours and erp_ecarts.
import { type Fragment, instant, many, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import type { Cursor } from '../../connectors/connector.ts';
import type { LinkRow } from './link-row.ts';

const columns = (sql: Sql | Transaction): Fragment => sql`
  id, version, kind, kind_nom, nom, system, simulateur, etat, frequence, heure, historique_mois, relier_par_code, observed,
  traits || observed as traits, watermark, premier_import_at, derniere_reussite_at, derniere_complete_at, dernier_essai_at,
  prochaine_lecture_at, prochain_essai_at, probleme, probleme_depuis, probleme_annonce, pas_avant`;

/** Null when it never was, or is retired. */
export const findErpLink = (unit: Unit, id: string): Promise<LinkRow | null> =>
  maybeOne<LinkRow>(unit.sql`select ${columns(unit.sql)} from erp_links where id = ${id} and deleted_at is null`);

/** Throws erp_link.not_found. */
export async function getErpLink(unit: Unit, id: string): Promise<LinkRow> {
  const link = await findErpLink(unit, id);
  if (!link) throw refused('erp_link.not_found');
  return link;
}

/** Those that may be read now: neither paused, nor waiting for a person. */
export const listActiveLinks = (unit: Unit): Promise<LinkRow[]> =>
  many<LinkRow>(
    unit.sql`select ${columns(unit.sql)} from erp_links where deleted_at is null and etat = 'active' order by id`,
  );

/** What a reading leaves on its connexion. Instants are RFC 3339; null empties. */
export type Reading = Partial<{
  watermark: Cursor | null;
  premier_import_at: string | null;
  derniere_reussite_at: string | null;
  derniere_complete_at: string | null;
  dernier_essai_at: string | null;
  prochaine_lecture_at: string | null;
  dernier_signal_at: string | null;
}>;

/** Only the fields given. Does not count as a change of settings (`version` stays). */
export async function saveReading(unit: Unit, id: string, reading: Reading): Promise<void> {
  if (Object.keys(reading).length === 0) return;
  const { watermark } = reading;
  const written = watermark ? { ...reading, watermark: unit.sql.json(watermark as never) } : reading;
  await unit.sql`update erp_links set ${unit.sql(written as never)} where id = ${id}`;
}
