// What a hub should hold of an ERP, said from the simulator's own store alone.
import { expect } from 'vitest';
import type { Mapping } from '#contract/mapping.ts';
import type { StoredChantier } from '../simulator.ts';
import type { ErpWorld } from './world.ts';

/** What the hub should hold of one object of theirs; status left out unless mapped. */
export type Fields = {
  external_id: string;
  nom: string;
  statut: string | null;
  date_debut: string | null;
  date_fin: string | null;
  minutes_estimees: number | null;
};

const plain = (text: string) =>
  text
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

export function expectedOf(row: StoredChantier, statuts: ReadonlyMap<string, string | null>): Fields {
  const [debut, fin] = [row['startAt'] as string | null, row['endAt'] as string | null];
  const inverted = debut !== null && fin !== null && fin < debut;
  return {
    external_id: row.id,
    nom: plain(row.name),
    statut: row.archived ? 'ferme' : (statuts.get(String(row.status)) ?? null),
    date_debut: debut,
    date_fin: inverted ? null : fin,
    minutes_estimees: row['plannedMinutes'] as number | null,
  };
}

/** What the hub holds of this connexion, deleted and hidden apart. */
export async function heldBy({ hub, link }: ErpWorld): Promise<Fields[]> {
  return [
    ...(await hub.db.sql<Fields[]>`
      select v.external_id, c.nom, c.statut, c.date_debut::text, c.date_fin::text, c.minutes_estimees
      from chantiers_relies v join connexions l on l.system = v.system and l.id = ${link} join chantiers c on c.id = v.chantier_id
      where v.etat = 'present' and c.deleted_at is null order by v.external_id collate "C"`),
  ];
}

/** The oracle: the hub holds what the ERP's own store says, field by field. */
export async function expectEqual(world: ErpWorld): Promise<void> {
  const { items } = (
    await world.hub.request('GET', `/api/v1/mappings?link_id=${world.link}`, { as: world.admin })
  ).json<{ items: Mapping[] }>();
  const statuts = new Map(items.map(mapping => [mapping.external_id, mapping.valeur]));
  const { chantiers } = await world.erp.truth();
  const visible = chantiers.filter(row => !row.hidden).map(row => expectedOf(row, statuts));
  const held = await heldBy(world);
  const unmapped = new Set(visible.filter(row => row.statut === null).map(row => row.external_id));
  const seen = held.map(row => (unmapped.has(row.external_id) ? { ...row, statut: null } : row));
  expect(seen).toEqual(visible.sort((a, b) => (a.external_id < b.external_id ? -1 : 1)));
}
