// Pointages that left a chantier: written by a trigger of migration 0022, read by pointages_disparus.
import type { Unit } from '#platform/unit.ts';

export const deleteSorties = (unit: Unit, before: string) =>
  unit.sql`delete from pointage_sorties where sorti_at < ${before}`;
