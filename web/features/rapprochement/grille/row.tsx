// One person's week. Drawn again only when something in it changed: three hundred of them stay fluid.

import { IconChevronDown } from '@tabler/icons-react';
import { memo, type ReactNode, useState } from 'react';
import { formatShortDay } from '#contract/dates.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { VerdictMark } from '../../../ui/erp/verdict/verdict-mark.tsx';
import { type Cellule, differs, figureOf, type Ligne, spokenCell, wordOf } from '../words.ts';
import { foldedWord, isGap, keyOf, type Total, toneOf } from './grid-rules.ts';
import styles from './grille.module.css';

const Cell = ({ cell }: { cell: Cellule }): ReactNode => {
  const { jour, verdict } = cell;
  const [tone, word] = [toneOf(cell), wordOf(cell)];
  return (
    <td
      className={styles.cell}
      tabIndex={-1}
      data-stop=""
      data-jour={jour}
      data-verdict={verdict ?? undefined}
      data-tone={tone}
      data-label={formatShortDay(jour)}
    >
      <span className="hub-hidden">{spokenCell(cell)}</span>
      {tone !== 'vide' && (
        <span className={styles.figure} aria-hidden>
          {verdict && <VerdictMark verdict={verdict} />}
          <span>{figureOf(cell)}</span>
        </span>
      )}
      {word && (
        <span className={styles.word} aria-hidden>
          {word}
        </span>
      )}
    </td>
  );
};

/** `short`: under a day, where only the figure has room. */
export const TotalCell = ({ total, short }: { total: Total; short?: boolean }): ReactNode => (
  <>
    <span>{formatMinutes(total.minutes)}</span>
    {differs(total) && (
      <span className={styles.there}>
        <span className="hub-hidden">, {short && 'là-bas '}</span>
        {short ? <span aria-hidden>≠ </span> : 'là-bas '}
        {formatMinutes(total.minutes_erp)}
      </span>
    )}
  </>
);

type RowProps = { ligne: Ligne; current: string | undefined };

export const Row = memo(({ ligne, current }: RowProps): ReactNode => {
  const [open, setOpen] = useState(false);
  const gaps = ligne.jours.some(isGap);
  return (
    <tr className={styles.row} data-personne={keyOf(ligne)} data-open={open} data-gaps={gaps} data-current={current}>
      <th scope="row" className={styles.who}>
        <span>
          {ligne.personne}
          {ligne.personne_id === null && <span className="hub-dim hub-small"> inconnu ici</span>}
        </span>
        <button type="button" className={styles.unfold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="hub-hidden">Toute la semaine de {ligne.personne} </span>
          <span className="hub-small">{foldedWord(ligne)}</span>
          <IconChevronDown size={18} aria-hidden />
        </button>
      </th>
      {ligne.jours.map(cell => (
        <Cell key={cell.jour} cell={cell} />
      ))}
      <td className={styles.total} data-differs={differs(ligne)}>
        <TotalCell total={ligne} />
      </td>
    </tr>
  );
});
Row.displayName = 'Row';
