// A list read page by page, in each of its states: it failed, it comes, there is nothing, or its rows and the way on.
import type { ReactNode } from 'react';
import { nextPage, pageNumber, previousPage } from '../lib/paging.ts';
import { Pager } from './data-table.tsx';
import { Failure } from './failure.tsx';
import { WaitingRows } from './waiting.tsx';

type PagedProps<T> = {
  answer: {
    data: { items: T[]; next_cursor: string | null } | undefined;
    error: unknown;
    refetch: () => void;
  };
  /** Of the address: `suite` says which page. */
  search: { suite?: string | undefined };
  /** « lire les envois » */
  right: string;
  /** Rows drawn while it comes. */
  waiting: number;
  nothing: ReactNode;
  children: (items: T[]) => ReactNode;
};

export function PagedList<T>({ answer, search, right, waiting, nothing, children }: PagedProps<T>): ReactNode {
  const { data, error, refetch } = answer;
  const { suite } = search;
  return (
    <>
      {error ? <Failure error={error} retry={refetch} right={right} /> : !data && <WaitingRows rows={waiting} />}
      {data?.items.length === 0 && nothing}
      {data && data.items.length > 0 && (
        <div>
          {children(data.items)}
          <Pager
            page={pageNumber(suite)}
            previous={suite ? { ...search, suite: previousPage(suite) } : null}
            next={data.next_cursor ? { ...search, suite: nextPage(suite, data.next_cursor) } : null}
          />
        </div>
      )}
    </>
  );
}
