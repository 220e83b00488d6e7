// Hours, absences and people at work as rows, for the slices that read them: written as the slices that own them would.
import { lundiAvant } from '#contract/calendrier.ts';
import type { Plage } from '#contract/temps.ts';
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';

export type MadePointage = { id: string; personne_id: string; jour: string };
type Hours = {
  personne_id: string;
  chantier_id: string;
  jour: string;
  minutes: number;
  plages: Plage[];
  panier: boolean | null;
  zone: string | null;
  statut: 'brouillon' | 'soumis' | 'valide' | 'rejete';
};

/** Validated unless said otherwise. */
export async function makePointage(
  sql: Sql,
  {
    personne_id,
    chantier_id,
    jour,
    minutes = 420,
    plages = [],
    panier = null,
    zone = null,
    statut = 'valide',
  }: Pick<Hours, 'personne_id' | 'chantier_id' | 'jour'> & Partial<Hours>,
): Promise<MadePointage> {
  const [id, debut] = [newId(), lundiAvant(jour)];
  await sql`
    insert into feuilles_heures (id, personne_id, debut) values (${newId()}, ${personne_id}, ${debut})
    on conflict (personne_id, debut) do nothing`;
  const done = statut === 'valide';
  await sql`
    insert into pointages (id, feuille_id, personne_id, chantier_id, jour, minutes, plages, panier, zone, statut, motif_rejet,
      valide_revision, valide_minutes, valide_plages)
    select ${id}, f.id, f.personne_id, ${chantier_id}, ${jour}, ${minutes}, ${sql.json(plages)}, ${panier}, ${zone}, ${statut},
      ${statut === 'rejete' ? 'À revoir' : null}, ${done ? 1 : null}, ${done ? minutes : null}, ${done ? sql.json(plages) : null}
    from feuilles_heures f where f.personne_id = ${personne_id} and f.debut = ${debut}`;
  return { id, personne_id, jour };
}

export async function makeAbsence(
  sql: Sql,
  {
    personne_id,
    debut,
    fin = debut,
    motif = 'conges_payes',
    moment = 'journee',
  }: { personne_id: string; debut: string; fin?: string; motif?: string | null; moment?: string },
): Promise<string> {
  const id = newId();
  await sql`
    insert into absences (id, personne_id, debut, fin, moment, motif)
    values (${id}, ${personne_id}, ${debut}, ${fin}, ${moment}, ${motif})`;
  return id;
}
