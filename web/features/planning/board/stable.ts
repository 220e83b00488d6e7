// Rows that did not change stay the same objects, so that they are not drawn again. Pure.
import type { Board, Cell, Row } from './board.ts';

const sameList = <T>(a: readonly T[], b: readonly T[]) =>
  a.length === b.length && a.every((item, index) => item === b[index]);
const sameCell = (a: Cell, b: Cell) =>
  a.jour === b.jour &&
  a.absence === b.absence &&
  a.ailleurs === b.ailleurs &&
  a.libre === b.libre &&
  sameList(a.blocs, b.blocs);
const sameRow = (a: Row, b: Row) =>
  a.personne === b.personne &&
  a.chantier?.id === b.chantier?.id &&
  a.minutes === b.minutes &&
  a.cells.every((cell, index) => sameCell(cell, b.cells[index]!));

/** `board`, made of the rows of `before` wherever they say the same. */
export function stableBoard(board: Board, before: Board | null): Board {
  if (!before) return board;
  const known = new Map(before.groups.flatMap(({ rows }) => rows.map(row => [row.key, row] as const)));
  return {
    ...board,
    groups: board.groups.map(group => ({
      ...group,
      rows: group.rows.map(row => {
        const old = known.get(row.key);
        return old && sameRow(row, old) ? old : row;
      }),
    })),
  };
}
