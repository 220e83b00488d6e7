// biome-ignore-all lint/a11y/useSemanticElements: a grid of divs; rows out of sight are not laid out, which table rows cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: one tab stop moves over the board (roving tabindex)
// A person's week. Drawn again only when something in it changed: three hundred of them stay fluid.
import { memo, type ReactNode } from 'react';
import { formatMinutes } from '../../../lib/format.ts';
import { absenceWord, type Cell, type Row } from '../board/board.ts';
import { Block } from './block.tsx';
import styles from './board.module.css';

type CellProps = { cell: Cell; plans: boolean; named: boolean };

/** A day without a block is a stop of the keyboard itself. */
const DayCell = ({ cell, plans, named }: CellProps): ReactNode => {
  const { blocs, absence, ailleurs, libre, jour } = cell;
  const bare = blocs.length === 0;
  return (
    <div
      role="gridcell"
      className={styles.cell}
      data-jour={jour}
      data-libre={libre ? '' : undefined}
      data-plans={plans ? '' : undefined}
      tabIndex={-1}
      data-stop={bare ? '' : undefined}
    >
      {absence && <span className={styles.absence}>{absenceWord(absence)}</span>}
      {blocs.map(bloc => (
        <Block key={bloc.id} bloc={bloc} movable={plans} named={named} />
      ))}
      {ailleurs > 0 && <span className={styles.ailleurs}>Ailleurs, {formatMinutes(ailleurs)}</span>}
      {bare && !absence && ailleurs === 0 && (
        <span className="hub-hidden">{libre ? 'Non planifié' : 'Rien de prévu'}</span>
      )}
    </div>
  );
};

export const libresWord = (row: Row): string =>
  row.cells.every(({ blocs, libre, absence, ailleurs }) => libre || (blocs.length === 0 && !absence && !ailleurs))
    ? 'Non planifié'
    : `${row.libres}\u00a0j libre${row.libres > 1 ? 's' : ''}`;

type RowProps = { row: Row; plans: boolean; selected: boolean };

export const PersonRow = memo(({ row, plans, selected }: RowProps): ReactNode => {
  const { personne, chantier, cells, minutes, libres } = row;
  const name = `${personne.nom} ${personne.prenom}`;
  return (
    <div
      role="row"
      className={styles.row}
      data-line=""
      data-personne={personne.id}
      data-chantier={chantier?.id}
      aria-selected={plans ? selected : undefined}
    >
      <div role="rowheader" className={styles.who}>
        {plans && (
          // The browser's own: three hundred drawn ones are felt.
          <input
            type="checkbox"
            className={styles.box}
            tabIndex={-1}
            data-stop=""
            data-choose={personne.id}
            aria-label={`Choisir ${personne.prenom} ${personne.nom}`}
            checked={selected}
            readOnly
          />
        )}
        <span className={styles.name}>
          <button
            type="button"
            className={styles.nameButton}
            tabIndex={-1}
            data-person={personne.id}
            {...(plans ? {} : { 'data-stop': '' })}
          >
            {name}
          </button>
          {libres > 0 && !chantier && <span className={styles.libres}>{libresWord(row)}</span>}
        </span>
      </div>
      {cells.map(cell => (
        <DayCell key={cell.jour} cell={cell} plans={plans} named={!chantier} />
      ))}
      <div role="gridcell" className={styles.total}>
        {minutes > 0 ? formatMinutes(minutes) : <span className="hub-dim">–</span>}
      </div>
    </div>
  );
});
PersonRow.displayName = 'PersonRow';
