// What a comparison with the ERP has put right in the ledger; whatever moved since it was seen is left alone.
import { type Fragment, many, maybeOne } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Repair } from '../repair-lines.ts';

/** Why nothing of it may be written over there (a closed pay period); null: it leaves. */
export type Closed = string | null;
type How = { link_id: string; par: string | null; closed: Closed };
const rows = (unit: Unit, repairs: readonly Repair[]) => unit.sql`
  jsonb_to_recordset(${unit.sql.json(repairs as never)}) as r(ligne_id uuid, external_id text, version text, minutes integer)`;

export const isMonthClosed = async (unit: Unit, mois: string): Promise<boolean> =>
  (await maybeOne(unit.sql`select from mois_clotures where mois = ${mois}`)) !== null;

/** What a closed period refuses carries its reason; the rest has none any more. */
const because = ({ sql }: Unit, { closed, par }: How): Fragment => sql`
  raison_code = ${closed === null ? null : 'periode_cloturee'}, raison_phrase = ${closed}, geste_par = ${par}`;
const leaving = ({ closed }: How) => (closed === null ? 'to_send' : 'refused');
const goingAway = ({ closed }: How) => (closed === null ? 'to_remove' : 'refused');

/** No longer over there; looked for once more after it was sent again, should it come back by itself. It was there: that stays told. */
export const resendLines = (unit: Unit, how: How, repairs: readonly Repair[]) => unit.sql`
  update export_lignes l set etat = ${leaving(how)}, external_id = null, erp_version = null, minutes_la_bas = null,
    a_verifier = ${how.closed === null}, ${because(unit, how)}
  from ${rows(unit, repairs)} where l.link_id = ${how.link_id} and l.id = r.ligne_id and l.etat = 'sent'`;

/** Written again in its place, as it is here. */
export const rewriteInPlace = (unit: Unit, how: How, repairs: readonly Repair[]) => unit.sql`
  update export_lignes l set etat = ${leaving(how)}, external_id = r.external_id, erp_version = r.version,
    minutes_la_bas = coalesce(r.minutes, l.minutes_la_bas), ${because(unit, how)}
  from ${rows(unit, repairs)} where l.id = r.ligne_id and l.link_id = ${how.link_id} and l.etat = 'sent'`;

/** Theirs goes, under the id it has over there. Gives those that were still there to be replaced. */
export const supersedeLines = (unit: Unit, how: How, repairs: readonly Repair[]) =>
  many<{ id: string }>(unit.sql`
    update export_lignes l set etat = 'superseded', retrait = ${goingAway(how)}, external_id = r.external_id, minutes_la_bas = r.minutes,
      ${because(unit, how)}
    from ${rows(unit, repairs)} where l.id = r.ligne_id and l.link_id = ${how.link_id} and l.etat = 'sent' returning l.id`);

/** The same hours, to be written anew. */
export const copyLines = (unit: Unit, how: How, copies: readonly { id: string; remplace_id: string }[]) => unit.sql`
  insert into export_lignes (id, link_id, personne_id, jour, cle, pointage_id, chantier_id, chantier_externe, personne_externe, minutes,
    jour_erp, debut, fin, indicatif, contenu, empreinte, rattrapage, etat, raison_code, raison_phrase, remplace_id, geste_par, created_at)
  select n.id, l.link_id, l.personne_id, l.jour, l.cle, l.pointage_id, l.chantier_id, l.chantier_externe, l.personne_externe, l.minutes,
    l.jour_erp, l.debut, l.fin, l.indicatif, l.contenu, l.empreinte, l.rattrapage, ${leaving(how)}, l.raison_code, l.raison_phrase, l.id,
    ${how.par}, ${unit.now.toString()}
  from jsonb_to_recordset(${unit.sql.json(copies as never)}) as n(id uuid, remplace_id uuid)
  join export_lignes l on l.id = n.remplace_id`;

/** Another entry over there is this line from now on. */
export const adoptEntries = (unit: Unit, { link_id, par }: Omit<How, 'closed'>, repairs: readonly Repair[]) => unit.sql`
  update export_lignes l set external_id = r.external_id, erp_version = r.version, minutes_la_bas = coalesce(r.minutes, l.minutes_la_bas),
    geste_par = ${par}
  from ${rows(unit, repairs)} where l.id = r.ligne_id and l.link_id = ${link_id} and l.etat = 'sent' and r.external_id is not null`;

/** Said to be out, and still there: out once more. */
export const removeAgainLines = (unit: Unit, how: How, repairs: readonly Repair[]) => unit.sql`
  update export_lignes l set retrait = ${goingAway(how)}, minutes_la_bas = r.minutes, ${because(unit, how)}
  from ${rows(unit, repairs)}
  where l.link_id = ${how.link_id} and l.external_id = r.external_id and l.etat = 'superseded'
    and coalesce(l.retrait, 'removed') = 'removed'`;
