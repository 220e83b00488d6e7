// The trail of a key, newest first, page after page.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type EntreeAudit, FAITS_AUDIT } from '#contract/audit.ts';
import { formatInstant } from '../../../lib/format.ts';
import { Failure } from '../../../ui/failure.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { trailQuery } from '../api.ts';
import styles from '../api-keys.module.css';
import { actorOf, detailOf } from './trail-words.ts';

function Entry({ entry }: { entry: EntreeAudit }): ReactNode {
  const detail = detailOf(entry);
  return (
    <li>
      <p>
        <strong>{FAITS_AUDIT[entry.type]}</strong> <span className="hub-dim">{actorOf(entry)}</span>
      </p>
      {detail && <p className="hub-small hub-clip">{detail}</p>}
      <time className="hub-dim hub-small" dateTime={entry.at}>
        {formatInstant(entry.at)}
      </time>
    </li>
  );
}

export function KeyTrail({ id }: { id: string }): ReactNode {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(trailQuery(id));
  return (
    <section className="hub-stack">
      <h3>Journal</h3>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows rows={3} />}
      <ul className={styles.trail} aria-label="Journal de la clé">
        {data?.pages.flatMap(({ items }) => items.map(entry => <Entry key={entry.n} entry={entry} />))}
      </ul>
      {hasNextPage && (
        <div>
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Voir plus ancien
          </Button>
        </div>
      )}
    </section>
  );
}
