// One day of the board: by site, and whoever is on none. Pure.
import type { Affectation } from '#contract/affectation.ts';
import { groupBy } from '../../../lib/group-by.ts';
import type { AbsencePlanning, Board, Row } from '../board/board.ts';

export type DayView = {
  sites: [chantier_id: string, blocs: Affectation[]][];
  libres: Row[];
  ailleurs: Row[];
  absents: { row: Row; absence: AbsencePlanning }[];
};

export function dayOf(board: Board, jour: string): DayView {
  // In the view by chantiers a person has a row per site: seen once here.
  const rows = [...new Map(board.groups.flatMap(({ rows: all }) => all).map(row => [row.key, row])).values()];
  const cells = rows.flatMap(row => row.cells.filter(cell => cell.jour === jour).map(cell => ({ row, cell })));
  const blocs = cells.flatMap(({ cell }) => cell.blocs);
  const sites = [...groupBy(blocs, ({ chantier_id }) => chantier_id)].toSorted(([, [a]], [, [b]]) =>
    a!.chantier_nom.localeCompare(b!.chantier_nom, 'fr'),
  );
  return {
    sites,
    libres: cells.filter(({ cell }) => cell.libre).map(({ row }) => row),
    ailleurs: cells.filter(({ cell }) => cell.ailleurs > 0 && cell.blocs.length === 0).map(({ row }) => row),
    absents: cells.flatMap(({ row, cell }) => (cell.absence ? [{ row, absence: cell.absence }] : [])),
  };
}
