// Lists: one markup, captioned and scoped, drawn as a table on a desk and as stacked rows on a phone.
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import styles from './table.module.css';

export type Column<T> = {
  name: string;
  cell: (row: T) => ReactNode;
  /** The first column names the row. */
  heading?: boolean;
  numeric?: boolean;
  /** The name repeated before the value on a phone, where there is no header. */
  labelled?: boolean;
  sorted?: { by: 'ascending' | 'descending' | 'none'; link: (content: ReactNode, className: string) => ReactNode };
};

type TableProps<T extends { id: string }> = {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  current?: string | undefined;
  onOpen?: (row: T) => void;
};

/** A click beside the link opens too, but never steals a click on a control or a text being selected. */
const isPlainClick = (event: MouseEvent): boolean =>
  !(event.target as HTMLElement).closest('a,button,input') && !window.getSelection()?.toString();

const SortArrow = ({ by }: { by: 'ascending' | 'descending' | 'none' }): ReactNode => {
  if (by === 'none') return null;
  return by === 'ascending' ? <IconArrowUp size={14} aria-hidden /> : <IconArrowDown size={14} aria-hidden />;
};

/** On a phone the header is out of sight: there, the sort is a choice among the filters. */
export const useIsPhone = (): boolean =>
  useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });

function HeadCell<T>({ column }: { column: Column<T> }): ReactNode {
  const { sorted } = column;
  const isPhone = useIsPhone();
  return (
    <th scope="col" className={column.numeric ? styles.num : undefined} aria-sort={sorted?.by}>
      {sorted && !isPhone
        ? sorted.link(
            <>
              {column.name}
              <SortArrow by={sorted.by} />
            </>,
            styles.sorter ?? '',
          )
        : column.name}
    </th>
  );
}

function BodyCell<T>({ column, row }: { column: Column<T>; row: T }): ReactNode {
  const className = column.numeric ? styles.num : undefined;
  if (column.heading)
    return (
      <th scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  return (
    <td className={className} data-label={column.labelled ? column.name : undefined}>
      {column.cell(row)}
    </td>
  );
}

export function DataTable<T extends { id: string }>({
  caption,
  columns,
  rows,
  current,
  onOpen,
}: TableProps<T>): ReactNode {
  return (
    <table className={styles.table}>
      <caption className="hub-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(column => (
            <HeadCell key={column.name} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          // The keyboard opens by the link of the first cell; the row is a larger target for the mouse.
          <tr
            key={row.id}
            data-open={onOpen ? '' : undefined}
            data-current={row.id === current}
            onClick={event => onOpen && isPlainClick(event) && onOpen(row)}
          >
            {columns.map(column => (
              <BodyCell key={column.name} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const openerClass = styles.opener ?? '';

type PagerProps = { page: number | null; previous: object | null; next: object | null };

/** Previous and next as links: they open in a tab, and the address says where one is. */
export function Pager({ page, previous, next }: PagerProps): ReactNode {
  if (!previous && !next) return null;
  return (
    <nav className={styles.pager} aria-label="Pages de la liste">
      {previous ? (
        <Link to="." search={previous as never} className="hub-link">
          <IconChevronLeft size={16} aria-hidden /> Page précédente
        </Link>
      ) : (
        <span />
      )}
      <span className="hub-dim hub-small">{page === null ? '' : `Page ${page}`}</span>
      {next ? (
        <Link to="." search={next as never} className="hub-link">
          Page suivante <IconChevronRight size={16} aria-hidden />
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
