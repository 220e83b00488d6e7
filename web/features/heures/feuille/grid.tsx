// Cells to type in, as in a spreadsheet: Tab goes on, Enter and the arrows go up and down.
import type { KeyboardEvent, ReactNode } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/heures.ts';
import { STATUTS_POINTAGE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { StateShape } from '../../../ui/state-mark.tsx';
import { capital, longDay, STATES, shortDay } from '../words.ts';
import styles from './grid.module.css';
import { type Brouillons, cellOf, pointageAt, type RangeeChantier, totals, written } from './grid-rules.ts';

type GridProps = {
  feuille: FeuilleHeures;
  rows: RangeeChantier[];
  brouillons: Brouillons;
  wrong: readonly string[];
  onType: (cell: string, text: string) => void;
};

const ROWS: Record<string, number> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
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

type CellProps = Omit<GridProps, 'rows'> & { row: RangeeChantier; jour: string };

function Cell({ feuille, row, jour, brouillons, wrong, onType }: CellProps): ReactNode {
  const cell = cellOf(row.id, jour);
  const pointage = pointageAt(feuille, row.id, jour);
  const text = brouillons[cell] ?? (pointage ? written(pointage.minutes) : '');
  const proposed = feuille.proposes.find(one => one.chantier_id === row.id && one.jour === jour);
  return (
    <td data-typed={brouillons[cell] !== undefined} data-label={capital(shortDay(jour))}>
      <div className={styles.cell}>
        {pointage && <StateShape state={STATES[pointage.statut]} />}
        <input
          inputMode="text"
          autoComplete="off"
          maxLength={12}
          data-jour={jour}
          aria-label={`${capital(longDay(jour))}, ${row.nom}${pointage ? `, ${STATUTS_POINTAGE[pointage.statut].toLowerCase()}` : ''}`}
          aria-invalid={wrong.includes(cell)}
          placeholder={proposed && !pointage ? written(proposed.minutes) : undefined}
          readOnly={!feuille.peut.saisir}
          value={text}
          onFocus={event => event.currentTarget.select()}
          onKeyDown={onKeyDown}
          onChange={event => onType(cell, event.currentTarget.value)}
        />
      </div>
    </td>
  );
}

export function WeekInputs({ rows, ...props }: GridProps): ReactNode {
  const { feuille, brouillons } = props;
  const jours = joursDe(feuille.semaine);
  const sums = totals(feuille, rows, brouillons);
  const absent = (jour: string) => feuille.absences.some(absence => absence.jour === jour);
  return (
    <table className={styles.grid}>
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
  );
}
