// Who left which team: written by the triggers of migration 0015, read by chantiers_disparus.
import type { Unit } from '#platform/unit.ts';

export const deleteSorties = (unit: Unit, before: string) =>
  unit.sql`delete from chantier_sorties where sorti_at < ${before}`;
