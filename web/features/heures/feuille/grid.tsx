// Cells to type in, as in a spreadsheet: Tab goes on, Enter and the arrows go up and down, F2 opens the cell.
import { IconDots } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { STATUTS_POINTAGE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { StateShape } from '../../../ui/state-mark.tsx';
import { capital, longDay, STATES, shortDay } from '../words.ts';
import styles from './grid.module.css';
import { type Brouillons, cellOf, pointageAt, type RangeeChantier, saysMore, totals, written } from './grid-rules.ts';

export type Place = { row: RangeeChantier; jour: string };
type GridProps = {
  feuille: FeuilleHeures;
  rows: RangeeChantier[];
  brouillons: Brouillons;
  wrong: readonly string[];
  onType: (cell: string, text: string) => void;
  onOpen: (place: Place) => void;
};

const ROWS: Record<string, number> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

/** Up and down a column. */
function move(event: KeyboardEvent<HTMLInputElement>): void {
  const by = ROWS[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const column = event.currentTarget.dataset['jour'];
  const inputs = [
    ...(event.currentTarget.closest('table')?.querySelectorAll<HTMLInputElement>(`[data-jour="${column}"]`) ?? []),
  ];
  const next = inputs[inputs.indexOf(event.currentTarget) + by];
  next?.focus();
  next?.select();
}

type CellProps = Omit<GridProps, 'rows'> & Place;

function Cell({ feuille, row, jour, brouillons, wrong, onType, onOpen }: CellProps): ReactNode {
  const cell = cellOf(row.id, jour);
  const pointage = pointageAt(feuille, row.id, jour);
  const saisie = brouillons[cell];
  const text = saisie?.texte ?? (pointage ? written(pointage.minutes) : '');
  const place = `${longDay(jour)}, ${row.nom}`;
  const open = () => onOpen({ row, jour });
  const proposed = feuille.proposes.find(one => one.chantier_id === row.id && one.jour === jour);
  return (
    <td data-typed={saisie !== undefined} data-label={capital(shortDay(jour))}>
      <div className={styles.cell}>
        {pointage && <StateShape state={STATES[pointage.statut]} />}
        <input
          inputMode="text"
          autoComplete="off"
          maxLength={12}
          data-jour={jour}
          aria-label={`${capital(place)}${pointage ? `, ${STATUTS_POINTAGE[pointage.statut].toLowerCase()}` : ''}`}
          aria-invalid={wrong.includes(cell)}
          placeholder={proposed && !pointage ? written(proposed.minutes) : undefined}
          readOnly={!feuille.peut.saisir}
          value={text}
          onFocus={event => event.currentTarget.select()}
          onKeyDown={event => {
            if (event.key !== 'F2' || !feuille.peut.saisir) return move(event);
            event.preventDefault();
            open();
          }}
          onChange={event => onType(cell, event.currentTarget.value)}
        />
        {feuille.peut.saisir && (
          <button
            type="button"
            className={styles.more}
            // From the keyboard: F2 in the cell, so that Tab goes from cell to cell.
            tabIndex={-1}
            data-set={saysMore(saisie?.precisions ?? pointage)}
            aria-label={`Détails, ${place}`}
            title="Horaires, panier, zone, commentaire (F2)"
            onClick={open}
          >
            <IconDots size={16} aria-hidden />
          </button>
        )}
      </div>
    </td>
  );
}

export function WeekInputs({ rows, ...props }: GridProps): ReactNode {
  const { feuille, brouillons } = props;
  const hint = useId();
  const jours = joursDe(feuille.semaine);
  const sums = totals(feuille, rows, brouillons);
  const absent = (jour: string) => feuille.absences.some(absence => absence.jour === jour);
  return (
    <>
      <table className={styles.grid} aria-describedby={feuille.peut.saisir ? hint : undefined}>
        <caption className="hub-hidden">Heures par chantier et par jour</caption>
        <thead>
          <tr>
            <th scope="col">Chantier</th>
            {jours.map(jour => (
              <th scope="col" key={jour}>
                {capital(shortDay(jour))}
                {absent(jour) && <span className={styles.absent}>absent</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row">
                <span className={styles.where}>
                  <span className="hub-swatch" style={{ backgroundColor: row.couleur }} aria-hidden />
                  <span>{row.nom}</span>
                </span>
              </th>
              {jours.map(jour => (
                <Cell key={jour} row={row} jour={jour} {...props} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total · {formatMinutes(sums.reduce((sum, minutes) => sum + minutes, 0))}</th>
            {sums.map((minutes, index) => (
              <td key={jours[index]} data-label={capital(shortDay(jours[index] ?? feuille.debut))}>
                {minutes > 0 ? formatMinutes(minutes) : '–'}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      {feuille.peut.saisir && (
        <p id={hint} className={styles.hint}>
          <kbd>Tab</kbd> jour suivant · <kbd>Entrée</kbd> ou <kbd>↓</kbd> ligne suivante · <kbd>F2</kbd> horaires,
          panier, zone, commentaire
        </p>
      )}
    </>
  );
}
