// biome-ignore-all lint/a11y/useSemanticElements: a grid of divs; rows out of sight are not laid out, which table rows cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: one tab stop moves over the board (roving tabindex)
// The week on a desk: an ARIA grid with one tab stop, its gestures heard at its root.

import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { formatDayMonth, formatShortWeekday, formatWeek } from '#contract/dates.ts';
import { formatMinutes, formatNumber } from '../../../lib/format.ts';
import type { Board, DayLoad, Group } from '../board/board.ts';
import styles from './board.module.css';
import { PersonRow } from './row.tsx';
import { type BoardHandlers, useBoardEvents } from './use-board-events.ts';
import { useDrag } from './use-drag.ts';

const DayHead = memo(
  ({ day, today }: { day: DayLoad; today: string }): ReactNode => (
    <div role="columnheader" className={styles.day} data-today={day.jour === today ? '' : undefined}>
      <span className={styles.dayName}>
        {formatShortWeekday(day.jour)} {formatDayMonth(day.jour)}
        {day.jour === today && <span className="hub-hidden"> (aujourd’hui)</span>}
      </span>
      {day.ferie ? (
        <span className={styles.ferie}>{day.ferie}</span>
      ) : (
        <span className={styles.load}>
          {day.personnes > 0 ? `${formatNumber(day.personnes)} pers.` : '–'}
          <br />
          {day.personnes > 0 && formatMinutes(day.minutes)}
        </span>
      )}
    </div>
  ),
);
DayHead.displayName = 'DayHead';

type GroupProps = { group: Group; plans: boolean; chosen: ReadonlySet<string> };

const GroupHead = ({ group, plans, chosen }: GroupProps): ReactNode => {
  const count = group.rows.filter(({ personne }) => chosen.has(personne.id)).length;
  return (
    <div role="row" className={styles.groupRow} data-line="">
      <div role="rowheader" aria-colspan={9} className={styles.groupHead}>
        {plans && (
          <input
            type="checkbox"
            className={styles.box}
            tabIndex={-1}
            data-stop=""
            data-choose-group={group.key}
            aria-label={`Choisir tout le groupe ${group.titre}`}
            checked={count === group.rows.length}
            ref={box => {
              if (box) box.indeterminate = count > 0 && count < group.rows.length;
            }}
            readOnly
          />
        )}
        {group.chantier && (
          <span className="hub-swatch" style={{ backgroundColor: group.chantier.couleur }} aria-hidden />
        )}
        <span>{group.titre}</span>
        {group.chantier && <span className={styles.groupCode}>{group.chantier.code}</span>}
        <span className={styles.groupCount}>
          {formatNumber(group.rows.length)} pers.{group.minutes > 0 && ` · ${formatMinutes(group.minutes)}`}
        </span>
      </div>
    </div>
  );
};

/** Of the chosen, a group is drawn again for its own people alone. */
const drawsTheSame = (a: GroupProps, b: GroupProps): boolean =>
  a.group === b.group &&
  a.plans === b.plans &&
  (a.chosen === b.chosen || b.group.rows.every(({ personne: { id } }) => a.chosen.has(id) === b.chosen.has(id)));

const BoardGroup = memo(
  ({ group, plans, chosen }: GroupProps): ReactNode => (
    <div role="rowgroup" aria-label={group.titre}>
      <GroupHead group={group} plans={plans} chosen={chosen} />
      {group.rows.map(row => (
        <PersonRow key={row.key} row={row} plans={plans} selected={chosen.has(row.personne.id)} />
      ))}
    </div>
  ),
  drawsTheSame,
);
BoardGroup.displayName = 'BoardGroup';

const worksAtWeekend = ({ groups }: Board): boolean =>
  groups.some(({ rows }) =>
    rows.some(({ cells }) => cells.slice(5).some(({ blocs, ailleurs }) => blocs.length > 0 || ailleurs > 0)),
  );

type BoardProps = {
  board: Board;
  semaine: string;
  today: string;
  plans: boolean;
  chosen: ReadonlySet<string>;
  handlers: BoardHandlers;
};

export function DeskBoard({ board, semaine, today, plans, chosen, handlers }: BoardProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const { follow, ...events } = useBoardEvents(root, handlers);
  useDrag(root, plans, handlers.onMove);
  // A block that was moved is drawn elsewhere: the focus goes with it, and comes back with it when it is refused.
  useEffect(() => {
    const moved = follow.current && root.current?.querySelector<HTMLElement>(`[data-bloc="${follow.current}"]`);
    if (moved && document.activeElement === document.body) moved.focus();
  });
  const weekend = useMemo(() => worksAtWeekend(board), [board]);
  return (
    <div
      ref={root}
      role="grid"
      className={styles.grid}
      data-weekend={weekend ? '' : undefined}
      tabIndex={0}
      aria-label={`Planning, ${formatWeek(semaine)}`}
      aria-describedby="planning-aide"
      aria-multiselectable={plans || undefined}
      {...events}
    >
      <div role="row" className={styles.head}>
        <div role="columnheader" className={styles.corner}>
          Personne
        </div>
        {board.charge.map(day => (
          <DayHead key={day.jour} day={day} today={today} />
        ))}
        <div role="columnheader" className={styles.corner} data-end="">
          Total
        </div>
      </div>
      {board.groups.map(group => (
        <BoardGroup key={group.key} group={group} plans={plans} chosen={chosen} />
      ))}
    </div>
  );
}
