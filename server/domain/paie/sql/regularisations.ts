// Statements on regularisations.
import type { ListRegularisations } from '#contract/paie.ts';
import { type Fragment, instant, one } from '#platform/db/sql.ts';
import type { ListAt } from '#platform/http/route.ts';
import { selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** The last written first. Administrateur and gestionnaire de paie read all of them, everybody else his own. */
export const listRegularisations = ({ sql, after }: ListAt, query: ListRegularisations): Fragment =>
  selectPage(sql, {
    item: sql`(select row_to_json(f) from (select r.id, ${instant(sql, sql`r.at`)} as at, r.personne_id, p.nom, p.prenom, r.chantier_id,
      r.jour, r.mois_origine, r.mois, r.rubrique, r.quantite, r.motif,
      (select trim(a.prenom || ' ' || a.nom) from personnes_au_travail a where a.id = r.auteur_id) as auteur) f)`,
    from: sql`regularisations r join personnes_au_travail p on p.id = r.personne_id`,
    id: sql`r.id`,
    where: sql`(acteur.voit_tout or r.personne_id = acteur.personne_id)
      ${query.mois ? sql`and r.mois = ${query.mois}` : sql``}
      ${query.personne_id ? sql`and r.personne_id = ${query.personne_id}` : sql``}`,
    order: { key: sql`r.id::text`, type: 'text', direction: 'desc' },
    limit: query.limit,
    after,
  });

/** A month that opens again carries its own differences: the lines that corrected it go. Whether a closed month holds some. */
export async function isRegularised(unit: Unit, mois: string): Promise<boolean> {
  const row = await one<{ yes: boolean }>(unit.sql`
    select exists (select from regularisations r where r.mois_origine = ${mois} and r.mois in (select mois from mois_clotures)) as yes`);
  return row.yes;
}
export const dropRegularisations = (unit: Unit, mois: string) =>
  unit.sql`delete from regularisations where mois_origine = ${mois}`;
